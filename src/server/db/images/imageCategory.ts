/** Changes the category of annotations, with an entry in the history of each image. */
import { badRequest } from '@/contract/errors'
import { applyChanges } from '../annotations/annotationChanges'
import { annotations } from '../annotations/annotations'
import { assertEditable } from '../store/busy'
import { addCategories } from '../datasets/datasetCategories'
import type { By } from '../history/history'
import { images } from './images'
import type { AnnotationRow, CategoryRow, ImageRow } from '../store/rows'
import { db } from '../store/schema'
import { write } from '../store/write'

/** Annotations of one image, as they were. */
export interface Recategorised {
  id: number
  rows: AnnotationRow[]
}

/** All annotations of the images, or those of the categories `only`. Answers what was changed, as it was before. */
export const recategorise = (ids: number[], categoryId: number, by: By, only?: number[]): Promise<Recategorised[]> =>
  write(async (recordChange) => {
    const category = await liveCategory(categoryId)
    const rows = await images.requireLive(ids)
    for (const id of new Set(rows.map((row) => row.dataset_id))) {
      await assertEditable(id)
      await addCategories(id, [categoryId], recordChange)
    }
    const isMeant = ({ category_id }: AnnotationRow) =>
      category_id !== categoryId && (!only || only.includes(category_id))
    const entry = { label: `Change category to ${category.name}`, by }
    const changed: Recategorised[] = []
    for (const row of rows) changed.push({ id: row.id, rows: await giveCategory(row, category, entry, isMeant) })
    return changed.filter((each) => each.rows.length > 0)
  })

/** Moves annotations from one category to another, in the trash too because images may be restored. Answers their number. */
export const moveToCategory = (ids: number[], from: CategoryRow, into: number): Promise<number> =>
  write(async (recordChange) => {
    const category = await liveCategory(into)
    const rows = (await db.images.bulkGet(ids)).filter((row) => row !== undefined)
    for (const id of new Set(rows.map((row) => row.dataset_id))) await addCategories(id, [into], recordChange)
    let moved = 0
    const entry = { label: `Merge ${from.name} into ${category.name}`, by: null }
    for (const row of rows)
      moved += (await giveCategory(row, category, entry, ({ category_id }) => category_id === from.id)).length
    return moved
  })

/** Images examined for one answer. */
const EXAMINED = 2000

/**
 * At most `limit` images with annotations of a category, by id, with those in the trash. Starts after the id `after`.
 * `end`: the last id examined, to continue after; null if there are no more.
 */
export async function imagesWith(
  categoryId: number,
  after: number,
  limit: number,
): Promise<{ ids: number[]; end: number | null }> {
  const rows = await db.images.where(':id').above(after).limit(EXAMINED).toArray()
  const found = rows.flatMap(({ id, category_counts }) => (category_counts[categoryId] ? [id] : []))
  if (found.length > limit) return { ids: found.slice(0, limit), end: found[limit - 1]! }
  return { ids: found, end: rows.length < EXAMINED ? null : rows.at(-1)!.id }
}

async function liveCategory(id: number): Promise<CategoryRow> {
  const category = await db.categories.get(id)
  if (category && !category.deleted) return category
  throw badRequest('Invalid category id')
}

/** Answers those that were changed, as they were before. */
async function giveCategory(
  image: ImageRow,
  { id }: CategoryRow,
  entry: { label: string; by: By },
  isMeant: (row: AnnotationRow) => boolean,
): Promise<AnnotationRow[]> {
  const meant = image.num_annotations > 0 ? (await annotations.ofImage(image.id)).filter(isMeant) : []
  if (meant.length === 0) return []
  const changes = meant.map((row) => ({ kind: 'update' as const, id: row.id, fields: { category_id: id } }))
  await applyChanges(changes, { history: { image_id: image.id, ...entry } })
  return meant
}
