/** Changes of annotations as the API asks for them, with their history: all of them or nothing. */
import { badRequest } from '@/contract/errors'
import { AnnotationEdit } from './annotationEdit'
import { difference, withFields, type AnnotationFields } from './annotationFields'
import { nextIds } from './counters'
import { history } from './history'
import type { AnnotationRow, CategoryRow, DatasetRow, HistoryStep, ImageRow } from './rows'
import { db } from './schema'
import { newStamp, touched } from './stamp'
import { write } from './write'

export type AnnotationChange =
  | { kind: 'create'; image_id: number; fields: AnnotationFields & { category_id: number } }
  /** `base`: the revision it was made on. */
  | { kind: 'update'; id: number; base?: number; fields: AnnotationFields }
  | { kind: 'delete'; id: number; base?: number }

/** Changes were made on rows that have changed since. */
export class StaleChange extends Error {
  constructor(readonly rows: AnnotationRow[]) {
    super('Annotations have changed since.')
  }
}

export interface ChangeOptions {
  /** No other image may be touched. What is done to it goes into its history, under this label. */
  history?: { image_id: number; label: string }
  /** What is stored of an image besides. */
  image?: { id: number; fields: Partial<Pick<ImageRow, 'metadata' | 'category_ids'>> }
}

interface Versions {
  /** null: it is new. */
  before: AnnotationRow | null
  after: AnnotationRow
}

/** Answers the rows as they are then, in the order of the changes; deleted ones too. */
export const applyChanges = (changes: AnnotationChange[], options: ChangeOptions = {}): Promise<AnnotationRow[]> =>
  write(async (note) => {
    const edit = new AnnotationEdit()
    const ids = await numbered(changes)
    const drawnOn = changes.flatMap((change) => (change.kind === 'create' ? [change.image_id] : []))
    await edit.load(ids, options.image ? [...drawnOn, options.image.id] : drawnOn)
    refuse(changes, edit, options)
    const versions = await compute(changes, ids, edit)
    for (const each of versions.values()) store(each, edit)
    if (options.image) edit.updateImage(options.image.id, options.image.fields)
    await Promise.all([edit.store(note), options.history && remember(options.history, versions)])
    return ids.map((id) => versions.get(id)!.after)
  })

/** The id of each change's annotation; new ones for those that are made. */
async function numbered(changes: AnnotationChange[]): Promise<number[]> {
  const created = changes.filter(({ kind }) => kind === 'create').length
  let free = created > 0 ? await nextIds('annotation', created) : 0
  return changes.map((change) => (change.kind === 'create' ? free++ : change.id))
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

/** What the changes come to, annotation by annotation. */
async function compute(changes: AnnotationChange[], ids: number[], edit: AnnotationEdit): Promise<Map<number, Versions>> {
  const [categories, defaults] = await Promise.all([liveCategories(changes), defaultMetadata(changes, edit)])
  const versions = new Map<number, Versions>()
  changes.forEach((change, index) => {
    const id = ids[index]!
    if (change.kind === 'create') {
      const image = edit.image(change.image_id)
      const color = categories.get(change.fields.category_id)?.color ?? ''
      const blank = blankRow(id, image, { category_id: change.fields.category_id, color })
      const metadata = { ...defaults.get(image.dataset_id), ...change.fields.metadata }
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

async function liveCategories(changes: AnnotationChange[]): Promise<Map<number, CategoryRow>> {
  const ids = new Set(changes.flatMap((change) => (change.kind === 'delete' ? [] : change.fields.category_id ?? [])))
  const rows = await db.categories.bulkGet([...ids])
  return new Map(rows.flatMap((row) => (row && !row.deleted ? [[row.id, row] as const] : [])))
}

async function defaultMetadata(changes: AnnotationChange[], edit: AnnotationEdit): Promise<Map<number, DatasetRow['default_annotation_metadata']>> {
  const ids = new Set(changes.flatMap((change) => (change.kind === 'create' ? [edit.image(change.image_id).dataset_id] : [])))
  const rows = await db.datasets.bulkGet([...ids])
  return new Map(rows.flatMap((row) => (row ? [[row.id, row.default_annotation_metadata] as const] : [])))
}

const inTrash = (row: AnnotationRow): AnnotationRow => ({ ...row, deleted: true, deleted_date: Date.now() })

const blankRow = (id: number, image: ImageRow, own: Pick<AnnotationRow, 'category_id' | 'color'>): AnnotationRow => ({
  ...newStamp(),
  id,
  image_id: image.id,
  dataset_id: image.dataset_id,
  ...own,
  shape: null,
  keypoints: [],
  area: 0,
  bbox: [0, 0, 0, 0],
  iscrowd: false,
  isbbox: false,
  width: image.width,
  height: image.height,
  metadata: {},
  milliseconds: 0,
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

async function remember({ image_id, label }: NonNullable<ChangeOptions['history']>, versions: Map<number, Versions>): Promise<void> {
  const steps = [...versions].flatMap(([id, { before, after }]): HistoryStep[] => {
    if (!before) return [{ id, before, after }]
    const differing = difference(before, after)
    return Object.keys(differing.after).length > 0 ? [{ id, ...differing }] : []
  })
  if (steps.length > 0) await history.push(image_id, label, steps)
}
