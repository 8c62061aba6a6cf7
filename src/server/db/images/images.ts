/**
 * Images without their bytes, which are in `files`. A dataset's order and totals cover the images that are not deleted, and are updated
 * in the same transaction. Paths are unique in a dataset, those in the trash included.
 */
import { badRequest } from '@/contract/errors'
import type { ImageState } from '@/contract/image'
import { baseName } from '@/core/paths'
import { annotations } from '../annotations/annotations'
import { assertEditable } from '../store/busy'
import { endAt, lastId, readTotals, totals } from '../store/counters'
import { byDataset, dropImages, enter, idsOf, leave, refuseTakenPaths } from './imageMembership'
import type { ImageRow } from '../store/rows'
import { db } from '../store/schema'
import { deletedRow, newStamp, restoredRow, touched } from '../store/stamp'
import { trash } from '../trash'
import { write } from '../store/write'

type RequiredFields = Pick<ImageRow, 'dataset_id' | 'path' | 'width' | 'height'>
type Optional = Pick<
  ImageRow,
  'id' | 'metadata' | 'state' | 'milliseconds' | 'placeholder' | 'split' | 'orientation' | 'category_ids' | 'extra'
>

/** `path`: normalised. `id`: a free id; absent: the next one is drawn. */
export type NewImageRow = RequiredFields & Partial<Optional>

export type ImageFields = Partial<
  Omit<ImageRow, 'id' | 'dataset_id' | 'path' | 'file_name' | 'uuid' | 'revision' | 'deleted' | 'deleted_date'>
>

