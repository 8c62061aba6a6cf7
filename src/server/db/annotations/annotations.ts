/** Annotations. What depends on them (counts, totals, trash, sequence of changes) is updated by annotationEdit.ts. */
import { badRequest } from '@/contract/errors'
import { AnnotationEdit } from './annotationEdit'
import { newRow, type NewAnnotationRow } from './annotationRow'
import { removeFromPacks } from './chunkPacks'
import { addToAll, nextIds, totals } from '../store/counters'
import { Locations } from './locations'
import type { AnnotationRow, ImageRow } from '../store/rows'
import { runs } from '../store/idRuns'
import { db } from '../store/schema'
import { allChunks, readAnnotations, AnnotationChunks, chunksOf } from './annotationChunks'
import { deletedRow, restoredRow, touched } from '../store/stamp'
import { write } from '../store/write'

export const annotations = {
  /** Reads and writes each record once. Imports use bulkInsert.ts instead. */
  insertForImages: (list: { imageId: number; rows: NewAnnotationRow[] }[]): Promise<AnnotationRow[]> =>
    write(async (recordChange) => {
      const filled = list.filter(({ rows }) => rows.length > 0)
      const given = filled.flatMap(({ rows }) => rows)
      const unnumbered = given.filter(({ id }) => !id).length
      let next = unnumbered > 0 ? await nextIds('annotation', unnumbered) : 0
      const ids = given.map(({ id }) => id || next++)
      const edit = new AnnotationEdit()
      await edit.load({
        images: filled.map(({ imageId }) => imageId),
        reserved: ids,
        categories: given.map(({ category_id }) => category_id),
      })
      const inserted = filled.flatMap(({ imageId, rows }) => rows.map((row) => newRow(row, edit.image(imageId))))
      inserted.forEach((row, index) => edit.insert({ ...row, id: ids[index]! }))
      await edit.store(recordChange)
      return inserted.map((row, index) => ({ ...row, id: ids[index]! }))
    }),

  /** Stores changed rows, each with its next revision. They must have been read in the same transaction. */
  updateAll: (rows: AnnotationRow[]): Promise<AnnotationRow[]> =>
    write(async (recordChange) => {
      const edit = new AnnotationEdit()
      await edit.load({ ids: rows.map(({ id }) => id) })
      const changed = rows.map(touched)
      for (const row of changed) edit.update(row)
      await edit.store(recordChange)
      return changed
    }),

  /** The annotations of an image in the order in which they were created. `deleted`: with those in the trash. */
  async ofImage(imageId: number, { deleted = false } = {}): Promise<AnnotationRow[]> {
    const rows = await readAnnotations(imageId)
    return deleted ? rows : rows.filter((row) => !row.deleted)
  },

  /** An annotation, also one in the trash. */
  find: async (id: number): Promise<AnnotationRow | undefined> => (await annotations.findAll([id])).get(id),

  /** Annotations by id, without those that do not exist. */
  async findAll(ids: number[]): Promise<Map<number, AnnotationRow>> {
    const [locations, chunks] = [new Locations(), new AnnotationChunks()]
    await locations.load(ids)
    await chunks.load(ids.flatMap((id) => locations.find(id) ?? []))
    return new Map(
      ids.flatMap((id) => {
        const location = locations.find(id)
        const row = location && chunks.find(location, id)
        return row ? [[id, row] as const] : []
      }),
    )
  },

  /** All annotations in batches, with those in the trash. Those of an image are in order. */
  async *all(): AsyncGenerator<AnnotationRow[]> {
    for await (const chunks of allChunks()) yield chunks.flatMap((chunk) => chunk.annotations)
  },

  /** Moves an annotation to the trash. If it is there already, it becomes the latest. */
  softDelete: (id: number): Promise<AnnotationRow> => change(id, deletedRow),

  restore: (id: number): Promise<AnnotationRow> => change(id, (row) => (row.deleted ? restoredRow(row) : row)),

  /** Deletes an annotation permanently. */
  destroy: (id: number): Promise<void> =>
    write(async (recordChange) => {
      const edit = new AnnotationEdit()
      await edit.load({ ids: [id] })
      edit.remove(id)
      await edit.store(recordChange)
    }),

  /**
   * Deletes what belongs to images: annotations, their locations, history and trash entries, and their share of the categories' totals.
   * Call before the rows of the images are deleted. Does not change the totals of datasets.
   */
  destroyOfImages: (imageIds: number[]): Promise<void> =>
    write(async (recordChange) => {
      const images = (await db.images.bulkGet(imageIds)).filter((row): row is ImageRow => row !== undefined)
      const ids = (await chunksOf(images)).flatMap((chunk) => chunk.annotations.map(({ id }) => id))
      await forget(ids)
      await removeFromPacks(images)
      await addToAll(lostInCategories(images))
      for (const [first, last] of runs(imageIds)) {
        await db.annotationChunks.where(':id').between([first, 0], [last, Infinity]).delete()
        await db.history.where(':id').between([first, 0], [last, Infinity]).delete()
        await db.historyHeads.where(':id').between(first, last, true, true).delete()
      }
      if (ids.length > 0) recordChange({ action: 'delete', instance: 'annotation', ids })
    }),
}

const change = (id: number, change: (row: AnnotationRow) => AnnotationRow): Promise<AnnotationRow> =>
  write(async (recordChange) => {
    const edit = new AnnotationEdit()
    await edit.load({ ids: [id] })
    const row = edit.find(id)
    if (!row) throw badRequest('Invalid annotation id')
    const changed = change(row)
    if (changed !== row) edit.update(changed)
    await edit.store(recordChange)
    return changed
  })

async function forget(ids: number[]): Promise<void> {
  const locations = new Locations()
  await locations.load(ids)
  for (const id of ids) locations.set(id, null)
  await locations.store()
  await db.trash.bulkDelete(ids.map((id): [string, number] => ['annotation', id]))
}

function lostInCategories(images: ImageRow[]): Map<string, number> {
  const lost = new Map<string, number>()
  for (const { category_counts } of images) {
    for (const [category, count] of Object.entries(category_counts)) {
      const name = totals.inCategory(Number(category))
      lost.set(name, (lost.get(name) ?? 0) - count)
    }
  }
  return lost
}
