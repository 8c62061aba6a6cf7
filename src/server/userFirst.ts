/** Gives the user's writes priority: background work waits between its steps while the user writes, up to a limit. */

/** Milliseconds after a write in which the next one is expected. */
const REST = 40

let writing = 0
let lastWrite = -Infinity

/** Runs a write that the user is waiting for. */
export async function asUser<T>(work: () => Promise<T>): Promise<T> {
  writing++
  try {
    return await work()
  } finally {
    writing--
    lastWrite = performance.now()
  }
}

/** Resolves when the user stops writing, at the latest after `longest` milliseconds. */
export async function userRests(longest: number): Promise<void> {
  const deadline = performance.now() + longest
  for (;;) {
    const now = performance.now()
    const rest = writing > 0 ? REST : lastWrite + REST - now
    if (rest <= 0 || now >= deadline) return
    await new Promise<void>((resolve) => setTimeout(resolve, Math.min(rest, deadline - now)))
  }
}
