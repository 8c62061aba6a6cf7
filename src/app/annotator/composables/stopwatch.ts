/** Time spent working: between two signs of life counts, unless they are so far apart that nobody was at work. */
const IDLE = 30_000 // milliseconds

export class Stopwatch {
  private spent = 0
  private last: number | null = null

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** The hand moved, a key was pressed. */
  touch = () => {
    const at = this.now()
    const since = at - (this.last ?? at)
    if (since <= IDLE) this.spent += since
    this.last = at
  }

  /** Whole milliseconds since it was last taken. */
  take = (): number => {
    this.touch()
    const whole = Math.round(this.spent)
    this.spent = 0
    return whole
  }

  /** Another image: what was not put down to an annotation is nobody's. */
  restart() {
    this.spent = 0
    this.last = null
  }
}
