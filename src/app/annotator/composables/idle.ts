const PATIENCE = 500 // milliseconds

/** Resolves when the main thread is idle, or after half a second. */
export const idle = () =>
  new Promise<unknown>((resolve) =>
    typeof requestIdleCallback === 'undefined'
      ? setTimeout(resolve, 16)
      : requestIdleCallback(resolve, { timeout: PATIENCE }),
  )

/** Resolves in a background-priority task. Many of them fit between two idle callbacks of a page at rest. */
const spare = () =>
  typeof scheduler === 'undefined' ? idle() : scheduler.postTask(() => {}, { priority: 'background' })

const QUIET = 200 // milliseconds
const INPUTS = ['pointerdown', 'pointermove', 'wheel', 'keydown'] as const
let touched = -QUIET
let isWatching = false

/** Marks the page as busy, as pointer movement does. */
export const stir = () => void (touched = performance.now())

/** Resolves when the main thread is idle and there was no input for a while, so that work done then blocks no gesture. */
export async function quiet(): Promise<void> {
  if (!isWatching) watchInputs()
  for (;;) {
    await spare()
    const left = touched + QUIET - performance.now()
    if (left <= 0) return
    await new Promise((resolve) => setTimeout(resolve, left))
  }
}

function watchInputs() {
  isWatching = true
  for (const input of INPUTS) window.addEventListener(input, stir, { capture: true, passive: true })
}
