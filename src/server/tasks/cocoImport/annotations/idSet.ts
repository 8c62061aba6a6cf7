/** A set of positive integers, stored as bits in blocks: the ids of a file are mostly dense, and there may be a million of them. */
const BITS = 1024

export class IdSet {
  private readonly blocks = new Map<number, Uint32Array>()

  add(id: number): void {
    const block = Math.floor(id / BITS)
    const bits = this.blocks.get(block) ?? new Uint32Array(BITS / 32)
    this.blocks.set(block, bits)
    bits[(id % BITS) >> 5]! |= 1 << (id & 31)
  }

  has(id: number): boolean {
    const bits = this.blocks.get(Math.floor(id / BITS))
    return bits !== undefined && (bits[(id % BITS) >> 5]! & (1 << (id & 31))) !== 0
  }
}
