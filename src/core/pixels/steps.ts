/** Long work on pixels, in steps between which it can be left alone. */
export type Steps<T> = Generator<void, T>

/** All steps at once. */
export function runThrough<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
