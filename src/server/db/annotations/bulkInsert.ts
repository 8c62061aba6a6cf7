/**
 * Many annotations of many images at once, as an import brings them. What AnnotationEdit does for an edit, without the map of
 * ids: the ids of a file are strewn over its images, so that every step would write nearly all blocks of the map again.
 * The places are answered, and written in order when all is there (`storeLocations`), as are totals; meanwhile the dataset refuses
 * edits.
 */
import { newRow, type NewAnnotationRow } from './annotations'
import { moveOutOfPacks } from './chunkPacks'
import { totals } from '../store/counters'
import { countAnnotation, countedDeltas } from '../images/imageCounts'
import { Locations, type AnnotationLocation } from './locations'
import { putNatively } from '../store/putNatively'
import type { ImageRow } from '../store/rows'
import { AnnotationChunks, type PackedChunks } from './annotationChunks'
import { touched } from '../store/stamp'
import type { RecordChange } from '../store/write'

/** Columns of the places of annotations: id, image, chunk. */
export interface LocationColumns {
  ids: Float64Array
  images: Float64Array
  chunks: Uint16Array
}

/** The same, of ids in one block of the map. */
export type BlockLocations = Record<keyof LocationColumns, number[]>

export type NumberedAnnotation = NewAnnotationRow & { id: number }

export interface Inserted {
  places: LocationColumns
  /** What kept totals have to grow by: those are not changed here. */
  totals: Map<string, number>
}

export interface ToInsert {
  /** As it is stored, or one that is stored with its annotations. */
  image: { row: ImageRow; isNew: boolean }
  rows: NumberedAnnotation[]
}

/** All that an insertion writes. */
export interface Insertion extends Inserted {
  images: { now: ImageRow; isNew: boolean }[]
  packed: PackedChunks
}

/** `meanwhile`: computes while the store is at work. Within a transaction. */
export async function insertInBulk(list: ToInsert[], note: RecordChange, meanwhile: () => void): Promise<Inserted> {
  const sheets = new AnnotationChunks()
  const filled = list.filter(({ image, rows }) => rows.length > 0 || image.isNew)
  await giveOwnChunks(filled.map(({ image }) => image))
  await sheets.load(filled.flatMap(({ image: { row } }): AnnotationLocation[] => (row.sheets > 0 ? [{ image_id: row.id, chunk: row.sheets - 1 }] : [])))
  return storeInsertion(makeInsertion(filled, sheets), note, meanwhile)
}

/** Computes only. `sheets`: with the last ones of the images; of new images there are none. */
export function makeInsertion(list: ToInsert[], sheets = new AnnotationChunks()): Insertion {
  const count = list.reduce((sum, { rows }) => sum + rows.length, 0)
  const places: LocationColumns = { ids: new Float64Array(count), images: new Float64Array(count), chunks: new Uint16Array(count) }
  const grown = new Map<string, number>()
  const add = (name: string, delta: number) => grown.set(name, (grown.get(name) ?? 0) + delta)
  let at = 0
  const changed = list.map(({ image: { row: stored, isNew }, rows }) => {
    const now = { ...(isNew ? stored : touched(stored)), category_counts: { ...stored.category_counts } }
    for (const given of rows) {
      const row = newRow(given, now)
      const place = sheets.add(now, row)
      places.ids[at] = row.id
      places.images[at] = place.image_id
      places.chunks[at++] = place.chunk
      countAnnotation(now, row.category_id, 1)
      add(totals.inCategory(row.category_id), 1)
      if (now.state === 'unlabelled' && (row.shape || row.keypoints.length > 0)) now.state = 'in_progress'
    }
    if (isNew) add(totals.images(now.dataset_id), 1)
    return { stored, now, isNew }
  })
  for (const [name, delta] of countedDeltas(changed)) add(name, delta)
  const packed = sheets.takePacked(changed.flatMap(({ now, isNew }) => (isNew ? [now] : [])))
  return { places, totals: grown, images: changed, packed }
}

/** Within a transaction, in which the images are as they were. */
export async function storeInsertion({ places, totals, images, packed }: Insertion, note: RecordChange, meanwhile: () => void): Promise<Inserted> {
  const stored = [putNatively('bundles', packed.bundles), putNatively('sheets', packed.sheets), putImages(images)]
  meanwhile()
  await Promise.all(stored)
  const dataset_id = images[0]?.now.dataset_id
  const made = images.flatMap(({ now, isNew }) => (isNew ? [now.id] : []))
  if (made.length > 0) note({ action: 'create', instance: 'image', ids: made, dataset_id })
  if (places.ids.length > 0) note({ action: 'create', instance: 'annotation', ids: [...places.ids], dataset_id })
  return { places, totals }
}

/** Those that are here already and get annotations. */
async function giveOwnChunks(images: { row: ImageRow; isNew: boolean }[]): Promise<void> {
  const known = images.filter(({ isNew }) => !isNew)
  const rows = await moveOutOfPacks(known.map(({ row }) => row))
  known.forEach((image, index) => (image.row = rows[index]!))
}

/** A new one is added, so that none takes the place of another. */
const putImages = (images: { now: ImageRow; isNew: boolean }[]): Promise<unknown> =>
  Promise.all([true, false].map((adds) => putNatively('images', images.filter(({ isNew }) => isNew === adds).map(({ now }) => now), adds ? 'add' : 'put')))

/** Within a transaction. */
export async function storeLocations(blocks: BlockLocations[]): Promise<void> {
  const locations = new Locations()
  await locations.load(blocks.map(({ ids }) => ids[0]!))
  for (const { ids, images, chunks } of blocks) ids.forEach((id, index) => locations.set(id, { image_id: images[index]!, chunk: chunks[index]! }))
  await locations.store()
}
