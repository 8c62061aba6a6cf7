/**
 * The cheapest way to part a grid of pixels in two: those on the side of the source and those on the side of the sink.
 *
 * How     two trees grow from source and sink until they meet, what fits is pushed through, and the branches that this cuts
 *         off look for another parent.
 * Source  Y. Boykov and V. Kolmogorov, An Experimental Comparison of Min-Cut/Max-Flow Algorithms, 2004.
 */
const FREE = 0
const SOURCE = 1
const SINK = 2
type Side = typeof SOURCE | typeof SINK

// Parents: the arc to the parent, or one of these.
const NONE = -1
const TERMINAL = -2
const ORPHAN = -3

/** Directions in pairs: the arc back from a neighbour is the other one of the pair. */
export const STEPS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 1],
  [-1, -1],
  [-1, 1],
  [1, -1],
] as const
const PUSHES = 500 // between two pauses

export class MinCut {
  /** Arc `node * 8 + direction`: the neighbour it leads to, -1 for none; and what still fits through it. */
  readonly neighbours: Int32Array
  readonly room: Int32Array
  /** What still fits from the source (above 0) or into the sink (below 0). */
  readonly terminal: Int32Array
  private readonly tree: Uint8Array
  private readonly parent: Int32Array
  private readonly time: Int32Array
  private readonly depth: Int32Array
  private readonly queued: Uint8Array
  private active: number[] = []
  private activeFrom = 0
  private orphans: number[] = []
  private clock = 0

  constructor(readonly nodes: number) {
    this.neighbours = new Int32Array(nodes * 8).fill(-1)
    this.room = new Int32Array(nodes * 8)
    this.terminal = new Int32Array(nodes)
    this.tree = new Uint8Array(nodes)
    this.parent = new Int32Array(nodes).fill(NONE)
    this.time = new Int32Array(nodes)
    this.depth = new Int32Array(nodes)
    this.queued = new Uint8Array(nodes)
  }

  /** Joins two neighbouring nodes, in both directions alike. */
  join(from: number, to: number, direction: number, room: number) {
    const arc = from * 8 + direction
    this.neighbours[arc] = to
    this.neighbours[to * 8 + (direction ^ 1)] = from
    this.room[arc] = this.room[to * 8 + (direction ^ 1)] = room
  }

  /** Pauses now and then. */
  *solve(): Generator<void, void> {
    for (let node = 0; node < this.nodes; node++) {
      const room = this.terminal[node]!
      if (room === 0) continue
      this.tree[node] = room > 0 ? SOURCE : SINK
      this.parent[node] = TERMINAL
      this.depth[node] = 1
      this.activate(node)
    }
    for (let pushes = 0; ;) {
      const node = this.nextActive()
      if (node < 0) return
      // The node stays active until it has no way left to the other tree.
      for (let arc = this.grow(node); arc >= 0; arc = this.tree[node] === FREE ? -1 : this.grow(node)) {
        this.clock += 1
        this.push(arc)
        for (let orphan = this.orphans.pop(); orphan !== undefined; orphan = this.orphans.pop()) this.adopt(orphan)
        if (++pushes % PUSHES === 0) yield
      }
    }
  }

  onSourceSide = (node: number): boolean => this.tree[node] === SOURCE

  private back = (arc: number) => this.neighbours[arc]! * 8 + ((arc & 7) ^ 1)

  private activate(node: number) {
    if (this.queued[node] !== 0) return
    this.queued[node] = 1
    this.active.push(node)
  }

  private nextActive(): number {
    while (this.activeFrom < this.active.length) {
      const node = this.active[this.activeFrom++]!
      this.queued[node] = 0
      if (this.tree[node] !== FREE) return node
    }
    this.active = []
    this.activeFrom = 0
    return -1
  }

  /** What fits away from the root of a tree, along an arc. */
  private outward = (arc: number, side: Side) => this.room[side === SOURCE ? arc : this.back(arc)]!
  private inward = (arc: number, side: Side) => this.room[side === SOURCE ? this.back(arc) : arc]!

