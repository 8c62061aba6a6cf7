/** What an export lists, and under which ids. */
import type { CocoExportQuery } from '@/contract/coco'
import type { ImageState } from '@/contract/image'
import type { OutputStyle } from '@/core/coco/annotationOut'
import { writeCategory } from '@/core/coco/objectsOut'
import type { SplitPart } from '@/core/coco/split'
import type { FormatId, WriteOptions } from '@/core/formats/types'
import { categories as categoryRows } from '../db/datasets/categories'
import { exports } from '../db/tasks/exports'
import type { CategoryRow, DatasetRow } from '../db/store/rows'
import { newExportIds, type ExportIds } from './exportIds'

/** Plain data: a task keeps it. */
export type ExportOptions = Pick<CocoExportQuery, 'ids' | 'segmentation' | 'orientation'> &
  Partial<Pick<CocoExportQuery, 'bbox_only' | 'as_imported'>> & {
    /** Also what models predicted and nobody has accepted. */
    predictions?: boolean
    style: OutputStyle
    /** Which images go into an archive with it; absent: none, it is a file alone. */
    pictures?: Exclude<CocoExportQuery['pictures'], 'none'>
    empty: 'none' | 'done' | 'all'
    /** None: all. */
    categories: number[]
    states: ImageState[]
    format: FormatId
    /** Of formats other than COCO. */
    write: WriteOptions
    /** Parts of a split; none: one file. */
    split: SplitPart[]
    /** The split that images have themselves, in place of a new one. */
    isStored: boolean
    seed: number
    /** Id of an upload with the ids of images; absent: all of the dataset. */
    selection?: string
    /** Only the images that it finds (docs/query.md). */
    query?: string
  }

export interface ExportPlan {
  dataset: DatasetRow
  categories: CategoryRow[]
  listed: Set<number>
  ids: ExportIds
  options: ExportOptions
}

export async function planExport(dataset: DatasetRow, options: ExportOptions): Promise<ExportPlan> {
  const all = options.format === 'coco' ? await categoryRows.ofDataset(dataset) : await inFileOrder(dataset)
  const wanted = options.categories.length > 0 ? new Set(options.categories) : null
  const categories = wanted ? all.filter(({ id }) => wanted.has(id)) : all
  const ids = newExportIds(options.ids, categories, await exports.imports(dataset.id))
  return { dataset, categories, listed: new Set(categories.map(({ id }) => id)), ids, options }
}

/** Numbers of classes are those of the file that the dataset came from, where all of its imports agree; else our ids order them. */
async function inFileOrder(dataset: DatasetRow): Promise<CategoryRow[]> {
  const categories = await categoryRows.ofDataset(dataset)
  const [first, ...others] = (await exports.imports(dataset.id)).map((each) => [
    ...new Set(each.categories.map(([, id]) => id)),
  ])
  if (!first || others.some((order) => order.join() !== first.join())) return categories
  const place = new Map(first.map((id, index) => [id, index]))
  return [...categories].sort((a, b) => (place.get(a.id) ?? Infinity) - (place.get(b.id) ?? Infinity) || a.id - b.id)
}

/**
 * The text before the first image. `info` and `licenses` are always there: some readers refuse a file without. Of the members
 * of imported files the first file's stand, where several have one.
 */
export function headText({ dataset, categories, ids, options }: ExportPlan): string {
  const date = new Date(dataset.created_at)
  const info = {
    description: dataset.name,
    version: '1.0',
    year: date.getUTCFullYear(),
    contributor: '',
    date_created: date.toISOString().slice(0, 10),
  }
  const lists = new Set(['categories', 'annotations', 'images'])
  const members = Object.entries({ info, licenses: [], ...ids.top }).filter(([name]) => !lists.has(name))
  const entries = namedFor(options.ids, categories).map((row) =>
    writeCategory(row, ids.category(row.id), options.style),
  )
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)},\n`).join('')}"categories":[${listText(entries, true)}],\n`
}

/** With the ids of the imported file goes its name of a category, where no other one is written under that. */
function namedFor(ids: ExportOptions['ids'], rows: CategoryRow[]): CategoryRow[] {
  if (ids !== 'imported') return rows
  const names = rows.map(({ name, imported_as }) => imported_as ?? name)
  return rows.map((row, index) =>
    names.indexOf(names[index]!) === names.lastIndexOf(names[index]!) ? { ...row, name: names[index]! } : row,
  )
}

/** Elements of a list; `isFirst`: nothing stands in the list before them. */
export function listText(entries: object[], isFirst: boolean): string {
  if (entries.length === 0) return ''
  return `${isFirst ? '\n' : ',\n'}${entries.map((each) => JSON.stringify(each)).join(',\n')}`
}
