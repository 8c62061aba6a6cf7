/**
 * Which images of a dataset are listed, and in which order. Without filters in the dataset's own order a page is read by its
 * place; names and states are looked up in the order and an index; only the filters by annotations read images.
 */
import type { ImageState } from '@/contract/image'
import { baseName, comparePaths } from '@/core/paths'
import { order } from './order'
import type { ImageRow, OrderEntry } from './rows'
import { db } from './schema'

type Order = 'path' | 'file_name' | 'id'

export interface ImageFilter {
  /** '' for the whole dataset. */
  folder: string
  order: Order | `-${Order}`
  /** A part of the file name, in upper or lower case. */
  name?: string
  state?: ImageState
  annotated?: boolean
  categories?: number[]
}

/** `total` images; `page` answers those from place `start`, at most `limit`. */
export interface ImageList {
  total: number
  page: (start: number, limit: number) => Promise<ImageRow[]>
}

/** Images read at a time. */
const BATCH = 1000

export async function listImages(datasetId: number, filter: ImageFilter): Promise<ImageList> {
  const { start: first, end } = await order.folder(datasetId, filter.folder)
  const isPlain = filter.order === 'path' && [filter.name, filter.state, filter.annotated, filter.categories].every((each) => each === undefined)
  if (isPlain) {
    const page = async (start: number, limit: number) => rowsOf(await order.page(datasetId, first + start, Math.min(limit, end - first - start)))
    return { total: end - first, page }
  }
  const inFolder = await order.page(datasetId, first, end - first)
  const named = filter.name === undefined ? inFolder : inFolder.filter(hasName(filter.name))
  const inState = filter.state === undefined ? named : named.filter(isOneOf(await idsInState(datasetId, filter.state)))
  const entries = sorted(await withAnnotations(inState, filter), filter.order)
  return { total: entries.length, page: async (start, limit) => rowsOf(entries.slice(start, start + limit)) }
}

/** The first image in a state after a path, going on from the start of the dataset; not the one that has the path. */
export async function nextInState(datasetId: number, state: ImageState, after: string): Promise<number | null> {
  const find = (from: string, to: string | []) =>
    db.images.where('[dataset_id+state+path]').between([datasetId, state, from], [datasetId, state, to]).filter((row) => !row.deleted && row.path !== after).first()
  const row = (await find(after, [])) ?? (await find('', after))
  return row?.id ?? null
}

const rowsOf = async (entries: OrderEntry[]): Promise<ImageRow[]> => {
  const rows = await db.images.bulkGet(entries.map(([, id]) => id))
  return rows.filter((row) => row !== undefined)
}

function hasName(part: string): (entry: OrderEntry) => boolean {
  const wanted = part.normalize('NFC').toLowerCase()
  return ([path]) => baseName(path).toLowerCase().includes(wanted)
}

const isOneOf = (ids: Set<number>) => ([, id]: OrderEntry) => ids.has(id)

const idsInState = async (datasetId: number, state: ImageState) =>
  new Set(await db.images.where('[dataset_id+state+path]').between([datasetId, state, ''], [datasetId, state, []]).primaryKeys())

/** As the documented API combines the two filters. */
async function withAnnotations(entries: OrderEntry[], { annotated, categories = [] }: ImageFilter): Promise<OrderEntry[]> {
  const wanted = new Set(categories)
  if (annotated === undefined && wanted.size === 0) return entries
  const hasOne = (row: ImageRow) => [...Object.keys(row.category_counts).map(Number), ...(row.category_ids ?? [])].some((id) => wanted.has(id))
  const fits = (row: ImageRow) => {
    const isAnnotated = row.num_annotations > 0
    if (annotated === undefined) return !isAnnotated || hasOne(row)
    return annotated && wanted.size > 0 ? hasOne(row) : isAnnotated === annotated
  }
  const found: OrderEntry[] = []
  for (let from = 0; from < entries.length; from += BATCH) {
    const rows = await rowsOf(entries.slice(from, from + BATCH))
    found.push(...rows.filter(fits).map((row): OrderEntry => [row.path, row.id]))
  }
  return found
}

const COMPARE: Record<Order, (a: OrderEntry, b: OrderEntry) => number> = {
  path: () => 0,
  file_name: ([a], [b]) => comparePaths(baseName(a), baseName(b)),
  id: ([, a], [, b]) => a - b,
}

/** Entries come in the order of their paths, which stays among equals. */
function sorted(entries: OrderEntry[], by: ImageFilter['order']): OrderEntry[] {
  const isReversed = by.startsWith('-')
  const ascending = [...entries].sort(COMPARE[by.replace('-', '') as Order])
  return isReversed ? ascending.reverse() : ascending
}
