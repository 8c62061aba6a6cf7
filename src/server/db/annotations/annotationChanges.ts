/** Applies changes of annotations that a client asked for, with their history: all of them or none. */
import { badRequest } from '@/contract/errors'
import { AnnotationEdit, type Wanted } from './annotationEdit'
import { difference, withFields, type AnnotationFields } from './annotationFields'
import { newRow, type NewAnnotationRow } from './annotationRow'
import { history, type By } from '../history/history'
import type { AnnotationRow, CategoryRow, DatasetRow, HistoryHeadRow, HistoryStep, ImageRow } from '../store/rows'
import { db } from '../store/schema'
import { touched } from '../store/stamp'
import { write, type RecordChange } from '../store/write'

export type AnnotationChange =
  | { kind: 'create'; image_id: number; fields: AnnotationFields & { category_id: number } }
  /** `base`: the revision that the client changed. */
  | { kind: 'update'; id: number; base?: number; fields: AnnotationFields }
  | { kind: 'delete'; id: number; base?: number }

/** The client changed older revisions of rows. `rows`: as they are stored now. */
export class StaleChange extends Error {
  constructor(readonly rows: AnnotationRow[]) {
    super('Annotations have changed since.')
  }
}

/** Where a change goes into the history. */
interface Entry {
  image_id: number
  label: string
  by: By
}

export interface ChangeOptions {
  /** Restricts the changes to one image and adds them to its history as one entry. */
  history?: Entry
  /** Fields of an image to change along with the annotations. */
  image?: { id: number; fields: Partial<Pick<ImageRow, 'metadata' | 'category_ids' | 'unlisted_category_ids'>> }
}

interface Versions {
  /** null: a new annotation. */
  before: AnnotationRow | null
  after: AnnotationRow
}

/** The rows that changes need, read in the transaction of the changes. */
export interface ChangeContext {
  edit: AnnotationEdit
  /** Categories that annotations are given, by id, without deleted ones. */
  categories: ReadonlyMap<number, CategoryRow>
  history: HistoryHeadRow | undefined
}

/** The state of an image right after a change, read in the same transaction. */
export interface EditedImage {
  /** The changed annotations in the order of the changes, deleted ones too. */
  rows: AnnotationRow[]
  /** Number of the change in the sequence of changes. undefined: nothing changed. */
  seq: number | undefined
  image: ImageRow
  dataset: DatasetRow | undefined
  history: HistoryHeadRow
  /** The entry that this is about; null: nothing has changed. */
  step: number | null
}

/** Reads the rows that changes need. `historyOf`: the image whose history gets an entry. Call within the transaction of the changes. */
export async function readChangeContext(wanted: Wanted, historyOf?: number): Promise<ChangeContext> {
  const edit = new AnnotationEdit()
  const [categories, head] = await Promise.all([
    liveCategories(wanted.categories ?? []),
    historyOf === undefined ? undefined : history.head(historyOf),
    edit.load(wanted),
  ])
  return { edit, categories, history: head }
}

/** Answers the changed rows in the order of the changes, deleted ones too. */
export const applyChanges = (changes: AnnotationChange[], options: ChangeOptions = {}): Promise<AnnotationRow[]> =>
  write(async (recordChange) => {
    const context = await readChangeContext(wantedOf(changes, options), options.history?.image_id)
    return (await apply(changes, options, context, recordChange)).rows
  })

/** Changes the annotations of one image. `context` must be read in the same transaction, for these changes. */
export const changeImage = (changes: AnnotationChange[], entry: Entry, context: ChangeContext): Promise<EditedImage> =>
  write(async (recordChange) => {
    const { rows, seq, history } = await apply(changes, { history: entry }, context, recordChange)
    const image = context.edit.image(entry.image_id)
    const step = history === context.history ? null : history!.last_seq
    return { rows, seq, image, dataset: context.edit.dataset(image), history: history!, step }
  })

async function apply(
  changes: AnnotationChange[],
  options: ChangeOptions,
  { edit, categories, history: head }: ChangeContext,
  recordChange: RecordChange,
) {
  const drawn = edit.drawnIds.values()
  const ids = changes.map((change) => (change.kind === 'create' ? drawn.next().value! : change.id))
  refuse(changes, edit, options)
  const versions = compute(changes, ids, edit, categories)
  for (const each of versions.values()) store(each, edit)
  if (options.image) edit.updateImage(options.image.id, options.image.fields)
  const [seq, next] = await Promise.all([
    edit.store(recordChange),
    head && options.history && remember(head, options.history, versions),
  ])
  return { rows: ids.map((id) => versions.get(id)!.after), seq, history: next }
}