  /** Takes free neighbours into the tree; answers the arc from the source's tree to the sink's when they meet. */
  private grow(node: number): number {
    const side = this.tree[node] as Side
    for (let arc = node * 8; arc < node * 8 + 8; arc++) {
      const to = this.neighbours[arc]!
      if (to < 0 || this.outward(arc, side) === 0) continue
      if (this.tree[to] !== FREE && this.tree[to] !== side) return side === SOURCE ? arc : this.back(arc)
      const shorter =
        this.tree[to] === side && this.time[to]! <= this.time[node]! && this.depth[to]! > this.depth[node]!
      if (this.tree[to] === side && !shorter) continue
      if (this.tree[to] === FREE) this.activate(to)
      this.tree[to] = side
      this.parent[to] = this.back(arc)
      this.time[to] = this.time[node]!
      this.depth[to] = this.depth[node]! + 1
    }
    return -1
  }

  private push(middle: number) {
    const [from, to] = [Math.floor(middle / 8), this.neighbours[middle]!]
    const amount = Math.min(this.room[middle]!, this.narrowest(from, SOURCE), this.narrowest(to, SINK))
    this.room[middle]! -= amount
    this.room[this.back(middle)]! += amount
    this.pushToRoot(from, SOURCE, amount)
    this.pushToRoot(to, SINK, amount)
  }

  private narrowest(start: number, side: Side): number {
    let least = Infinity
    let node = start
    for (let arc = this.parent[node]!; arc !== TERMINAL; arc = this.parent[node]!) {
      least = Math.min(least, this.inward(arc, side))
      node = this.neighbours[arc]!
    }
    return Math.min(least, Math.abs(this.terminal[node]!))
  }

  private pushToRoot(start: number, side: Side, amount: number) {
    let node = start
    for (let arc = this.parent[node]!; arc !== TERMINAL; arc = this.parent[node]!) {
      const [towards, away] = side === SOURCE ? [this.back(arc), arc] : [arc, this.back(arc)]
      this.room[towards]! -= amount
      this.room[away]! += amount
      if (this.room[towards] === 0) this.makeOrphan(node)
      node = this.neighbours[arc]!
    }
    this.terminal[node]! -= side === SOURCE ? amount : -amount
    if (this.terminal[node] === 0) this.makeOrphan(node)
  }

  private makeOrphan(node: number) {
    this.parent[node] = ORPHAN
    this.orphans.push(node)
  }

  /** Finds the nearest parent that still hangs on the root; a node without one is free. */
  private adopt(node: number) {
    const side = this.tree[node] as Side
    let [best, least] = [NONE, Infinity]
    for (let arc = node * 8; arc < node * 8 + 8; arc++) {
      const to = this.neighbours[arc]!
      if (to < 0 || this.tree[to] !== side || this.inward(arc, side) === 0) continue
      const depth = this.depthOf(to)
      if (depth < least) [best, least] = [arc, depth]
    }
    this.parent[node] = best
    if (best === NONE) return this.free(node, side)
    this.time[node] = this.clock
    this.depth[node] = least + 1
  }

  /** Steps to the root, noted along the way; Infinity below an orphan. */
  private depthOf(start: number): number {
    let steps = 0
    let node = start
    for (;;) {
      if (this.time[node] === this.clock && this.parent[node]! !== ORPHAN) break
      const arc = this.parent[node]!
      if (arc === ORPHAN || arc === NONE) return Infinity
      if (arc === TERMINAL) {
        this.time[node] = this.clock
        this.depth[node] = 1
        break
      }
      node = this.neighbours[arc]!
      steps += 1
    }
    const total = steps + this.depth[node]!
    let depth = total
    for (let each = start; this.time[each] !== this.clock; each = this.neighbours[this.parent[each]!]!) {
      this.time[each] = this.clock
      this.depth[each] = depth--
    }
    return total
  }

  private free(node: number, side: Side) {
    for (let arc = node * 8; arc < node * 8 + 8; arc++) {
      const to = this.neighbours[arc]!
      if (to < 0 || this.tree[to] !== side) continue
      if (this.inward(arc, side) > 0) this.activate(to)
      const up = this.parent[to]!
      if (up >= 0 && this.neighbours[up] === node) this.makeOrphan(to)
    }
    this.tree[node] = FREE
  }
}
