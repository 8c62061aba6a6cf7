/** What exports read: a dataset's images in order, batch by batch, with their annotations. */
import { badRequest } from '@/contract/errors'
import type { AnnotationRow, CategoryRow, DatasetRow, FileRow, ImageRow, ImportRow } from './rows'
import { db } from './schema'

/** Images read at a time. */
const BATCH = 200

export interface ImageWithAnnotations {
  image: ImageRow
  /** Deleted ones included. */
  annotations: AnnotationRow[]
}

export const exports = {
  /** Deleted ones are served as well (D35). */
  async dataset(id: number): Promise<DatasetRow> {
    const row = await db.datasets.get(id)
    if (row) return row
    throw badRequest('Invalid dataset ID')
  },

  async image(id: number): Promise<ImageRow> {
    const row = await db.images.get(id)
    if (row) return row
    throw badRequest('Invalid image ID')
  },

  /** The dataset's own, in the order of their ids, without deleted ones. */
  async categories({ categories }: DatasetRow): Promise<CategoryRow[]> {
    const rows = await db.categories.bulkGet([...categories].sort((a, b) => a - b))
    return rows.filter((row): row is CategoryRow => row !== undefined && !row.deleted)
  },

  /** Oldest first. */
  imports: (datasetId: number): Promise<ImportRow[]> => db.imports.where('dataset_id').equals(datasetId).sortBy('id'),

  /** Images that are not deleted, in the dataset's order. */
  async *images(datasetId: number): AsyncGenerator<ImageRow[]> {
    const head = await db.orderHeads.get(datasetId)
    for (const { chunk } of head?.chunks ?? []) {
      const ids = (await db.order.get([datasetId, chunk]))?.entries.map(([, id]) => id) ?? []
      for (let from = 0; from < ids.length; from += BATCH) {
        const rows = await db.images.bulkGet(ids.slice(from, from + BATCH))
        yield rows.filter((row): row is ImageRow => row !== undefined && !row.deleted)
      }
    }
  },

  async annotations(images: ImageRow[]): Promise<ImageWithAnnotations[]> {
    const keys = images.flatMap(({ id, sheets }) => Array.from({ length: sheets }, (_none, chunk): [number, number] => [id, chunk]))
    const sheets = await db.sheets.bulkGet(keys)
    const byImage = new Map(images.map((image) => [image.id, { image, annotations: [] as AnnotationRow[] }]))
    for (const sheet of sheets) if (sheet) byImage.get(sheet.image_id)!.annotations.push(...sheet.annotations)
    return [...byImage.values()]
  },

  file: (imageId: number): Promise<FileRow | undefined> => db.files.get(imageId),
}