function wantedOf(changes: AnnotationChange[], { image }: ChangeOptions): Wanted {
  const created = changes.flatMap((change) => (change.kind === 'create' ? [change.image_id] : []))
  return {
    ids: changes.flatMap((change) => (change.kind === 'create' ? [] : [change.id])),
    images: image ? [...created, image.id] : created,
    draw: created.length,
    categories: changes.flatMap((change) => (change.kind === 'delete' ? [] : (change.fields.category_id ?? []))),
  }
}

function refuse(changes: AnnotationChange[], edit: AnnotationEdit, { history }: ChangeOptions) {
  const stale = new Set<AnnotationRow>()
  for (const change of changes) {
    if (change.kind === 'create') continue
    const row = edit.find(change.id)
    if (!row || (history && row.image_id !== history.image_id)) throw badRequest('Invalid annotation id')
    const isGone = history !== undefined && row.deleted && change.kind === 'update'
    if (isGone || (change.base !== undefined && change.base !== row.revision)) stale.add(row)
  }
  if (stale.size > 0) throw new StaleChange([...stale])
}

/** The versions of each changed annotation before the first and after the last of its changes, by id. */
function compute(
  changes: AnnotationChange[],
  ids: number[],
  edit: AnnotationEdit,
  categories: ReadonlyMap<number, CategoryRow>,
): Map<number, Versions> {
  const versions = new Map<number, Versions>()
  changes.forEach((change, index) => {
    const id = ids[index]!
    if (change.kind === 'create') {
      const image = edit.image(change.image_id)
      const color = categories.get(change.fields.category_id)?.color ?? ''
      const blank = newRow({ ...blankFields(), id, category_id: change.fields.category_id, color }, image)
      const metadata = { ...edit.dataset(image)?.default_annotation_metadata, ...change.fields.metadata }
      versions.set(id, { before: null, after: withFields(blank, { ...change.fields, metadata }) })
      if (!categories.has(change.fields.category_id)) throw badRequest('Invalid category id')
      return
    }
    const { before, after } = versions.get(id) ?? { before: edit.find(id)!, after: edit.find(id)! }
    versions.set(id, { before, after: change.kind === 'delete' ? inTrash(after) : withFields(after, change.fields) })
    const { category_id } = versions.get(id)!.after
    if (category_id !== after.category_id && !categories.has(category_id)) throw badRequest('Invalid category id')
  })
  return versions
}

async function liveCategories(ids: number[]): Promise<Map<number, CategoryRow>> {
  const rows = ids.length > 0 ? await db.categories.bulkGet([...new Set(ids)]) : []
  return new Map(rows.flatMap((row) => (row && !row.deleted ? [[row.id, row] as const] : [])))
}

const inTrash = (row: AnnotationRow): AnnotationRow => ({ ...row, deleted: true, deleted_date: Date.now() })

const blankFields = (): Omit<NewAnnotationRow, 'category_id' | 'color'> => ({
  shape: null,
  keypoints: [],
  area: 0,
  bbox: [0, 0, 0, 0],
  iscrowd: false,
  isbbox: false,
  metadata: {},
})

function store(versions: Versions, edit: AnnotationEdit) {
  const { before, after } = versions
  if (before === after) return
  if (before) versions.after = touched(after)
  if (before) edit.update(versions.after)
  else edit.insert(after)
  const spent = after.milliseconds - (before?.milliseconds ?? 0)
  const { milliseconds } = edit.image(after.image_id)
  if (spent > 0) edit.updateImage(after.image_id, { milliseconds: milliseconds + spent })
}

async function remember(
  head: HistoryHeadRow,
  { label, by }: Entry,
  versions: Map<number, Versions>,
): Promise<HistoryHeadRow> {
  const steps = [...versions].flatMap(([id, { before, after }]): HistoryStep[] => {
    if (!before) return [{ id, before, after }]
    const differing = difference(before, after)
    return Object.keys(differing.after).length > 0 ? [{ id, ...differing }] : []
  })
  return steps.length > 0 ? history.push(head, label, steps, by) : head
}
