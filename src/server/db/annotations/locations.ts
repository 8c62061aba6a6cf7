/** Finds the chunk that holds an annotation by the annotation's id. Call within a transaction. */
import type { LocationRow } from '../store/rows'
import { BLOCK_SIZE, db } from '../store/schema'

export interface AnnotationLocation {
  image_id: number
  chunk: number
}

const blockOf = (id: number) => Math.floor(id / BLOCK_SIZE)

/** The records of `locations` that one change works on: each is read once and written once. `load`, then `find` and `set`, then `store`. */
export class Locations {
  private readonly blocks = new Map<number, LocationRow>()
  private readonly changed = new Set<LocationRow>()

  async load(ids: number[]): Promise<void> {
    const missing = [...new Set(ids.map(blockOf))].filter((block) => !this.blocks.has(block))
    if (missing.length === 0) return
    const rows = await db.locations.bulkGet(missing)
    missing.forEach((block, index) => this.blocks.set(block, rows[index] ?? emptyBlock(block)))
  }

  /** undefined: no annotation has the id. Throws if its block is not loaded. */
  find(id: number): AnnotationLocation | undefined {
    const block = this.blockWith(id)
    const slot = id % BLOCK_SIZE
    const image_id = block.images[slot]
    return image_id ? { image_id, chunk: block.chunks[slot]! } : undefined
  }

  /** null: the annotation no longer exists. */
  set(id: number, location: AnnotationLocation | null) {
    const block = this.blockWith(id)
    const slot = id % BLOCK_SIZE
    block.images[slot] = location?.image_id ?? 0
    block.chunks[slot] = location?.chunk ?? 0
    this.changed.add(block)
  }

  async store(): Promise<void> {
    if (this.changed.size > 0) await db.locations.bulkPut([...this.changed])
    this.changed.clear()
  }

  private blockWith(id: number): LocationRow {
    const block = this.blocks.get(blockOf(id))
    if (!block) throw new RangeError(`the block of annotation ${id} is not loaded`)
    return block
  }
}

const emptyBlock = (block: number): LocationRow => ({
  block,
  images: new Float64Array(BLOCK_SIZE),
  chunks: new Uint16Array(BLOCK_SIZE),
})
