/** Datasets. Names are unique, those in the trash included. A name becomes a folder name, so it is checked as one. */
import { badRequest } from '@/contract/errors'
import { annotations } from '../annotations/annotations'
import { assertEditable } from '../store/busy'
import { nextIds, readTotals, totals } from '../store/counters'
import { dropImages } from '../images/imageMembership'
import { order } from '../images/imageOrder'
import { abandoned, isListed } from './provisional'
import type { DatasetRow } from '../store/rows'
import { db } from '../store/schema'
import { deletedRow, newStamp, restoredRow, touched } from '../store/stamp'
import { trash } from '../trash'
import { write } from '../store/write'

export interface DatasetTotals {
  images: number
  annotated: number
  annotations: number
}

const MAX_NAME = 200

export const datasets = {
  /** Datasets that are not deleted, by id. */
  async list(): Promise<DatasetRow[]> {
    const rows = (await db.datasets.toArray()).filter((row) => !row.deleted)
    const listed = await Promise.all(rows.map(isListed))
    return rows.filter((_row, at) => listed[at])
  },

  find: (id: number): Promise<DatasetRow | undefined> => db.datasets.get(id),

  async findLive(id: number): Promise<DatasetRow | undefined> {
    const row = await db.datasets.get(id)
    return row?.deleted ? undefined : row
  },

  /** Throws 400 if the dataset does not exist or is in the trash. */
  async requireLive(id: number): Promise<DatasetRow> {
    const row = await datasets.findLive(id)
    if (row) return row
    throw badRequest('Invalid dataset id')
  },

  /** Names by id, with those in the trash. */
  names: async (): Promise<Map<number, string>> =>
    new Map((await db.datasets.toArray()).map(({ id, name }) => [id, name])),

  /** Of all its images, those in the trash included. */
  imageIds: (id: number): Promise<number[]> =>
    db.images.where('[dataset_id+path]').between([id, ''], [id, []]).primaryKeys(),

  async totals(ids: number[]): Promise<DatasetTotals[]> {
    const values = await readTotals(
      ids.flatMap((id) => [totals.images(id), totals.annotated(id), totals.annotations(id)]),
    )
    return ids.map((_id, at) => ({
      images: values[3 * at]!,
      annotated: values[3 * at + 1]!,
      annotations: values[3 * at + 2]!,
    }))
  },

  /** `provisional`: for an import; `confirm` says what becomes of it. */
  create: ({
    name: given,
    categories = [],
    provisional,
  }: {
    name: string
    categories?: number[]
    provisional?: boolean
  }): Promise<DatasetRow> =>
    write(async (recordChange) => {
      for (const id of await abandoned()) await datasets.destroy(id)
      const name = await checkedName(given)
      const id = await nextIds('dataset')
      const row: DatasetRow = {
        ...newStamp(),
        id,
        name,
        categories,
        default_annotation_metadata: {},
        ...(provisional ? { provisional } : {}),
      }
      await db.datasets.add(row)
      recordChange({ action: 'create', instance: 'dataset', ids: [id], dataset_id: id })
      return row
    }),

  /** Changes the given fields. */
  update: (
    id: number,
    fields: Partial<Pick<DatasetRow, 'categories' | 'default_annotation_metadata' | 'annotate_url' | 'views'>>,
  ): Promise<DatasetRow> => change(id, async (row) => ({ ...row, ...fields })),

  /** Where an older client asks for annotations. One in the trash stays as it is. */
  annotateAt: (id: number, annotate_url: string): Promise<unknown> =>
    write(async () => {
      const row = await db.datasets.get(id)
      if (row && !row.deleted && (row.annotate_url ?? '') !== annotate_url) await datasets.update(id, { annotate_url })
    }),

  rename: (id: number, name: string): Promise<DatasetRow> =>
    change(id, async (row) => (row.name === name.normalize('NFC') ? row : { ...row, name: await checkedName(name) })),

  /** Moves a dataset to the trash. Its images and annotations stay as they are. */
  softDelete: (id: number): Promise<void> =>
    write(async (recordChange) => {
      await assertEditable(id)
      await db.datasets.put(deletedRow(await datasets.requireLive(id)))
      await trash.put('dataset', [id])
      recordChange({ action: 'delete', instance: 'dataset', ids: [id], dataset_id: id })
    }),

  restore: (id: number): Promise<void> =>
    write(async (recordChange) => {
      await db.datasets.put(restoredRow(await existing(id)))
      await trash.remove('dataset', [id])
      recordChange({ action: 'update', instance: 'dataset', ids: [id], dataset_id: id })
    }),

  /** Ends the import that a dataset was created for. Deletes the dataset permanently if nothing was imported. Answers whether it stays. */
  confirm: (id: number): Promise<boolean> =>
    write(async (recordChange) => {
      const row = await datasets.requireLive(id)
      if (!row.provisional) return true
      if (!(await isListed(row))) return datasets.destroy(id).then(() => false)
      const { provisional: _over, ...stored } = touched(row)
      await db.datasets.put(stored)
      recordChange({ action: 'update', instance: 'dataset', ids: [id], dataset_id: id })
      return true
    }),

  /** Deletes a dataset permanently, with its images, annotations, files, imports and exports. */
  destroy: (id: number): Promise<void> =>
    write(async (recordChange) => {
      await existing(id)
      await assertEditable(id)
      const imageIds = await datasets.imageIds(id)
      await annotations.destroyOfImages(imageIds)
      await dropImages(imageIds)
      await order.destroy(id)
      await db.imports.where('dataset_id').equals(id).delete()
      await db.exports.where('dataset_id').equals(id).delete()
      await db.counters.bulkDelete([totals.images(id), totals.annotated(id), totals.annotations(id)])
      await db.datasets.delete(id)
      await trash.remove('dataset', [id])
      recordChange({ action: 'delete', instance: 'dataset', ids: [id], dataset_id: id })
    }),
}

const change = (id: number, work: (row: DatasetRow) => Promise<DatasetRow>): Promise<DatasetRow> =>
  write(async (recordChange) => {
    const row = await datasets.requireLive(id)
    const changed = await work(row)
    if (JSON.stringify(changed) === JSON.stringify(row)) return row
    await assertEditable(id)
    const stored = touched(changed)
    await db.datasets.put(stored)
    recordChange({ action: 'update', instance: 'dataset', ids: [id], dataset_id: id })
    return stored
  })

async function existing(id: number): Promise<DatasetRow> {
  const row = await db.datasets.get(id)
  if (row) return row
  throw badRequest('Invalid dataset id')
}

/** The name as it is stored. Throws 400 if it cannot be a folder name or is taken. */
async function checkedName(given: string): Promise<string> {
  const name = given.normalize('NFC')
  if (name.trim() === '') throw badRequest('A dataset needs a name.')
  if (name.startsWith('.')) throw badRequest('The name of a dataset cannot begin with a dot.')
  if (/[/\\\p{Cc}\p{Cs}]/u.test(name))
    throw badRequest('The name of a dataset cannot have slashes or control characters.')
  if (name.length > MAX_NAME) throw badRequest(`The name of a dataset has at most ${MAX_NAME} characters.`)
  if (!(await db.datasets.where('name').equals(name).first())) return name
  throw badRequest('Dataset already exists. Check the undo tab to fully delete the dataset.')
}
