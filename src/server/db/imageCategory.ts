/** Gives all annotations of images one category, as a step in the history of each image. */
import { badRequest } from '@/contract/errors'
import { applyChanges } from './annotationChanges'
import { annotations } from './annotations'
import { assertEditable } from './busy'
import { addCategories } from './datasetCategories'
import { images } from './images'
import { db } from './schema'
import { write } from './write'

export const recategorise = (ids: number[], categoryId: number): Promise<void> =>
  write(async (note) => {
    const category = await db.categories.get(categoryId)
    if (!category || category.deleted) throw badRequest('Invalid category id')
    const rows = await images.requireLive(ids)
    for (const id of new Set(rows.map((row) => row.dataset_id))) {
      await assertEditable(id)
      await addCategories(id, [categoryId], note)
    }
    for (const { id, num_annotations } of rows) {
      const others = num_annotations > 0 ? (await annotations.ofImage(id)).filter((row) => row.category_id !== categoryId) : []
      if (others.length === 0) continue
      const changes = others.map((row) => ({ kind: 'update' as const, id: row.id, fields: { category_id: categoryId } }))
      await applyChanges(changes, { history: { image_id: id, label: `Change category to ${category.name}` } })
    }
  })
