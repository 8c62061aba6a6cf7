/**
 * Many annotations of many images at once, as an import brings them. What AnnotationEdit does for an edit, without the map of
 * ids: the ids of a file are strewn over its images, so that every step would write nearly all blocks of the map again.
 * The places are answered, and written in order when all is there (`storePlaces`); meanwhile the dataset refuses edits.
 */
import { newRow, type NewAnnotationRow } from './annotations'
import { addToAll, totals } from './counters'
import { countAnnotation, countedDeltas } from './imageCounts'
import { Locations, type Place } from './locations'
import type { ImageRow } from './rows'
import { db } from './schema'
import { Sheets } from './sheets'
import { touched } from './stamp'
import type { Note } from './write'

/** Columns of the places of annotations: id, image, chunk. */
export interface Places {
  ids: Float64Array
  images: Float64Array
  chunks: Uint16Array
}

export type NumberedAnnotation = NewAnnotationRow & { id: number }

/** `images`: as they are stored. Within a transaction. */
export async function insertInBulk(list: { image: ImageRow; rows: NumberedAnnotation[] }[], note: Note): Promise<Places> {
  const filled = list.filter(({ rows }) => rows.length > 0)
  const count = filled.reduce((sum, { rows }) => sum + rows.length, 0)
  const places: Places = { ids: new Float64Array(count), images: new Float64Array(count), chunks: new Uint16Array(count) }
  if (count === 0) return places
  const sheets = new Sheets()
  await sheets.load(filled.flatMap(({ image }): Place[] => (image.sheets > 0 ? [{ image_id: image.id, chunk: image.sheets - 1 }] : [])))
  const inCategory = new Map<string, number>()
  let at = 0
  const changed = filled.map(({ image: stored, rows }) => {
    const now = { ...stored, category_counts: { ...stored.category_counts } }
    for (const given of rows) {
      const row = newRow(given, now)
      const place = sheets.add(now, row)
      places.ids[at] = row.id
      places.images[at] = place.image_id
      places.chunks[at++] = place.chunk
      countAnnotation(now, row.category_id, 1)
      const total = totals.inCategory(row.category_id)
      inCategory.set(total, (inCategory.get(total) ?? 0) + 1)
      if (now.state === 'unlabelled' && (row.shape || row.keypoints.length > 0)) now.state = 'in_progress'
    }
    return { stored, now: touched(now) }
  })
  await Promise.all([sheets.store(), db.images.bulkPut(changed.map(({ now }) => now)), addToAll(new Map([...inCategory, ...countedDeltas(changed)]))])
  note({ action: 'create', instance: 'annotation', ids: [...places.ids], dataset_id: changed[0]!.now.dataset_id })
  return places
}

/** Within a transaction. */
export async function storePlaces(places: [id: number, place: Place][]): Promise<void> {
  const locations = new Locations()
  await locations.load(places.map(([id]) => id))
  for (const [id, place] of places) locations.set(id, place)
  await locations.store()
}
