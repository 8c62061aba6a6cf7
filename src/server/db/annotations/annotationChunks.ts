/** Annotation chunks: the annotations of an image in records of up to CHUNK_SIZE (decisions/0004). Changes: call within a transaction. */
import { chunksInPacks, makePacks, moveOutOfPacks, unpackAll } from './chunkPacks'
import type { AnnotationLocation } from './locations'
import { packChunk } from './packedChunk'
import type { AnnotationChunkRow, AnnotationRow, ChunkPackRow, ImageRow, PackedChunkRow } from '../store/rows'
import { db, CHUNK_SIZE } from '../store/schema'

/** Records that a walk over everything reads at a time. */
const BATCH = { chunks: 500, packs: 32 }

const keyOf = ({ image_id, chunk }: AnnotationLocation) => `${image_id}:${chunk}`

/** All annotations of an image, in the order in which they were created. */
export async function readAnnotations(imageId: number): Promise<AnnotationRow[]> {
  const image = await db.images.get(imageId)
  const packed = image ? await chunksInPacks([image]) : []
  const chunks =
    packed.length > 0
      ? packed
      : await db.annotationChunks.where(':id').between([imageId, 0], [imageId, Infinity]).toArray()
  return chunks.flatMap(({ annotations }) => annotations)
}

/**
 * The chunks of images, those of one image in order. The rows of the images may be out of date. Without `polygons`, rows may
 * have null in place of polygons, and must not be stored.
 */
export async function chunksOf(images: ImageRow[], polygons = true): Promise<AnnotationChunkRow[]> {
  const packed = await chunksInPacks(images, polygons)
  const found = new Set(packed.map(({ image_id }) => image_id))
  const keys = images.flatMap(({ id, sheets }) =>
    found.has(id) ? [] : Array.from({ length: sheets }, (_none, chunk): [number, number] => [id, chunk]),
  )
  const unpacked = keys.length > 0 ? await db.annotationChunks.bulkGet(keys) : []
  return [...packed, ...unpacked.filter((chunk) => chunk !== undefined)]
}

/** Applies `change` to all annotations of images. Answers the rows of the images after that. Within a write transaction. */
export async function changeChunks(
  images: ImageRow[],
  change: (row: AnnotationRow) => AnnotationRow,
): Promise<ImageRow[]> {
  const now = await moveOutOfPacks(images)
  const chunks = await chunksOf(now)
  await db.annotationChunks.bulkPut(chunks.map((chunk) => ({ ...chunk, annotations: chunk.annotations.map(change) })))
  return now
}

/** All chunks in batches, packed ones first. A chunk that leaves its pack during the walk is met once. */
export async function* allChunks(): AsyncGenerator<AnnotationChunkRow[]> {
  const met = new Set<number>()
  for (let after: number | null = 0; after !== null;) {
    const packs: ChunkPackRow[] = await db.chunkPacks.where(':id').above(after).limit(BATCH.packs).toArray()
    const chunks = packs.flatMap(unpackAll)
    for (const { image_id } of chunks) met.add(image_id)
    after = packs.length < BATCH.packs ? null : packs.at(-1)!.id
    yield chunks
  }
  for (let after: [number, number] | null = [0, -1]; after !== null;) {
    const chunks: AnnotationChunkRow[] = await db.annotationChunks
      .where(':id')
      .above(after)
      .limit(BATCH.chunks)
      .toArray()
    const last = chunks.at(-1)
    after = last && chunks.length === BATCH.chunks ? [last.image_id, last.chunk] : null
    yield chunks.filter(({ image_id }) => !met.has(image_id))
  }
}

/** Records of both tables, ready to be stored. */
export interface ChunkRecords {
  packs: ChunkPackRow[]
  chunks: (PackedChunkRow | AnnotationChunkRow)[]
}

/** The chunks that one change works on: each is read once and written once. `load`, then change, then `store`. */
export class AnnotationChunks {
  private readonly chunks = new Map<string, AnnotationChunkRow>()
  private readonly changed = new Set<AnnotationChunkRow>()
  private readonly emptied = new Set<AnnotationChunkRow>()

