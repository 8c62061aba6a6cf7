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

/** Changes the category of all annotations of the images. */
export const recategorise = (ids: number[], categoryId: number, by: By): Promise<void> =>
  write(async (recordChange) => {
    const category = await liveCategory(categoryId)
    const rows = await images.requireLive(ids)
    for (const id of new Set(rows.map((row) => row.dataset_id))) {
      await assertEditable(id)
      await addCategories(id, [categoryId], recordChange)
    }
    for (const row of rows) await changeCategory(row, category, { label: `Change category to ${category.name}`, by }, ({ category_id }) => category_id !== categoryId)
  })

/** Moves annotations from one category to another, in the trash too because images may be restored. Answers their number. */
export const moveToCategory = (ids: number[], from: CategoryRow, into: number): Promise<number> =>
  write(async (recordChange) => {
    const category = await liveCategory(into)
    const rows = (await db.images.bulkGet(ids)).filter((row) => row !== undefined)
    for (const id of new Set(rows.map((row) => row.dataset_id))) await addCategories(id, [into], recordChange)
    let moved = 0
    for (const row of rows) moved += await changeCategory(row, category, { label: `Merge ${from.name} into ${category.name}`, by: null }, ({ category_id }) => category_id === from.id)
    return moved
  })

/** Images examined for one answer. */
const EXAMINED = 2000

/**
 * At most `limit` images with annotations of a category, by id, with those in the trash. Starts after the id `after`.
 * `end`: the last id examined, to continue after; null if there are no more.
 */
export async function imagesWith(categoryId: number, after: number, limit: number): Promise<{ ids: number[]; end: number | null }> {
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

async function changeCategory(image: ImageRow, { id }: CategoryRow, entry: { label: string; by: By }, isAffected: (row: AnnotationRow) => boolean): Promise<number> {
  const affected = image.num_annotations > 0 ? (await annotations.ofImage(image.id)).filter(isAffected) : []
  if (affected.length === 0) return 0
  const changes = affected.map((row) => ({ kind: 'update' as const, id: row.id, fields: { category_id: id } }))
  await applyChanges(changes, { history: { image_id: image.id, ...entry } })
  return affected.length
}
