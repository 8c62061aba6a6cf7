/** Annotations. What follows from a change of them (counts, totals, trash, notes) is kept by annotationEdit.ts. */
import { badRequest } from '@/contract/errors'
import { AnnotationEdit } from './annotationEdit'
import { leavePacks } from './chunkPacks'
import { addToAll, nextIds, totals } from '../store/counters'
import { Locations } from './locations'
import type { AnnotationRow, ImageRow, Stamp } from '../store/rows'
import { runs } from '../store/idRuns'
import { db } from '../store/schema'
import { allChunks, readAnnotations, AnnotationChunks, chunksOf } from './annotationChunks'
import { deletedRow, newStamp, restoredRow, touched } from '../store/stamp'
import { write } from '../store/write'

/** Stamped, numbered and given to its image when it is stored. `id`: one that was set aside for it. */
export type NewAnnotationRow = Omit<AnnotationRow, keyof Stamp | 'id' | 'image_id' | 'dataset_id' | 'width' | 'height' | 'milliseconds'> &
  Partial<Pick<AnnotationRow, 'id' | 'width' | 'height' | 'milliseconds'>>

export const annotations = {
  /** Every record is read once and written once. Imports have a way of their own: bulkAnnotations.ts. */
  insertForImages: (list: { imageId: number; rows: NewAnnotationRow[] }[]): Promise<AnnotationRow[]> =>
    write(async (note) => {
      const filled = list.filter(({ rows }) => rows.length > 0)
      const given = filled.flatMap(({ rows }) => rows)
      const unnumbered = given.filter(({ id }) => !id).length
      let free = unnumbered > 0 ? await nextIds('annotation', unnumbered) : 0
      const ids = given.map(({ id }) => id || free++)
      const edit = new AnnotationEdit()
      await edit.load({ images: filled.map(({ imageId }) => imageId), setAside: ids, categories: given.map(({ category_id }) => category_id) })
      const inserted = filled.flatMap(({ imageId, rows }) => rows.map((row) => newRow(row, edit.image(imageId))))
      inserted.forEach((row, index) => edit.insert({ ...row, id: ids[index]! }))
      await edit.store(note)
      return inserted.map((row, index) => ({ ...row, id: ids[index]! }))
    }),

  /** Stores rows that were read in this transaction and changed since; each is one revision on. */
  updateAll: (rows: AnnotationRow[]): Promise<AnnotationRow[]> =>
    write(async (note) => {
      const edit = new AnnotationEdit()
      await edit.load({ ids: rows.map(({ id }) => id) })
      const changed = rows.map(touched)
      for (const row of changed) edit.update(row)
      await edit.store(note)
      return changed
    }),

  /** In the order they were made; `deleted`: those in the trash as well. */
  async ofImage(imageId: number, { deleted = false } = {}): Promise<AnnotationRow[]> {
    const rows = await readAnnotations(imageId)
    return deleted ? rows : rows.filter((row) => !row.deleted)
  },

  /** In the trash or not. */
  find: async (id: number): Promise<AnnotationRow | undefined> => (await annotations.findAll([id])).get(id),

  /** By id; those that are not there are left out. */
  async findAll(ids: number[]): Promise<Map<number, AnnotationRow>> {
    const [locations, sheets] = [new Locations(), new AnnotationChunks()]
    await locations.load(ids)
    await sheets.load(ids.flatMap((id) => locations.find(id) ?? []))
    return new Map(ids.flatMap((id) => {
      const place = locations.find(id)
      const row = place && sheets.find(place, id)
      return row ? [[id, row] as const] : []
    }))
  },

  /** Everything, those in the trash included, image by image. */
  async *all(): AsyncGenerator<AnnotationRow[]> {
    for await (const sheets of allChunks()) yield sheets.flatMap((sheet) => sheet.annotations)
  },

  /** Again: it counts as deleted now. */
  softDelete: (id: number): Promise<AnnotationRow> => change(id, deletedRow),

  restore: (id: number): Promise<AnnotationRow> => change(id, (row) => (row.deleted ? restoredRow(row) : row)),

  /** For good. */
  destroy: (id: number): Promise<void> =>
    write(async (note) => {
      const edit = new AnnotationEdit()
      await edit.load({ ids: [id] })
      edit.remove(id)
      await edit.store(note)
    }),

  /**
   * Everything that only these images owned: annotations, their places, history and trash, and what they count in
   * categories. Call before the rows of the images are removed; the totals of datasets are left alone.
   */
  destroyOfImages: (imageIds: number[]): Promise<void> =>
    write(async (note) => {
      const images = (await db.images.bulkGet(imageIds)).filter((row): row is ImageRow => row !== undefined)
      const ids = (await chunksOf(images)).flatMap((sheet) => sheet.annotations.map(({ id }) => id))
      await forget(ids)
      await leavePacks(images)
      await addToAll(lostInCategories(images))
      for (const [first, last] of runs(imageIds)) {
        await db.sheets.where(':id').between([first, 0], [last, Infinity]).delete()
        await db.history.where(':id').between([first, 0], [last, Infinity]).delete()
        await db.historyHeads.where(':id').between(first, last, true, true).delete()
      }
      if (ids.length > 0) note({ action: 'delete', instance: 'annotation', ids })
    }),
}

/** `image`: the one that it is given to. */
export const newRow = (row: NewAnnotationRow, image: ImageRow): AnnotationRow => ({
  id: 0,
  milliseconds: 0,
  width: image.width,
  height: image.height,
  ...row,
  ...newStamp(),
  image_id: image.id,
  dataset_id: image.dataset_id,
})

const change = (id: number, change: (row: AnnotationRow) => AnnotationRow): Promise<AnnotationRow> =>
  write(async (note) => {
    const edit = new AnnotationEdit()
    await edit.load({ ids: [id] })
    const row = edit.find(id)
    if (!row) throw badRequest('Invalid annotation id')
    const changed = change(row)
    if (changed !== row) edit.update(changed)
    await edit.store(note)
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
