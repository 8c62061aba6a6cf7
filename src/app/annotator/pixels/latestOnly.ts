/** Work of which only the last one asked for counts: while one runs, the next waits, and is replaced by a newer one. */

interface Job<Asked, Answer> {
  asked: Asked
  done: (answer: Answer) => void
  failed: (error: Error) => void
}

export function latestOnly<Asked, Answer>(work: (asked: Asked, signal: AbortSignal) => Promise<Answer>) {
  let waiting: Job<Asked, Answer> | null = null
  let running: AbortController | null = null

  async function drive() {
    for (let job = waiting; job && !running; job = waiting) {
      waiting = null
      const stop = (running = new AbortController())
      try {
        const answer = await work(job.asked, stop.signal)
        if (!stop.signal.aborted && !waiting) job.done(answer)
      } catch (error) {
        if (!stop.signal.aborted && !waiting) job.failed(error as Error)
      } finally {
        if (running === stop) running = null
      }
    }
  }

  return {
    run(asked: Asked, done: (answer: Answer) => void, failed: (error: Error) => void) {
      waiting = { asked, done, failed }
      void drive()
    },
    /** What runs, and what waits, answers nobody. */
    stop() {
      waiting = null
      running?.abort()
      running = null
    },
    isBusy: () => running !== null,
  }
}
