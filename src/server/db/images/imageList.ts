/**
 * Lists the images of a dataset by filter and order. Without filters, a page in path order is read from the order directly. Filters by
 * name or state use the order and an index; only filters by annotations read images. The latest result is reused while nothing
 * changes, because scrolling a list asks for it many times.
 */
import type { ImageState } from '@/contract/image'
import { inNaturalOrder } from '@/core/naturalOrder'
import { baseName, comparePaths } from '@/core/paths'
import { order, type Range } from './imageOrder'
import type { ImageRow, OrderEntry } from '../store/rows'
import { runs } from '../store/idRuns'
import { categoryIds } from './imageCounts'
import { withQuery, type ImageQuery } from './imageQuery'
import { db } from '../store/schema'
import { lastChange } from '../store/write'

type Order = 'path' | 'natural' | 'file_name' | 'id'

export interface ImageFilter {
  /** '' means the whole dataset. */
  folder: string
  order: Order | `-${Order}`
  /** A part of the file name, case-insensitive. */
  name?: string
  state?: ImageState
  /** '' for images without one. */
  split?: string
  annotated?: boolean
  categories?: number[]
  query?: ImageQuery
}

/** `ids` and `page` answer at most `limit` images from index `start`. */
export interface ImageList {
  total: number
  ids: (start: number, limit: number) => Promise<number[]>
  page: (start: number, limit: number) => Promise<ImageRow[]>
}

/** Images read at a time. */
const BATCH = 1000

/** `range`: the indexes of the filter's folder in the order. */
export async function listImages(datasetId: number, filter: ImageFilter, range: Range): Promise<ImageList> {
  const isWhole = [filter.name, filter.state, filter.split, filter.annotated, filter.categories, filter.query].every(
    (each) => each === undefined,
  )
  if (isWhole && /^-?path$/.test(filter.order)) return inOrder(datasetId, range, filter.order === '-path')
  const all = await found(datasetId, filter, range)
  return listOf(all.length, async (start, limit) => [...all.subarray(start, start + limit)])
}

const listOf = (total: number, ids: ImageList['ids']): ImageList => ({
  total,
  ids,
  // one transaction, because opening one takes as long as reading
  page: (start, limit) =>
    db.transaction('r', [db.orderHeads, db.order, db.images], async () => rowsOf(await ids(start, limit))),
})

/** Reads only the requested part of the order. */
function inOrder(datasetId: number, { start: first, end }: Range, isReversed: boolean): ImageList {
  const total = end - first
  return listOf(total, async (start, limit) => {
    const count = Math.max(0, Math.min(limit, total - start))
    const entries = await order.page(datasetId, isReversed ? end - start - count : first + start, count)
    const ids = entries.map(([, id]) => id)
    return isReversed ? ids.reverse() : ids
  })
}

let latest: { key: string; ids: Float64Array } | undefined

async function found(datasetId: number, filter: ImageFilter, range: Range): Promise<Float64Array> {
  const key = JSON.stringify([db.name, datasetId, { ...filter, query: filter.query?.key }, await lastChange()])
  if (latest?.key === key) return latest.ids
  const ids = Float64Array.from(await search(datasetId, filter, range), ([, id]) => id)
  latest = { key, ids }
  return ids
}

async function search(datasetId: number, filter: ImageFilter, range: Range): Promise<OrderEntry[]> {
  return sorted(await matching(datasetId, filter, range), filter.order)
}

/** The entries that match the filter, in path order. */
export async function matching(
  datasetId: number,
  filter: Omit<ImageFilter, 'order'>,
  { start, end }: Range,
): Promise<OrderEntry[]> {
  const inFolder = await order.page(datasetId, start, end - start)
  const named = filter.name === undefined ? inFolder : inFolder.filter(hasName(filter.name))
  const inState = filter.state === undefined ? named : named.filter(isOneOf(await idsInState(datasetId, filter.state)))
  const fitting = await withAnnotations(inState, filter)
  return filter.query ? withQuery(datasetId, fitting, filter.query) : fitting
}

/** The first image in a state after the path `after`. Wraps around at the end of the dataset; never answers the image at `after`. */
export async function nextInState(datasetId: number, state: ImageState, after: string): Promise<number | null> {
  const find = (from: string, to: string | []) =>
    db.images
      .where('[dataset_id+state+path]')
      .between([datasetId, state, from], [datasetId, state, to])
      .filter((row) => !row.deleted && row.path !== after)
      .first()
  const row = (await find(after, [])) ?? (await find('', after))
  return row?.id ?? null
}

/** Rows in the order of the ids. Reads runs of consecutive ids as ranges, which images added together form. */
async function rowsOf(ids: number[]): Promise<ImageRow[]> {
  const read = await Promise.all(
    runs(ids).map(([first, last]) => db.images.where('id').between(first, last, true, true).toArray()),
  )
  const byId = new Map(read.flat().map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

function hasName(part: string): (entry: OrderEntry) => boolean {
  const wanted = part.normalize('NFC').toLowerCase()
  return ([path]) => baseName(path).toLowerCase().includes(wanted)
}

const isOneOf =
  (ids: Set<number>) =>
  ([, id]: OrderEntry) =>
    ids.has(id)

const idsInState = async (datasetId: number, state: ImageState) =>
  new Set(
    await db.images
      .where('[dataset_id+state+path]')
      .between([datasetId, state, ''], [datasetId, state, []])
      .primaryKeys(),
  )

/** Combines the filters by annotations as the documented API does. */
async function withAnnotations(
  entries: OrderEntry[],
  { annotated, split, categories = [] }: Omit<ImageFilter, 'order'>,
): Promise<OrderEntry[]> {
  const wanted = new Set(categories)
  if (annotated === undefined && split === undefined && wanted.size === 0) return entries
  const hasOne = (row: ImageRow) => categoryIds(row).some((id) => wanted.has(id))
  const fits = (row: ImageRow) => {
    if (split !== undefined && (row.split ?? '') !== split) return false
    if (annotated === undefined && wanted.size === 0) return true
    const isAnnotated = row.num_annotations > 0
    if (annotated === undefined) return !isAnnotated || hasOne(row)
    return annotated && wanted.size > 0 ? hasOne(row) : isAnnotated === annotated
  }
  const found: OrderEntry[] = []
  for (let from = 0; from < entries.length; from += BATCH) {
    const rows = await rowsOf(entries.slice(from, from + BATCH).map(([, id]) => id))
    found.push(...rows.filter(fits).map((row): OrderEntry => [row.path, row.id]))
  }
  return found
}

const COMPARE: Record<Exclude<Order, 'natural'>, (a: OrderEntry, b: OrderEntry) => number> = {
  path: () => 0,
  file_name: ([a], [b]) => comparePaths(baseName(a), baseName(b)),
  id: ([, a], [, b]) => a - b,
}

/** Sorts entries that are in path order; equal ones stay in path order. */
function sorted(entries: OrderEntry[], by: ImageFilter['order']): OrderEntry[] {
  const isReversed = by.startsWith('-')
  const name = by.replace('-', '') as Order
  const ascending = name === 'natural' ? inNaturalOrder(entries, ([path]) => path) : [...entries].sort(COMPARE[name])
  return isReversed ? ascending.reverse() : ascending
}
