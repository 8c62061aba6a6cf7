/** The annotations of images, packed (decisions/0004). Changes: call within a transaction. */
import { packedUpChunks, packsOf, chunksIn, moveOutOfPacks, type ChunkPackRow } from './chunkPacks'
import type { AnnotationLocation } from './locations'
import { packChunk, type PackedChunk } from './packedChunk'
import type { AnnotationRow, ImageRow, AnnotationChunkRow } from '../store/rows'
import { db, CHUNK_SIZE } from '../store/schema'

/** AnnotationChunks, or bundles of them, that a walk reads at a time. */
const BATCH = { sheets: 500, bundles: 32 }

const keyOf = ({ image_id, chunk }: AnnotationLocation) => `${image_id}:${chunk}`

/** All annotations of an image, in the order they were made. */
export async function readAnnotations(imageId: number): Promise<AnnotationRow[]> {
  const image = await db.images.get(imageId)
  const bundled = image ? await packedUpChunks([image]) : []
  const sheets = bundled.length > 0 ? bundled : await db.sheets.where(':id').between([imageId, 0], [imageId, Infinity]).toArray()
  return sheets.flatMap(({ annotations }) => annotations)
}

/** Of each image in the order they were made. Rows of images may be of some time ago. */
export async function chunksOf(images: ImageRow[]): Promise<AnnotationChunkRow[]> {
  const bundled = await packedUpChunks(images)
  const found = new Set(bundled.map(({ image_id }) => image_id))
  const keys = images.flatMap(({ id, sheets }) => (found.has(id) ? [] : Array.from({ length: sheets }, (_none, chunk): [number, number] => [id, chunk])))
  const own = keys.length > 0 ? await db.sheets.bulkGet(keys) : []
  return [...bundled, ...own.filter((sheet) => sheet !== undefined)]
}

/** Changes all annotations of images, which get sheets of their own. Answers the images' rows as they are then. Within a write transaction. */
export async function changeChunks(images: ImageRow[], change: (row: AnnotationRow) => AnnotationRow): Promise<ImageRow[]> {
  const now = await moveOutOfPacks(images)
  const sheets = await chunksOf(now)
  await db.sheets.bulkPut(sheets.map((sheet) => ({ ...sheet, annotations: sheet.annotations.map(change) })))
  return now
}

/** All sheets there are, some at a time, of images in bundles first. One that gets sheets of its own meanwhile is met once. */
export async function* allChunks(): AsyncGenerator<AnnotationChunkRow[]> {
  const met = new Set<number>()
  for (let bundle: number | null = 0; bundle !== null; ) {
    const bundles: ChunkPackRow[] = await db.bundles.where(':id').above(bundle).limit(BATCH.bundles).toArray()
    const sheets = bundles.flatMap(chunksIn)
    for (const { image_id } of sheets) met.add(image_id)
    bundle = bundles.length < BATCH.bundles ? null : bundles.at(-1)!.id
    yield sheets
  }
  for (let sheet: [number, number] | null = [0, -1]; sheet !== null; ) {
    const sheets: AnnotationChunkRow[] = await db.sheets.where(':id').above(sheet).limit(BATCH.sheets).toArray()
    const last = sheets.at(-1)
    sheet = last && sheets.length === BATCH.sheets ? [last.image_id, last.chunk] : null
    yield sheets.filter(({ image_id }) => !met.has(image_id))
  }
}

/** Records of both tables. */
export interface PackedChunks {
  bundles: ChunkPackRow[]
  sheets: (PackedChunk | AnnotationChunkRow)[]
}

/** AnnotationChunks as one change sees them: each is read once and written once. `load`, then change, then `store`. */
export class AnnotationChunks {
  private readonly sheets = new Map<string, AnnotationChunkRow>()
  private readonly changed = new Set<AnnotationChunkRow>()
  private readonly emptied = new Set<AnnotationChunkRow>()

  /** To be changed only where the image has sheets of its own (`moveOutOfPacks`). */
  async load(places: AnnotationLocation[]): Promise<void> {
    const missing = new Map(places.map((place) => [keyOf(place), place] as const).filter(([key]) => !this.sheets.has(key)))
    if (missing.size === 0) return
    const rows = await db.sheets.bulkGet([...missing.values()].map(({ image_id, chunk }): [number, number] => [image_id, chunk]))
    for (const row of rows) if (row && missing.delete(keyOf(row))) this.sheets.set(keyOf(row), row)
    if (missing.size === 0) return
    const images = await db.images.bulkGet([...new Set([...missing.values()].map(({ image_id }) => image_id))])
    for (const row of await chunksOf(images.filter((image) => image !== undefined))) this.sheets.set(keyOf(row), row)
  }

  find(place: AnnotationLocation, id: number): AnnotationRow | undefined {
    return this.sheets.get(keyOf(place))?.annotations.find((row) => row.id === id)
  }

  /** Puts a row at the end of the image's last sheet, which must be loaded; begins another one when it is full. */
  add(image: ImageRow, row: AnnotationRow): AnnotationLocation {
    const last = this.sheets.get(keyOf({ image_id: image.id, chunk: image.sheets - 1 }))
    const sheet = last && last.annotations.length < CHUNK_SIZE ? last : this.begin(image)
    sheet.annotations.push(row)
    this.changed.add(sheet)
    return { image_id: image.id, chunk: sheet.chunk }
  }

  replace(place: AnnotationLocation, row: AnnotationRow) {
    const sheet = this.at(place)
    sheet.annotations[sheet.annotations.findIndex(({ id }) => id === row.id)] = row
    this.changed.add(sheet)
  }

  /** Takes a row out. The image's last sheet goes when it is empty; another one stays, since the others keep their numbers. */
  remove(image: ImageRow, place: AnnotationLocation, id: number) {
    const sheet = this.at(place)
    sheet.annotations = sheet.annotations.filter((row) => row.id !== id)
    this.changed.add(sheet)
    if (sheet.annotations.length > 0 || sheet.chunk !== image.sheets - 1) return
    image.sheets--
    this.sheets.delete(keyOf(sheet))
    this.changed.delete(sheet)
    this.emptied.add(sheet)
  }

  async store(): Promise<void> {
    if (this.emptied.size > 0) await db.sheets.bulkDelete([...this.emptied].map(({ image_id, chunk }): [number, number] => [image_id, chunk]))
    if (this.changed.size > 0) await db.sheets.bulkPut([...this.changed])
    this.emptied.clear()
    this.changed.clear()
  }

  /**
   * Takes out what an import has added to, as it is stored. AnnotationChunks of new images that have but one go into bundles, which the rows
   * of these images name from here on.
   */
  takePacked(newImages: ImageRow[]): PackedChunks {
    const chunkOf = ({ id }: ImageRow) => this.at({ image_id: id, chunk: 0 })
    const alone = newImages.filter(({ sheets }) => sheets === 1)
    const bundled = new Set(alone.map(chunkOf))
    const own = [...this.changed].filter((sheet) => !bundled.has(sheet))
    this.changed.clear()
    return { bundles: packsOf(alone, chunkOf), sheets: own.map(packChunk) }
  }

  private begin(image: ImageRow): AnnotationChunkRow {
    const sheet: AnnotationChunkRow = { image_id: image.id, chunk: image.sheets++, annotations: [] }
    this.sheets.set(keyOf(sheet), sheet)
    return sheet
  }

  private at(place: AnnotationLocation): AnnotationChunkRow {
    const sheet = this.sheets.get(keyOf(place))
    if (!sheet) throw new RangeError(`sheet ${place.chunk} of image ${place.image_id} is not loaded`)
    return sheet
  }
}
