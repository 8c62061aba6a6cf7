/** The user's writes go before background work: between its steps that waits while the user is at it, but not for ever. */

/** So long after a write the next one may well come. Milliseconds. */
const REST = 40

let writing = 0
let lastWrite = -Infinity

/** Runs a write that the user waits for. */
export async function asUser<T>(work: () => Promise<T>): Promise<T> {
  writing++
  try {
    return await work()
  } finally {
    writing--
    lastWrite = performance.now()
  }
}

/** Resolves when the user has stopped writing, or after `longest` milliseconds. */
export async function userRests(longest: number): Promise<void> {
  const deadline = performance.now() + longest
  for (;;) {
    const now = performance.now()
    const rest = writing > 0 ? REST : lastWrite + REST - now
    if (rest <= 0 || now >= deadline) return
    await new Promise<void>((resolve) => setTimeout(resolve, Math.min(rest, deadline - now)))
  }
}
