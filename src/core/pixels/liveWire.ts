/**
 * The cheapest paths from one pixel to all others, along edges.
 *
 * How     Dijkstra over the eight neighbours, cheapest first by buckets of whole costs (Dial, 1969). It goes on only as far
 *         as is asked for and remembers where it stopped: the next question starts from there.
 * Cost    of a step: what the pixel costs, more when the step runs across the edge, times the length of the step.
 */
import type { Edges } from './edges'

const NEVER = 0xffffffff
const DIRECTION = 0.45 // weight of running across an edge, beside the pixel's own cost
const EVERY_STEP = 12 // so that on even ground the short way is the cheap one
const BUCKETS = 1024 // more than any step costs
const DIAGONAL = Math.SQRT2

export class LiveWire {
  private readonly total: Uint32Array
  private readonly before: Int32Array
  private readonly done: Uint8Array
  /** Pixels that wait in a bucket, chained both ways. */
  private readonly next: Int32Array
  private readonly previous: Int32Array
  private readonly heads = new Int32Array(BUCKETS).fill(-1)
  private waiting = 0
  private cheapest = 0

  constructor(
    private readonly edges: Edges,
    readonly x: number,
    readonly y: number,
  ) {
    const pixels = edges.width * edges.height
    this.total = new Uint32Array(pixels).fill(NEVER)
    this.before = new Int32Array(pixels).fill(-1)
    this.done = new Uint8Array(pixels)
    this.next = new Int32Array(pixels)
    this.previous = new Int32Array(pixels)
    this.put(y * edges.width + x, 0)
  }

  /** Goes on until the way to a pixel is known, at most for so many pixels more; true when it is known. */
  reach(x: number, y: number, most = Infinity): boolean {
    const target = y * this.edges.width + x
    for (let visited = 0; this.done[target] === 0; visited++) {
      if (visited >= most || this.waiting === 0) return false
      this.visit(this.take())
    }
    return true
  }

  /** The pixels from the start to one that has been reached: x1, y1, x2, y2, ... */
  path(x: number, y: number): number[] {
    const { width } = this.edges
    const path: number[] = []
    for (let at = y * width + x; at >= 0; at = this.before[at]!) path.push(Math.floor(at / width), at % width)
    return path.reverse()
  }

  private visit(at: number) {
    const { width, height } = this.edges
    const [x, y] = [at % width, Math.floor(at / width)]
    for (let dy = y > 0 ? -1 : 0; dy <= (y < height - 1 ? 1 : 0); dy++) {
      for (let dx = x > 0 ? -1 : 0; dx <= (x < width - 1 ? 1 : 0); dx++) {
        const to = at + dy * width + dx
        if (this.done[to] !== 0) continue
        const total = this.total[at]! + this.stepCost(at, to, dx, dy)
        if (total >= this.total[to]!) continue
        if (this.total[to] !== NEVER) this.remove(to)
        this.before[to] = at
        this.put(to, total)
      }
    }
  }

  private stepCost(from: number, to: number, dx: number, dy: number): number {
    const { cost, normalX, normalY } = this.edges
    const length = dx !== 0 && dy !== 0 ? DIAGONAL : 1
    // Both normals along the step: 254 where it runs straight across, 0 where it follows the edge.
    const across =
      (Math.abs(normalX[from]! * dx + normalY[from]! * dy) + Math.abs(normalX[to]! * dx + normalY[to]! * dy)) / length
    return Math.round((cost[to]! + across * DIRECTION + EVERY_STEP) * length)
  }

  private put(at: number, total: number) {
    const bucket = total % BUCKETS
    const head = this.heads[bucket]!
    this.total[at] = total
    this.next[at] = head
    this.previous[at] = -1
    if (head >= 0) this.previous[head] = at
    this.heads[bucket] = at
    this.waiting += 1
  }

  private remove(at: number) {
    const [before, after] = [this.previous[at]!, this.next[at]!]
    if (before >= 0) this.next[before] = after
    else this.heads[this.total[at]! % BUCKETS] = after
    if (after >= 0) this.previous[after] = before
    this.waiting -= 1
  }

  /** The cheapest pixel that waits; from now on its way is known. */
  private take(): number {
    while (this.heads[this.cheapest % BUCKETS]! < 0) this.cheapest += 1
    const at = this.heads[this.cheapest % BUCKETS]!
    this.remove(at)
    this.done[at] = 1
    return at
  }
}
