/**
 * Inserts many annotations of many images for an import. It does what AnnotationEdit does for an edit, except for locations and totals:
 * the ids of a file are scattered over its images, so each step would rewrite nearly all records of `locations`. Both are answered
 * instead, and the import writes them in order at its end (`storeLocations`). Until then the dataset refuses edits.
 */
import { newRow, type NewAnnotationRow } from './annotationRow'
import { moveOutOfPacks } from './chunkPacks'
import { totals } from '../store/counters'
import { countAnnotation, countedDeltas } from '../images/imageCounts'
import { Locations, type AnnotationLocation } from './locations'
import { putNatively } from '../store/putNatively'
import type { ImageRow } from '../store/rows'
import { db } from '../store/schema'
import { AnnotationChunks, type ChunkRecords } from './annotationChunks'
import { touched } from '../store/stamp'
import type { RecordChange } from '../store/write'

/** Locations of annotations as columns: annotation id, image id, chunk number. */
export interface LocationColumns {
  ids: Float64Array
  images: Float64Array
  chunks: Uint16Array
}

/** Locations of annotations whose ids are in one record of `locations`. */
export type BlockLocations = Record<keyof LocationColumns, number[]>

export type NumberedAnnotation = NewAnnotationRow & { id: number }

export interface Inserted {
  locations: LocationColumns
  /** Deltas of totals, which are not changed yet. */
  totals: Map<string, number>
}

export interface ToInsert {
  /** `isNew`: the image is stored together with its annotations. */
  image: { row: ImageRow; isNew: boolean }
  rows: NumberedAnnotation[]
}

/** Everything that an insertion writes. */
export interface Insertion extends Inserted {
  images: { now: ImageRow; isNew: boolean }[]
  records: ChunkRecords
}

/** `meanwhile`: computes while the browser stores the rows; it must not await. Within a transaction. */
export async function insertInBulk(
  list: ToInsert[],
  recordChange: RecordChange,
  meanwhile: () => void,
): Promise<Inserted> {
  const chunks = new AnnotationChunks()
  const filled = list.filter(({ image, rows }) => rows.length > 0 || image.isNew)
  await unpackExisting(filled.map(({ image }) => image))
  await chunks.load(
    filled.flatMap(({ image: { row } }): AnnotationLocation[] =>
      row.sheets > 0 ? [{ image_id: row.id, chunk: row.sheets - 1 }] : [],
    ),
  )
  return storeInsertion(makeInsertion(filled, chunks), recordChange, meanwhile)
}

/** Computes an insertion and stores nothing. `chunks`: with the last chunk of each stored image loaded. */
export function makeInsertion(list: ToInsert[], chunks = new AnnotationChunks()): Insertion {
  const count = list.reduce((sum, { rows }) => sum + rows.length, 0)
  const locations: LocationColumns = {
    ids: new Float64Array(count),
    images: new Float64Array(count),
    chunks: new Uint16Array(count),
  }
  const deltas = new Map<string, number>()
  const add = (name: string, delta: number) => deltas.set(name, (deltas.get(name) ?? 0) + delta)
  let at = 0
  const changed = list.map(({ image: { row: stored, isNew }, rows }) => {
    const now = { ...(isNew ? stored : touched(stored)), category_counts: { ...stored.category_counts } }
    for (const given of rows) {
      const row = newRow(given, now)
      const location = chunks.add(now, row)
      locations.ids[at] = row.id
      locations.images[at] = location.image_id
      locations.chunks[at++] = location.chunk
      countAnnotation(now, row.category_id, 1)
      add(totals.inCategory(row.category_id), 1)
      if (now.state === 'unlabelled' && (row.shape || row.keypoints.length > 0)) now.state = 'in_progress'
    }
    if (isNew) add(totals.images(now.dataset_id), 1)
    return { stored, now, isNew }
  })
  for (const [name, delta] of countedDeltas(changed)) add(name, delta)
  const records = chunks.takeRecords(changed.flatMap(({ now, isNew }) => (isNew ? [now] : [])))
  return { locations, totals: deltas, images: changed, records }
}

/** Within a transaction. The images must not have changed since `makeInsertion`. */
export async function storeInsertion(
  { locations, totals, images, records }: Insertion,
  recordChange: RecordChange,
  meanwhile: () => void,
): Promise<Inserted> {
  const stored = [
    putNatively(db.chunkPacks, records.packs),
    putNatively(db.annotationChunks, records.chunks),
    putImages(images),
  ]
  meanwhile()
  await Promise.all(stored)
  const dataset_id = images[0]?.now.dataset_id
  const created = images.flatMap(({ now, isNew }) => (isNew ? [now.id] : []))
  if (created.length > 0) recordChange({ action: 'create', instance: 'image', ids: created, dataset_id })
  if (locations.ids.length > 0)
    recordChange({ action: 'create', instance: 'annotation', ids: [...locations.ids], dataset_id })
  return { locations, totals }
}

/** Moves the chunks of stored images out of their packs, so that annotations can be added. Updates the rows in `images`. */
async function unpackExisting(images: { row: ImageRow; isNew: boolean }[]): Promise<void> {
  const existing = images.filter(({ isNew }) => !isNew)
  const rows = await moveOutOfPacks(existing.map(({ row }) => row))
  existing.forEach((image, index) => (image.row = rows[index]!))
}

/** Uses `add` for new images, which fails rather than overwrite another image. */
const putImages = (images: { now: ImageRow; isNew: boolean }[]): Promise<unknown> =>
  Promise.all(
    [true, false].map((adds) =>
      putNatively(
        db.images,
        images.filter(({ isNew }) => isNew === adds).map(({ now }) => now),
        adds ? 'add' : 'put',
      ),
    ),
  )

/** Within a transaction. */
export async function storeLocations(blocks: BlockLocations[]): Promise<void> {
  const locations = new Locations()
  await locations.load(blocks.map(({ ids }) => ids[0]!))
  for (const { ids, images, chunks } of blocks)
    ids.forEach((id, index) => locations.set(id, { image_id: images[index]!, chunk: chunks[index]! }))
  await locations.store()
}
