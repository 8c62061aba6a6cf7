/** What exports read of a dataset, and the files that they wrote. */
import { badRequest } from '@/contract/errors'
import { nextIds } from '../store/counters'
import type { AnnotationRow, CategoryRow, DatasetRow, ExportRow, FileRow, ImageRow, ImportRow, OrderEntry } from '../store/rows'
import { db } from '../store/schema'
import { chunksOf } from '../annotations/annotationChunks'
import { isCompleted } from './tasks'

/** Files that are kept of a dataset: the newest, and no more bytes than this beside the newest. */
const KEEP = { files: 10, bytes: 1024 ** 3 }

/** Images read at a time. */
const BATCH = 200

export interface ImageWithAnnotations {
  image: ImageRow
  /** Deleted ones included. */
  annotations: AnnotationRow[]
}

/** By negative ids. */
const unstored = new Map<number, ExportRow>()

export const exports = {
  /** Deleted ones are served as well. */
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

  /** Of images that are not deleted, in the dataset's order. */
  imageIds: async (datasetId: number): Promise<number[]> => (await orderOf(datasetId)).map(([, id]) => id),

  /** Their paths and ids, in the same order. */
  entries: (datasetId: number): Promise<OrderEntry[]> => orderOf(datasetId),

  paths: async (datasetId: number): Promise<string[]> => (await orderOf(datasetId)).map(([path]) => path),

  /** In the order of the ids, without those that were deleted meanwhile. */
  async imageRows(ids: number[]): Promise<ImageRow[]> {
    const rows = await db.images.bulkGet(ids)
    return rows.filter((row): row is ImageRow => row !== undefined && !row.deleted)
  },

  /** Images that are not deleted, in the dataset's order, batch by batch. */
  async *images(datasetId: number): AsyncGenerator<ImageRow[]> {
    const ids = await exports.imageIds(datasetId)
    for (let from = 0; from < ids.length; from += BATCH) yield exports.imageRows(ids.slice(from, from + BATCH))
  },

  async annotations(images: ImageRow[]): Promise<ImageWithAnnotations[]> {
    const byImage = new Map(images.map((image) => [image.id, { image, annotations: [] as AnnotationRow[] }]))
    for (const sheet of await chunksOf(images)) byImage.get(sheet.image_id)!.annotations.push(...sheet.annotations)
    return [...byImage.values()]
  },

  /** By the id of the image. */
  async files(imageIds: number[]): Promise<Map<number, FileRow>> {
    const rows = await db.files.bulkGet(imageIds)
    return new Map(rows.flatMap((row) => (row ? [[row.image_id, row] as const] : [])))
  },

  /** Of a task that stores nothing: its own id. */
  nextId: async (taskId: number): Promise<number> => (taskId < 0 ? taskId : nextIds('export')),

  /** Within a transaction. What is too old or too much goes. */
  async keep(given: Omit<ExportRow, 'created_at'>): Promise<void> {
    const row = { ...given, created_at: Date.now() }
    if (row.id < 0) return void unstored.set(row.id, row)
    await db.exports.put(row)
    let bytes = 0
    const newestFirst = await db.exports.where('dataset_id').equals(row.dataset_id).reverse().sortBy('id')
    const old = newestFirst.filter(({ files }, index) => {
      if (index > 0) bytes += files.reduce((sum, { blob }) => sum + blob.size, 0)
      return index >= KEEP.files || bytes > KEEP.bytes
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

  /** Newest first. */
  async listKept(datasetId: number): Promise<ExportRow[]> {
    const rows = (await db.exports.where('dataset_id').equals(datasetId).reverse().sortBy('id')).filter(({ unlisted }) => !unlisted)
    const verified = await Promise.all(rows.map(isVerified))
    return rows.filter((_row, index) => verified[index])
  },

  remove: (id: number): Promise<void> => db.exports.delete(id),
}

async function orderOf(datasetId: number): Promise<OrderEntry[]> {
  const rows = await db.order.where(':id').between([datasetId, 0], [datasetId, Infinity]).toArray()
  const chunks = new Map(rows.map((row) => [row.chunk, row]))
  const head = await db.orderHeads.get(datasetId)
  return (head?.chunks ?? []).flatMap(({ chunk }) => chunks.get(chunk)?.entries ?? [])
}

/** A task that is no more has succeeded: one that fails takes its file with it. */
async function isVerified({ task_id }: ExportRow): Promise<boolean> {
  const task = await db.tasks.get(task_id)
  return task === undefined || (isCompleted(task) && task.status === 'succeeded')
}
