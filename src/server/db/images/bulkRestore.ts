/**
 * Takes back one step of a change of many images. What was changed by other means since stays as it is, and is counted as skipped.
 * Call within the transaction of the step.
 */
import { applyChanges } from '../annotations/annotationChanges'
import { annotations } from '../annotations/annotations'
import type { BulkRecord, BulkStep } from './bulkChanges'
import { takeBackCopies } from './bulkCopy'
import { categories } from '../datasets/categories'
import { addCategories } from '../datasets/datasetCategories'
import { moveImages } from './imageMove'
import { idsOf } from './imageMembership'
import { images } from './images'
import type { AnnotationRow, ImageRow } from '../store/rows'
import { db } from '../store/schema'
import type { RecordChange } from '../store/write'

type Counts = Omit<BulkStep, 'record'>
type OfCategory = Extract<BulkRecord, { action: 'category' }>

export async function takeBackStep(record: BulkRecord, note: RecordChange): Promise<Counts> {
  if (record.action === 'category') return takeBackCategories(record, note)
  if (record.action === 'copy') return takeBackCopies(record.images)
  const counts: Counts = { images: 0, annotations: 0, skipped: 0 }
  for (const { ids, isAsLeft, restore } of groupsOf(record)) {
    const rows = (await images.findAll(ids)).filter(isAsLeft)
    if (rows.length > 0) await restore(idsOf(rows))
    counts.images += rows.length
    counts.skipped += ids.length - rows.length
  }
  return counts
}

interface Group {
  ids: number[]
  /** Nobody has changed it since. */
  isAsLeft: (row: ImageRow) => boolean
  restore: (ids: number[]) => Promise<unknown>
}

function groupsOf(record: Exclude<BulkRecord, OfCategory | { action: 'copy' }>): Group[] {
  if (record.action === 'delete') return [{ ids: record.ids, isAsLeft: (row) => row.deleted, restore: images.restore }]
  if (record.action === 'restore')
    return [{ ids: record.ids, isAsLeft: (row) => !row.deleted, restore: images.softDelete }]
  if (record.action === 'move') {
    const isAsLeft = (row: ImageRow) => !row.deleted && row.dataset_id === record.dataset_id
    return record.before.map(([dataset, ids]) => ({ ids, isAsLeft, restore: (list) => moveImages(list, dataset) }))
  }
  if (record.action === 'split') {
    const isAsLeft = (row: ImageRow) => !row.deleted && (row.split ?? null) === record.split
    return record.before.map(([split, ids]) => ({ ids, isAsLeft, restore: (list) => images.setSplit(list, split) }))
  }
  const isAsLeft = (row: ImageRow) => !row.deleted && row.state === record.state
  return Object.entries(record.before).map(([state, ids]) => ({
    ids,
    isAsLeft,
    restore: (list) => images.setState(list, state as ImageRow['state']),
  }))
}

async function takeBackCategories({ category_id, images: list }: OfCategory, note: RecordChange): Promise<Counts> {
  const counts: Counts = { images: 0, annotations: 0, skipped: 0 }
  const name = (await categories.find(category_id))?.name ?? ''
  const known = await returningCategories(list.flatMap(({ before }) => before.map(([category]) => category)))
  for (const { id, before } of list) {
    const total = before.reduce((sum, [, { length }]) => sum + length, 0)
    const image = await images.findLive(id)
    const rows = image
      ? new Map((await annotations.ofImage(id)).map((row) => [row.id, row]))
      : new Map<number, AnnotationRow>()
    const isAsLeft = (annotation: number) => rows.get(annotation)?.category_id === category_id
    const changes = before.flatMap(([category, ids]) =>
      known.has(category)
        ? [...ids]
            .filter(isAsLeft)
            .map((each) => ({ kind: 'update' as const, id: each, fields: { category_id: category } }))
        : [],
    )
    counts.skipped += total - changes.length
    if (!image || changes.length === 0) continue
    await addCategories(image.dataset_id, [...new Set(changes.map(({ fields }) => fields.category_id))], note)
    await applyChanges(changes, { history: { image_id: id, label: `Undo: change category to ${name}`, by: null } })
    counts.images++
    counts.annotations += changes.length
  }
  return counts
}

/** Those that are not destroyed; what lies in the trash comes back, for annotations have it again. */
async function returningCategories(ids: number[]): Promise<ReadonlySet<number>> {
  const rows = (await db.categories.bulkGet([...new Set(ids)])).filter((row) => row !== undefined)
  for (const { id, deleted } of rows) if (deleted) await categories.restore(id)
  return new Set(rows.map(({ id }) => id))
}
