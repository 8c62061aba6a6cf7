/** Updates a dataset's order and totals when images enter or leave it, and checks their paths. Within a transaction. */
import { badRequest } from '@/contract/errors'
import { addToAll, totals } from '../store/counters'
import { order } from './imageOrder'
import type { ImageRow, OrderEntry } from '../store/rows'
import { db } from '../store/schema'
import { runs } from '../store/idRuns'
import { thumbnails } from './thumbnails'
import type { Change, RecordChange } from '../store/write'

/** Adds images to the order and the totals. They must not be deleted. */
export async function enter(rows: ImageRow[], action: Change['action'], recordChange: RecordChange): Promise<void> {
  for (const group of byDataset(rows)) {
    const { dataset_id } = group[0]!
    await Promise.all([order.insert(dataset_id, group.map(entryOf)), addTotals(dataset_id, group, 1)])
    recordChange({ action, instance: 'image', ids: idsOf(group), dataset_id })
  }
}

/** Removes images from the order and the totals. They must not have been deleted before. */
export async function leave(rows: ImageRow[], action: Change['action'], recordChange: RecordChange): Promise<void> {
  for (const group of byDataset(rows)) {
    const { dataset_id } = group[0]!
    await Promise.all([order.remove(dataset_id, group.map(entryOf)), addTotals(dataset_id, group, -1)])
    recordChange({ action, instance: 'image', ids: idsOf(group), dataset_id })
  }
}

/** Throws 400 if two images have the same path, or a stored image has it. */
export async function refuseTakenPaths(list: Pick<ImageRow, 'dataset_id' | 'path'>[]): Promise<void> {
  const keys = list.map(({ dataset_id, path }): [number, string] => [dataset_id, path])
  if (new Set(keys.map((key) => key.join('/'))).size < keys.length) throw badRequest('file already exists')
  const taken = await db.images.where('[dataset_id+path]').anyOf(keys).first()
  if (taken?.deleted)
    throw badRequest('file already exists in the trash. Restore it there, or delete it for good.', { path: taken.path })
  if (taken) throw badRequest('file already exists', { path: taken.path })
}

/** Deletes rows, files, cached images and trash entries, by ranges of consecutive ids. */
export async function dropImages(ids: number[]): Promise<void> {
  for (const [first, last] of runs(ids)) {
    await db.images.where('id').between(first, last, true, true).delete()
    await db.files.where('image_id').between(first, last, true, true).delete()
    await thumbnails.drop(first, last)
    await db.trash.where(':id').between(['image', first], ['image', last], true, true).delete()
  }
}

export const idsOf = (rows: ImageRow[]) => rows.map(({ id }) => id)

export function byDataset(rows: ImageRow[]): ImageRow[][] {
  const groups = new Map<number, ImageRow[]>()
  for (const row of rows) {
    const group = groups.get(row.dataset_id)
    if (group) group.push(row)
    else groups.set(row.dataset_id, [row])
  }
  return [...groups.values()]
}

const entryOf = ({ path, id }: ImageRow): OrderEntry => [path, id]

const addTotals = (datasetId: number, rows: ImageRow[], sign: 1 | -1): Promise<void> =>
  addToAll(
    new Map([
      [totals.images(datasetId), sign * rows.length],
      [totals.annotated(datasetId), sign * rows.filter((row) => row.num_annotations > 0).length],
      [totals.annotations(datasetId), sign * rows.reduce((sum, row) => sum + row.num_annotations, 0)],
    ]),
  )
