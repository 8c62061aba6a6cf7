/**
 * One step of a change of many images, with what takes it back. Images that are in the trash or gone are skipped and counted,
 * for others may work on the dataset while a task goes through it. Call within the transaction of the step.
 */
import type { ImageBulk, ImageState } from '@/contract/image'
import { copyToImages, type CopiedTo } from './bulkCopy'
import { recategorise } from './imageCategory'
import { moveImages } from './imageMove'
import { byDataset, idsOf } from './imageMembership'
import { images } from './images'
import type { ImageRow } from '../store/rows'

/** Without its images. */
export type BulkAction = ImageBulk extends infer Each ? (Each extends ImageBulk ? Omit<Each, 'ids'> : never) : never

/** What takes a step back: ids of images, or of annotations by image, by what they had before. */
export type BulkRecord =
  | { action: 'state'; state: ImageState; before: Partial<Record<ImageState, number[]>> }
  | { action: 'split'; split: string | null; before: [split: string | null, ids: number[]][] }
  | { action: 'delete'; ids: number[] }
  | { action: 'restore'; ids: number[] }
  | { action: 'move'; dataset_id: number; before: [dataset: number, ids: number[]][] }
  | {
      action: 'category'
      category_id: number
      images: { id: number; before: [category: number, annotations: Float64Array][] }[]
    }
  | { action: 'copy'; images: CopiedTo[] }

export interface BulkStep {
  images: number
  annotations: number
  skipped: number
  /** Absent: nothing was changed. */
  record?: BulkRecord
}

export async function changeStep(change: BulkAction, given: number[]): Promise<BulkStep> {
  const wantsDeleted = change.action === 'restore'
  const rows = (await images.findAll(given)).filter(({ deleted }) => deleted === wantsDeleted)
  const skipped = given.length - rows.length
  const record = rows.length > 0 ? await apply(change, rows) : undefined
  const left = change.action === 'copy' ? rows.length - sizeOf(record).images : 0
  return { ...sizeOf(record), skipped: skipped + left, ...(record ? { record } : {}) }
}

async function apply(change: BulkAction, rows: ImageRow[]): Promise<BulkRecord | undefined> {
  const ids = idsOf(rows)
  if (change.action === 'state') return setState(change, rows)
  if (change.action === 'category') return setCategory(change, ids)
  if (change.action === 'copy') return copy(change.annotation_ids, rows)
  if (change.action === 'split') return setSplit(change.split, rows)
  if (change.action === 'move') return move(change.dataset_id, rows)
  await (change.action === 'delete' ? images.softDelete(ids) : images.restore(ids))
  return { action: change.action, ids }
}

async function setState(
  { state, only }: Extract<BulkAction, { action: 'state' }>,
  rows: ImageRow[],
): Promise<BulkRecord | undefined> {
  const before = await images.setState(idsOf(rows), state, only)
  return Object.keys(before).length > 0 ? { action: 'state', state, before } : undefined
}

async function setCategory(
  { category_id, only }: Extract<BulkAction, { action: 'category' }>,
  ids: number[],
): Promise<BulkRecord | undefined> {
  const changed = await recategorise(ids, category_id, null, only)
  const list = changed.map(({ id, rows }) => {
    const before = new Map<number, number[]>()
    for (const row of rows) {
      const known = before.get(row.category_id)
      if (known) known.push(row.id)
      else before.set(row.category_id, [row.id])
    }
    return {
      id,
      before: [...before].map(([category, annotations]): [number, Float64Array] => [
        category,
        Float64Array.from(annotations),
      ]),
    }
  })
  return list.length > 0 ? { action: 'category', category_id, images: list } : undefined
}

async function copy(annotationIds: number[], rows: ImageRow[]): Promise<BulkRecord | undefined> {
  const made = await copyToImages(annotationIds, rows)
  return made.length > 0 ? { action: 'copy', images: made } : undefined
}

async function setSplit(split: string | null, rows: ImageRow[]): Promise<BulkRecord | undefined> {
  const others = rows.filter((row) => (row.split ?? null) !== split)
  if (others.length === 0) return undefined
  await images.setSplit(idsOf(others), split)
  const names = [...new Set(others.map((row) => row.split ?? null))]
  return {
    action: 'split',
    split,
    before: names.map((name) => [name, idsOf(others.filter((row) => (row.split ?? null) === name))]),
  }
}

async function move(datasetId: number, rows: ImageRow[]): Promise<BulkRecord | undefined> {
  const moved = rows.filter((row) => row.dataset_id !== datasetId)
  if (moved.length === 0) return undefined
  await moveImages(idsOf(moved), datasetId)
  return {
    action: 'move',
    dataset_id: datasetId,
    before: byDataset(moved).map((list) => [list[0]!.dataset_id, idsOf(list)]),
  }
}

function sizeOf(record: BulkRecord | undefined): { images: number; annotations: number } {
  if (!record) return { images: 0, annotations: 0 }
  if (record.action === 'delete' || record.action === 'restore') return { images: record.ids.length, annotations: 0 }
  if (record.action === 'state')
    return { images: sum(Object.values(record.before).map(({ length }) => length)), annotations: 0 }
  if (record.action === 'move' || record.action === 'split')
    return { images: sum(record.before.map(([, ids]) => ids.length)), annotations: 0 }
  if (record.action === 'copy')
    return { images: record.images.length, annotations: sum(record.images.map(({ copies }) => copies.length)) }
  const annotations = record.images.flatMap(({ before }) => before.map(([, { length }]) => length))
  return { images: record.images.length, annotations: sum(annotations) }
}

export const sum = (list: number[]) => list.reduce((total, each) => total + each, 0)
