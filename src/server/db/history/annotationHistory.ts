/** Undo and redo: the entries of an image's history, applied where they are kept (decisions/0006). */
import { ApiError } from '@/contract/errors'
import { annotationAtSize } from '@/core/shape/atSize'
import { AnnotationEdit } from '../annotations/annotationEdit'
import type { EditedImage } from '../annotations/annotationChanges'
import { isAsLeft } from '../annotations/annotationFields'
import { categories } from '../datasets/categories'
import { addCategories } from '../datasets/datasetCategories'
import { history, type Direction, type WantedStep } from './history'
import type { AnnotationRow, CategoryRow, HistoryHeadEntry, HistoryHeadRow, HistoryStep } from '../store/rows'
import { db } from '../store/schema'
import { touched } from '../store/stamp'
import { write, type RecordChange } from '../store/write'

/** Answers the rows that changed; one that is gone is marked as deleted. */
export const stepHistory = (imageId: number, wanted: WantedStep): Promise<EditedImage> =>
  write(async (recordChange) => {
    const { direction } = wanted
    const head = await history.head(imageId)
    const entry = history.next(head, wanted)
    const done = await history.steps(head, entry.seq)
    const edit = new AnnotationEdit()
    const [known] = await Promise.all([
      knownCategories(done),
      edit.load({ ids: done.map(({ id }) => id), images: [imageId] }),
    ])
    const changed = changedSince(done, edit, direction)
    if (changed.length > 0) throw conflict(entry, changed, wanted, head)
    const rows: AnnotationRow[] = []
    const steps = done.flatMap((step): HistoryStep[] => {
      const was = edit.find(step.id)
      const taken = direction === 'undo' ? takeBack(step, edit, known) : bringAgain(step, edit, known)
      if (taken) rows.push(taken)
      return taken ? [asItWas(step, was, taken, direction)] : []
    })
    const shown = rows.flatMap(({ deleted, category_id }) => (deleted ? [] : [category_id]))
    await bringBack(shown, edit.image(imageId).dataset_id, recordChange)
    const [seq, turned] = await Promise.all([edit.store(recordChange), history.turn(head, entry.seq, wanted, steps)])
    const image = edit.image(imageId)
    return { rows, seq, image, dataset: edit.dataset(image), history: turned, step: entry.seq }
  })

/** What was changed since, by another session or past the history, would be lost without a word. Ids of these annotations. */
const changedSince = (steps: HistoryStep[], edit: AnnotationEdit, direction: Direction): number[] =>
  steps.flatMap(({ id, before, after }) => {
    // earlier versions kept what a redo brings as deleted
    const left = direction === 'redo' ? before : before ? after : { ...after, deleted: false }
    const row = edit.find(id)
    return row && left && !isAsLeft(row, left) ? [id] : []
  })

function conflict(
  { seq, label }: HistoryHeadEntry,
  ids: number[],
  { direction, by }: WantedStep,
  head: HistoryHeadRow,
): ApiError {
  const which = ids.length === 1 ? `Annotation ${ids[0]} was` : `${ids.length} annotations were`
  const message = `${which} changed since, so “${label}” cannot be ${direction === 'undo' ? 'undone' : 'redone'}: that change would be lost.`
  const previous = direction === 'undo' ? history.before(head, seq, by) : null
  return new ApiError(409, message, { success: false, reason: 'changed_since', seq, label, ids, previous })
}

function takeBack(
  { id, before }: HistoryStep,
  edit: AnnotationEdit,
  known: KnownCategories,
): AnnotationRow | undefined {
  if (before) return set(id, before, edit, known)
  const row = edit.find(id)
  if (!row) return undefined
  edit.remove(id)
  return { ...touched(row), deleted: true, deleted_date: Date.now() }
}

function bringAgain(
  { id, before, after }: HistoryStep,
  edit: AnnotationEdit,
  known: KnownCategories,
): AnnotationRow | undefined {
  if (before) return set(id, after!, edit, known)
  const row = after as AnnotationRow
  if (edit.find(id) || !known.has(row.category_id)) return undefined
  const { deleted_date: _gone, ...rest } = touched(atSizeOf(edit, row))
  // the image may have been moved to another dataset
  const again: AnnotationRow = { ...rest, deleted: false, dataset_id: edit.image(row.image_id).dataset_id }
  edit.insert(again)
  return again
}

/** The step with what was there and what is there now, so that the next one back or forth finds it as it was left. */
function asItWas(
  step: HistoryStep,
  was: AnnotationRow | undefined,
  now: AnnotationRow,
  direction: Direction,
): HistoryStep {
  const [before, after] = direction === 'undo' ? [now, was] : [was, now]
  // the revision goes on from the row that was told as deleted
  if (step.before === null) return { ...step, after: direction === 'undo' ? { ...was!, revision: now.revision } : now }
  const pick = (names: object, row: AnnotationRow) =>
    Object.fromEntries(Object.keys(names).map((name) => [name, row[name as keyof AnnotationRow]]))
  return { ...step, before: pick(step.before, before!), after: pick(step.after!, after!) }
}

/** What was destroyed meanwhile stays so, and a category that was is not given again. */
function set(
  id: number,
  fields: Partial<AnnotationRow>,
  edit: AnnotationEdit,
  known: KnownCategories,
): AnnotationRow | undefined {
  const row = edit.find(id)
  if (!row) return undefined
  const { category_id = row.category_id, deleted = row.deleted } = fields
  const { deleted_date, ...rest } = touched(atSizeOf(edit, { ...row, ...fields }))
  const changed: AnnotationRow = {
    ...rest,
    category_id: known.has(category_id) ? category_id : row.category_id,
    ...(deleted ? { deleted_date: deleted_date ?? Date.now() } : {}),
  }
  edit.update(changed)
  return changed
}

/** Since a step its image may have come in another size. */
const atSizeOf = (edit: AnnotationEdit, row: AnnotationRow): AnnotationRow => {
  const { width, height } = edit.image(row.image_id)
  return width > 0 && height > 0 ? annotationAtSize(row, { width, height }, 'crop') : row
}

/** By id, those in the trash too. */
type KnownCategories = ReadonlyMap<number, CategoryRow>

async function knownCategories(steps: HistoryStep[]): Promise<KnownCategories> {
  const ids = new Set(
    steps.flatMap(({ before, after }) => [before?.category_id ?? [], after?.category_id ?? []].flat()),
  )
  const rows = await db.categories.bulkGet([...ids])
  return new Map(rows.flatMap((row) => (row ? [[row.id, row] as const] : [])))
}

/** Restores categories from the trash and lists them in the dataset: annotations of other categories are not shown. */
async function bringBack(ids: number[], datasetId: number, recordChange: RecordChange): Promise<void> {
  const used = (await db.categories.bulkGet([...new Set(ids)])).filter((row) => row !== undefined)
  for (const { id, deleted } of used) if (deleted) await categories.restore(id)
  if (used.length > 0)
    await addCategories(
      datasetId,
      used.map(({ id }) => id),
      recordChange,
    )
}
