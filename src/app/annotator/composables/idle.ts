const PATIENCE = 500 // milliseconds

/** Resolves when the page has nothing better to do, or after half a second. */
export const idle = () =>
  new Promise<unknown>((resolve) => (typeof requestIdleCallback === 'undefined' ? setTimeout(resolve, 16) : requestIdleCallback(resolve, { timeout: PATIENCE })))

/** Resolves in a task of the lowest rank. Of those, many fit into the time until the next idle moment of a page where nothing moves. */
const spare = () => (typeof scheduler === 'undefined' ? idle() : scheduler.postTask(() => {}, { priority: 'background' }))

const QUIET = 200 // milliseconds
const INPUTS = ['pointerdown', 'pointermove', 'wheel', 'keydown'] as const
let touched = -QUIET
let isWatching = false

/** Something is being drawn: as if a hand had moved. */
export const stir = () => void (touched = performance.now())

/** Resolves when the page has nothing better to do and no hand has moved for a while: what is done then holds up no gesture. */
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
