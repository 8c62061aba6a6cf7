/** Reads datasets for exports, and stores the exported files. */
import { badRequest } from '@/contract/errors'
import { nextIds } from '../store/counters'
import type { AnnotationRow, DatasetRow, ExportRow, FileRow, ImageRow, ImportRow, OrderEntry } from '../store/rows'
import { db } from '../store/schema'
import { chunksOf } from '../annotations/annotationChunks'
import { order } from '../images/imageOrder'
import { isCompleted } from './tasks'

/** Limits of a dataset's stored exports. `bytes`: of all but the newest. */
const LIMITS = { files: 10, bytes: 1024 ** 3 }

/** Images read at a time. */
const BATCH = 200

export interface ImageWithAnnotations {
  image: ImageRow
  /** With those in the trash. */
  annotations: AnnotationRow[]
}

/** By negative ids. */
const unstored = new Map<number, ExportRow>()

export const exports = {
  /** A dataset, also one in the trash. */
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

  /** The imports into a dataset, oldest first. */
  imports: (datasetId: number): Promise<ImportRow[]> => db.imports.where('dataset_id').equals(datasetId).sortBy('id'),

  /** Ids of the images that are not deleted, in the dataset's order. */
  imageIds: async (datasetId: number): Promise<number[]> => (await order.all(datasetId)).map(([, id]) => id),

  /** Paths and ids of the images that are not deleted, in the dataset's order. */
  entries: (datasetId: number): Promise<OrderEntry[]> => order.all(datasetId),

  /** Paths of the images that are not deleted, in the dataset's order. */
  paths: async (datasetId: number): Promise<string[]> => (await order.all(datasetId)).map(([path]) => path),

  /** Images in the order of the ids, without deleted ones. */
  async imageRows(ids: number[]): Promise<ImageRow[]> {
    const rows = await (isRun(ids)
      ? db.images.where('id').between(ids[0], ids.at(-1), true, true).toArray()
      : db.images.bulkGet(ids))
    return rows.filter((row): row is ImageRow => row !== undefined && !row.deleted)
  },

  /** Images that are not deleted, in the dataset's order, in batches. */
  async *images(datasetId: number): AsyncGenerator<ImageRow[]> {
    const ids = await exports.imageIds(datasetId)
    for (let from = 0; from < ids.length; from += BATCH) yield exports.imageRows(ids.slice(from, from + BATCH))
  },

  async annotations(images: ImageRow[]): Promise<ImageWithAnnotations[]> {
    const byImage = new Map(images.map((image) => [image.id, { image, annotations: [] as AnnotationRow[] }]))
    for (const chunk of await chunksOf(images)) byImage.get(chunk.image_id)!.annotations.push(...chunk.annotations)
    return [...byImage.values()]
  },

  /** Files by image id. */
  async files(imageIds: number[]): Promise<Map<number, FileRow>> {
    const rows = await db.files.bulkGet(imageIds)
    return new Map(rows.flatMap((row) => (row ? [[row.image_id, row] as const] : [])))
  },

  /** Of a task that stores nothing: its own id. */
  nextId: async (taskId: number): Promise<number> => (taskId < 0 ? taskId : nextIds('export')),

  /** Stores an export and deletes the dataset's oldest ones beyond the limits. One with a negative id stays in memory. Within a transaction. */
  async keep(given: Omit<ExportRow, 'created_at'>): Promise<void> {
    const row = { ...given, created_at: Date.now() }
    if (row.id < 0) return void unstored.set(row.id, row)
    await db.exports.put(row)
    let bytes = 0
    const newestFirst = await db.exports.where('dataset_id').equals(row.dataset_id).reverse().sortBy('id')
    const old = newestFirst.filter(({ files, packs = [] }, index) => {
      if (index > 0) bytes += [...files, ...packs].reduce((sum, { blob }) => sum + blob.size, 0)
      return index >= LIMITS.files || bytes > LIMITS.bytes
    })
    await db.exports.bulkDelete(old.map((each) => each.id))
  },

  /** A file of an export, verified or not. */
  async fileOf(id: number, file: number): Promise<ExportRow['files'][number]> {
    const found = (unstored.get(id) ?? (await db.exports.get(id)))?.files[file]
    if (found) return found
    throw badRequest('The file was dropped while it was written, since newer ones came. Try again.')
  },

  /** What a task wrote that stores nothing. */
  unstored: (id: number): ExportRow => unstored.get(id)!,

  forget: (id: number) => unstored.delete(id),

  async kept(id: number): Promise<ExportRow> {
    const row = await db.exports.get(id)
    if (row && (await isVerified(row))) return row
    throw badRequest('Invalid export ID')
  },

  /** The verified exports of a dataset, newest first. */
  async listKept(datasetId: number): Promise<ExportRow[]> {
    const rows = (await db.exports.where('dataset_id').equals(datasetId).reverse().sortBy('id')).filter(
      ({ unlisted }) => !unlisted,
    )
    const verified = await Promise.all(rows.map(isVerified))
    return rows.filter((_row, index) => verified[index])
  },

  remove: (id: number): Promise<void> => db.exports.delete(id),
}

/** Consecutive ids, as an import gives them: one request then reads them all. */
const isRun = (ids: number[]): boolean => ids.length > 1 && ids.every((id, index) => id === ids[0]! + index)

/** An export whose task is deleted was verified: a task that fails deletes its export. */
async function isVerified({ task_id }: ExportRow): Promise<boolean> {
  const task = await db.tasks.get(task_id)
  return task === undefined || (isCompleted(task) && task.status === 'succeeded')
}