export const images = {
  /** Images that are not deleted, by id: at most `limit` after the first `offset`. */
  listLive: (offset = 0, limit = Infinity): Promise<ImageRow[]> =>
    db.images
      .orderBy('id')
      .filter((row) => !row.deleted)
      .offset(offset)
      .limit(limit)
      .toArray(),

  /** Number of images that are not deleted, in all datasets. */
  async countLive(): Promise<number> {
    const ids = await db.datasets.toCollection().primaryKeys()
    return (await readTotals(ids.map(totals.images))).reduce((sum, count) => sum + count, 0)
  },

  find: (id: number): Promise<ImageRow | undefined> => db.images.get(id),

  /** Those of the ids that are images of the dataset and not deleted, in the order of the ids. */
  async ofDataset(datasetId: number, ids: number[]): Promise<ImageRow[]> {
    const rows = await db.images.bulkGet(ids)
    return rows.filter((row): row is ImageRow => row !== undefined && row.dataset_id === datasetId && !row.deleted)
  },

  async findLive(id: number): Promise<ImageRow | undefined> {
    const row = await db.images.get(id)
    return row?.deleted ? undefined : row
  },

  /** The image with a path, deleted or not. */
  findByPath: (datasetId: number, path: string): Promise<ImageRow | undefined> =>
    db.images.where('[dataset_id+path]').equals([datasetId, path]).first(),

  /** As `findByPath`, in the order of the paths. */
  async findByPaths(datasetId: number, paths: string[]): Promise<(ImageRow | undefined)[]> {
    const rows = await db.images
      .where('[dataset_id+path]')
      .anyOf(paths.map((path) => [datasetId, path]))
      .toArray()
    const byPath = new Map(rows.map((row) => [row.path, row]))
    return paths.map((path) => byPath.get(path))
  },

  /** Images in the order of the ids, without those that do not exist. */
  async findAll(ids: number[]): Promise<ImageRow[]> {
    const rows = await db.images.bulkGet(ids)
    return rows.filter((row) => row !== undefined)
  },

  /** Throws 400 if an image does not exist or is in the trash. */
  async requireLive(ids: number[]): Promise<ImageRow[]> {
    const rows = await requireAll(ids)
    const deleted = rows.find((row) => row.deleted)
    if (!deleted) return rows
    throw badRequest(ids.length === 1 ? 'Invalid image id' : `Invalid image id ${deleted.id}: it is in the trash.`)
  },

  /**
   * Adds images and answers their rows in the given order. Throws 400 if a path is taken.
   * `storeMore`: stores what belongs to the rows in the same transaction, concurrently.
   */
  insertAll: (
    list: NewImageRow[],
    storeMore: (rows: ImageRow[]) => Promise<unknown> = async () => {},
  ): Promise<ImageRow[]> =>
    write(async (recordChange) => {
      if (list.length === 0) return []
      const [last] = await Promise.all([lastId('image'), refuseTakenPaths(list)])
      let next = last + 1
      const rows = list.map((given) => newImageRow(given, given.id ?? next++))
      const end = rows.reduce((largest, { id }) => Math.max(largest, id), last)
      await Promise.all([
        endAt('image', end),
        db.images.bulkAdd(rows),
        enter(rows, 'create', recordChange),
        storeMore(rows),
      ])
      return rows
    }),

  change: (id: number, fields: ImageFields): Promise<ImageRow> =>
    write(async (recordChange) => {
      const [row] = await requireAll([id])
      await assertEditable(row!.dataset_id)
      const changed = touched({ ...row!, ...fields })
      await db.images.put(changed)
      recordChange({ action: 'update', instance: 'image', ids: [id], image_id: id, dataset_id: changed.dataset_id })
      return changed
    }),

  /** Of all, or of those in one of the states `only`. Answers those that had another, by the state they had. */
  setState: (ids: number[], state: ImageState, only?: ImageState[]): Promise<Partial<Record<ImageState, number[]>>> =>
    write(async (recordChange) => {
      const rows = (await images.requireLive(ids)).filter(
        (row) => row.state !== state && (!only || only.includes(row.state)),
      )
      await assertAllEditable(rows)
      await db.images.bulkPut(rows.map((row) => touched({ ...row, state })))
      for (const group of byDataset(rows))
        recordChange({ action: 'update', instance: 'image', ids: idsOf(group), dataset_id: group[0]!.dataset_id })
      const before: Partial<Record<ImageState, number[]>> = {}
      for (const row of rows) (before[row.state] ??= []).push(row.id)
      return before
    }),

  /** null: none. */
  setSplit: (ids: number[], split: string | null): Promise<void> =>
    write(async (note) => {
      const rows = (await images.requireLive(ids)).filter((row) => (row.split ?? null) !== split)
      await assertAllEditable(rows)
      await db.images.bulkPut(rows.map((row) => touched({ ...row, split: split ?? undefined })))
      for (const group of byDataset(rows))
        note({ action: 'update', instance: 'image', ids: idsOf(group), dataset_id: group[0]!.dataset_id })
    }),

  softDelete: (ids: number[]): Promise<void> =>
    write(async (recordChange) => {
      const rows = await images.requireLive(ids)
      await assertAllEditable(rows)
      await db.images.bulkPut(rows.map(deletedRow))
      await trash.put('image', idsOf(rows))
      await leave(rows, 'delete', recordChange)
    }),

  /** Restores images from the trash; ignores those that are not in it. */
  restore: (ids: number[]): Promise<void> =>
    write(async (recordChange) => {
      const rows = (await requireAll(ids)).filter((row) => row.deleted)
      await assertAllEditable(rows)
      await db.images.bulkPut(rows.map(restoredRow))
      await trash.remove('image', idsOf(rows))
      await enter(rows, 'update', recordChange)
    }),

  /** Deletes images permanently, with their annotations and files. */
  destroy: (ids: number[]): Promise<void> =>
    write(async (recordChange) => {
      const rows = await requireAll(ids)
      await assertAllEditable(rows)
      await leave(
        rows.filter((row) => !row.deleted),
        'delete',
        recordChange,
      )
      await annotations.destroyOfImages(idsOf(rows))
      await dropImages(idsOf(rows))
      for (const group of byDataset(rows.filter((row) => row.deleted))) {
        recordChange({ action: 'delete', instance: 'image', ids: idsOf(group), dataset_id: group[0]!.dataset_id })
      }
    }),
}

async function requireAll(given: number[]): Promise<ImageRow[]> {
  const ids = [...new Set(given)]
  const rows = await images.findAll(ids)
  if (rows.length === ids.length) return rows
  const found = new Set(idsOf(rows))
  throw badRequest(ids.length === 1 ? 'Invalid image id' : `Invalid image id ${ids.find((id) => !found.has(id))}`)
}

async function assertAllEditable(rows: ImageRow[]): Promise<void> {
  for (const id of new Set(rows.map((row) => row.dataset_id))) await assertEditable(id)
}

export function newImageRow({ dataset_id, path, width, height, ...given }: NewImageRow, id: number): ImageRow {
  return {
    ...newStamp(),
    metadata: {},
    state: 'unlabelled',
    milliseconds: 0,
    placeholder: false,
    ...given,
    id,
    dataset_id,
    path,
    width,
    height,
    file_name: baseName(path),
    category_counts: {},
    num_annotations: 0,
    sheets: 0,
  }
}
