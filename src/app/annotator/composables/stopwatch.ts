/** Measures working time: the time between two inputs counts, unless the pause is longer than the idle limit. */
const IDLE = 30_000 // milliseconds

export class Stopwatch {
  private spent = 0
  private last: number | null = null

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Call on pointer movement and key presses. */
  touch = () => {
    const at = this.now()
    const since = at - (this.last ?? at)
    if (since <= IDLE) this.spent += since
    this.last = at
  }

  /** Whole milliseconds since the last call. */
  take = (): number => {
    this.touch()
    const whole = Math.round(this.spent)
    this.spent = 0
    return whole
  }

  /** Resets the time that no annotation has taken, before another image opens. */
  restart() {
    this.spent = 0
    this.last = null
  }
}
