/**
 * Saves one thing after another, in the order they were done.
 *
 * A job that gets no answer is sent again under the same key, so that it is applied once, and the others wait behind it.
 * A job that is refused for good is dropped and reported. `state` never says saved while anything is under way.
 */
export type SaveState = 'saved' | 'saving' | 'failed'

export interface Job<Body> {
  /** The Idempotency-Key: the same for every attempt. */
  key: string
  body: Body
}

export interface QueueOptions<Body, Answer> {
  send(job: Job<Body>): Promise<Answer>
  onAnswer(answer: Answer, job: Job<Body>): void
  /** The server will never take this job. The queue goes on when it resolves. */
  onRefused(error: unknown, job: Job<Body>): Promise<void> | void
  /** `problem`: why the last attempt failed; undefined when it did not. */
  onState(state: SaveState, problem?: unknown): void
  isFinal(error: unknown): boolean
  newKey?: () => string
  wait?: (milliseconds: number) => Promise<void>
}

const FIRST_PAUSE = 1_000 // milliseconds
const LONGEST_PAUSE = 30_000
const ATTEMPTS_UNTIL_FAILED = 2

export class SaveQueue<Body, Answer> {
  private jobs: Job<Body>[] = []
  private running: Promise<void> | null = null
  private hurry: () => void = () => {}
  state: SaveState = 'saved'

  constructor(private readonly options: QueueOptions<Body, Answer>) {}

  add(body: Body) {
    const newKey = this.options.newKey ?? (() => crypto.randomUUID())
    this.jobs.push({ key: newKey(), body })
    if (this.state === 'saved') this.become('saving')
    this.running ??= this.run()
  }

  /** What is not yet answered, the oldest first. */
  get waiting(): readonly Body[] {
    return this.jobs.map(({ body }) => body)
  }

  /** Drops waiting jobs, never the one that is under way. */
  drop(useless: (body: Body) => boolean) {
    this.jobs = this.jobs.filter(({ body }, index) => index === 0 || !useless(body))
  }

  /** Tries again at once. */
  retry = () => this.hurry()

  /** Resolves when everything is answered. */
  async idle() {
    while (this.running) await this.running
  }

  private async run() {
    for (let job = this.jobs[0]; job; job = this.jobs[0]) await this.deliver(job)
    this.running = null
    this.become('saved')
  }

  private async deliver(job: Job<Body>) {
    const { send, onAnswer, onRefused, isFinal } = this.options
    for (let attempt = 1; ; attempt++) {
      const outcome = await send(job).then(
        (answer) => ({ answer }),
        (error: unknown) => ({ error }),
      )
      if ('answer' in outcome) {
        this.jobs.shift()
        this.become('saving')
        return onAnswer(outcome.answer, job)
      }
      if (isFinal(outcome.error)) {
        await onRefused(outcome.error, job)
        this.jobs.shift()
        return
      }
      if (attempt >= ATTEMPTS_UNTIL_FAILED) this.become('failed', outcome.error)
      await this.pause(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempt - 1)))
    }
  }

  private pause(milliseconds: number) {
    const wait = this.options.wait ?? ((time: number) => new Promise<void>((resolve) => setTimeout(resolve, time)))
    const hurried = new Promise<void>(
      (resolve) =>
        (this.hurry = () => {
          if (this.state === 'failed') this.become('saving')
          resolve()
        }),
    )
    return Promise.race([wait(milliseconds), hurried])
  }

  private become(state: SaveState, problem?: unknown) {
    if (state === this.state) return
    this.state = state
    this.options.onState(state, problem)
  }
}