  /** A chunk in a pack is read too; call `moveOutOfPacks` before changing it. */
  async load(locations: AnnotationLocation[]): Promise<void> {
    const missing = new Map(
      locations.map((location) => [keyOf(location), location] as const).filter(([key]) => !this.chunks.has(key)),
    )
    if (missing.size === 0) return
    const rows = await db.annotationChunks.bulkGet(
      [...missing.values()].map(({ image_id, chunk }): [number, number] => [image_id, chunk]),
    )
    for (const row of rows) if (row && missing.delete(keyOf(row))) this.chunks.set(keyOf(row), row)
    if (missing.size === 0) return
    const images = await db.images.bulkGet([...new Set([...missing.values()].map(({ image_id }) => image_id))])
    for (const row of await chunksOf(images.filter((image) => image !== undefined))) this.chunks.set(keyOf(row), row)
  }

  find(location: AnnotationLocation, id: number): AnnotationRow | undefined {
    return this.chunks.get(keyOf(location))?.annotations.find((row) => row.id === id)
  }

  /** Appends a row to the image's last chunk, which must be loaded; begins another chunk when that is full. */
  add(image: ImageRow, row: AnnotationRow): AnnotationLocation {
    const last = this.chunks.get(keyOf({ image_id: image.id, chunk: image.sheets - 1 }))
    const chunk = last && last.annotations.length < CHUNK_SIZE ? last : this.begin(image)
    chunk.annotations.push(row)
    this.changed.add(chunk)
    return { image_id: image.id, chunk: chunk.chunk }
  }

  replace(location: AnnotationLocation, row: AnnotationRow) {
    const chunk = this.at(location)
    chunk.annotations[chunk.annotations.findIndex(({ id }) => id === row.id)] = row
    this.changed.add(chunk)
  }

  /** Removes a row. An empty chunk is deleted only if it is the image's last: the chunks after it keep their numbers. */
  remove(image: ImageRow, location: AnnotationLocation, id: number) {
    const chunk = this.at(location)
    chunk.annotations = chunk.annotations.filter((row) => row.id !== id)
    this.changed.add(chunk)
    if (chunk.annotations.length > 0 || chunk.chunk !== image.sheets - 1) return
    image.sheets--
    this.chunks.delete(keyOf(chunk))
    this.changed.delete(chunk)
    this.emptied.add(chunk)
  }

  async store(): Promise<void> {
    if (this.emptied.size > 0)
      await db.annotationChunks.bulkDelete(
        [...this.emptied].map(({ image_id, chunk }): [number, number] => [image_id, chunk]),
      )
    if (this.changed.size > 0) await db.annotationChunks.bulkPut([...this.changed])
    this.emptied.clear()
    this.changed.clear()
  }

  /**
   * Answers the changed chunks as records for an import to store, instead of `store`. New images with a single chunk share packs;
   * `bundle` is set on their rows.
   */
  takeRecords(newImages: ImageRow[]): ChunkRecords {
    const chunkOf = ({ id }: ImageRow) => this.at({ image_id: id, chunk: 0 })
    const single = newImages.filter(({ sheets }) => sheets === 1)
    const packed = new Set(single.map(chunkOf))
    const unpacked = [...this.changed].filter((chunk) => !packed.has(chunk))
    this.changed.clear()
    return { packs: makePacks(single, chunkOf), chunks: unpacked.map(packChunk) }
  }

  private begin(image: ImageRow): AnnotationChunkRow {
    const chunk: AnnotationChunkRow = { image_id: image.id, chunk: image.sheets++, annotations: [] }
    this.chunks.set(keyOf(chunk), chunk)
    return chunk
  }

  private at(location: AnnotationLocation): AnnotationChunkRow {
    const chunk = this.chunks.get(keyOf(location))
    if (!chunk) throw new RangeError(`chunk ${location.chunk} of image ${location.image_id} is not loaded`)
    return chunk
  }
}
