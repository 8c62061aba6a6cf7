/** Long work on the page in short pieces, so that it goes on to answer. */
const SLICE = 10 // milliseconds

/** What the work comes to; null when it was called off. */
export async function inSlices<T>(work: Generator<void, T>, signal: AbortSignal): Promise<T | null> {
  while (!signal.aborted) {
    const start = performance.now()
    while (performance.now() - start < SLICE) {
      const step = work.next()
      if (step.done) return step.value
    }
    await new Promise((resolve) => setTimeout(resolve))
  }
  return null
}
