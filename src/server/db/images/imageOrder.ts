/**
 * The order of a dataset's images: path by code points, then id, without deleted ones. It is stored in chunks of about ORDER_SIZE
 * entries and a head with the first entry of each chunk (decisions/0005), so a page reads the head and the chunks it shows.
 * Call within a transaction.
 */
import { baseName, comparePaths, folderOf } from '@/core/paths'
import type { OrderEntry, OrderHeadRow } from '../store/rows'
import { db, ORDER_SIZE } from '../store/schema'

type HeadChunk = OrderHeadRow['chunks'][number]

export interface Neighbours {
  previous: number | null
  next: number | null
  /** Index from 0; for an image that is not in the order, the index it would have. */
  index: number
  total: number
}

/** Indexes of the order from `start` to `end`, without `end`. */
export interface Range {
  start: number
  end: number
}

export const order = {
  /** Adds entries, given in any order. Writes each chunk once. */
  async insert(datasetId: number, entries: OrderEntry[]): Promise<void> {
    const sorted = [...entries].sort(compareEntries)
    const { chunks } = await readHead(datasetId)
    let nextChunk = Math.max(-1, ...chunks.map(({ chunk }) => chunk)) + 1
    const changed: HeadChunk[] = []
    const written: PromiseLike<unknown>[] = []
    let from = 0
    for (const [index, head] of (chunks.length > 0 ? chunks : [undefined]).entries()) {
      const limit = chunks[index + 1]?.first
      const to = limit ? lowerBound(sorted, limit) : sorted.length
      const added = sorted.slice(from, to)
      from = to
      if (head && added.length === 0) {
        changed.push(head)
        continue
      }
      const before = head ? await readChunk(datasetId, head) : []
      const parts = split([...before, ...added].sort(compareEntries))
      for (const [part, list] of parts.entries()) {
        const chunk = head && part === 0 ? head.chunk : nextChunk++
        written.push(db.order.put({ dataset_id: datasetId, chunk, entries: list }))
        changed.push(headOf(chunk, list))
      }
    }
    await Promise.all([...written, db.orderHeads.put({ dataset_id: datasetId, chunks: changed })])
  },

  /** Removes entries; ignores those that are not in the order. */
  async remove(datasetId: number, entries: OrderEntry[]): Promise<void> {
    const { chunks } = await readHead(datasetId)
    const touched = new Set(entries.map((entry) => chunkIndex(chunks, entry)))
    const removed = new Set(entries.map(([, id]) => id))
    const changed: HeadChunk[] = []
    for (const [index, head] of chunks.entries()) {
      const rest = touched.has(index)
        ? (await readChunk(datasetId, head)).filter(([, id]) => !removed.has(id))
        : undefined
      if (!rest) changed.push(head)
      else if (rest.length === 0) await db.order.delete([datasetId, head.chunk])
      else {
        await db.order.put({ dataset_id: datasetId, chunk: head.chunk, entries: rest })
        changed.push(headOf(head.chunk, rest))
      }
    }
    await db.orderHeads.put({ dataset_id: datasetId, chunks: changed })
  },

  async destroy(datasetId: number): Promise<void> {
    await db.order.where(':id').between([datasetId, 0], [datasetId, Infinity]).delete()
    await db.orderHeads.delete(datasetId)
  },

  /** At most `limit` entries from index `start`. */
  async page(datasetId: number, start: number, limit: number): Promise<OrderEntry[]> {
    const { chunks } = await readHead(datasetId)
    const shown: OrderEntry[] = []
    let before = 0
    for (const head of chunks) {
      const from = start + shown.length - before
      if (shown.length < limit && from < head.count)
        shown.push(...(await readChunk(datasetId, head)).slice(from, from + limit - shown.length))
      before += head.count
    }
    return shown
  },

  /** Every entry, in order. Reads all of it. */
  async all(datasetId: number): Promise<OrderEntry[]> {
    const { chunks } = await readHead(datasetId)
    const rows = await db.order.bulkGet(chunks.map(({ chunk }): [number, number] => [datasetId, chunk]))
    return rows.flatMap((row) => row?.entries ?? [])
  },

  async around(datasetId: number, { path, id }: { path: string; id: number }): Promise<Neighbours> {
    const entry: OrderEntry = [path, id]
    const { chunks } = await readHead(datasetId)
    const at = chunkIndex(chunks, entry)
    const entries = chunks[at] ? await readChunk(datasetId, chunks[at]) : []
    const position = lowerBound(entries, entry)
    const isListed = entries[position]?.[1] === id
    const before = chunks[at - 1]
    const previous = entries[position - 1] ?? (before && (await readChunk(datasetId, before)).at(-1))
    const next = entries[isListed ? position + 1 : position] ?? chunks[at + 1]?.first
    return {
      previous: previous?.[1] ?? null,
      next: next?.[1] ?? null,
      index: totalOf(chunks.slice(0, at)) + position,
      total: totalOf(chunks),
    }
  },

  /** The indexes of the images in a folder and its subfolders; '' is the whole dataset. */
  async folder(datasetId: number, folder: string): Promise<Range> {
    const { chunks } = await readHead(datasetId)
    if (folder === '') return { start: 0, end: totalOf(chunks) }
    const [start, end] = [
      await indexOf(datasetId, chunks, [`${folder}/`, 0]),
      await indexOf(datasetId, chunks, [afterFolder(folder), 0]),
    ]
    return { start, end }
  },

  /** Names of the folders directly in a folder, in order. Reads about one chunk for each. */
  async subdirectories(datasetId: number, folder: string): Promise<string[]> {
    const prefix = folder === '' ? '' : `${folder}/`
    const { chunks } = await readHead(datasetId)
    const names: string[] = []
    let target: OrderEntry = [prefix, 0]
    for (let index = chunkIndex(chunks, target); index < chunks.length; index++) {
      if (chunks[index]!.folder === folder) continue
      const entries = await readChunk(datasetId, chunks[index]!)
      for (let at = lowerBound(entries, target); at < entries.length;) {
        const [path] = entries[at]!
        if (!path.startsWith(prefix)) return names.sort(comparePaths)
        const name = path.slice(prefix.length, Math.max(0, path.indexOf('/', prefix.length)))
        if (name === '') at++
        else {
          names.push(name)
          target = [afterFolder(prefix + name), 0]
          at = lowerBound(entries, target)
        }
      }
      index = Math.max(index, chunkIndex(chunks, target) - 1)
    }
    return names.sort(comparePaths)
  },
}

/** The least text after all paths in a folder: 0 is the character after the slash. */
const afterFolder = (folder: string) => `${folder}0`

const compareEntries = (a: OrderEntry, b: OrderEntry) => comparePaths(a[0], b[0]) || a[1] - b[1]

/** Index of the first entry that is not before `target`. */
function lowerBound(entries: OrderEntry[], target: OrderEntry): number {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareEntries(entries[middle]!, target) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** Index of the chunk that holds an entry, or would hold it. */
function chunkIndex(chunks: HeadChunk[], target: OrderEntry): number {
  const after = lowerBound(
    chunks.map(({ first }) => first),
    [target[0], target[1] + 1],
  )
  return Math.max(0, after - 1)
}

async function indexOf(datasetId: number, chunks: HeadChunk[], target: OrderEntry): Promise<number> {
  const index = chunkIndex(chunks, target)
  const head = chunks[index]
  if (!head) return 0
  return totalOf(chunks.slice(0, index)) + lowerBound(await readChunk(datasetId, head), target)
}

const totalOf = (chunks: HeadChunk[]) => chunks.reduce((sum, { count }) => sum + count, 0)

const readHead = async (datasetId: number): Promise<OrderHeadRow> =>
  (await db.orderHeads.get(datasetId)) ?? { dataset_id: datasetId, chunks: [] }

const readChunk = async (datasetId: number, { chunk }: HeadChunk): Promise<OrderEntry[]> =>
  (await db.order.get([datasetId, chunk]))?.entries ?? []

function headOf(chunk: number, entries: OrderEntry[]): HeadChunk {
  const folder = folderOf(entries[0]![0])
  const isOneFolder = entries.every(
    ([path]) =>
      path.length - baseName(path).length === (folder === '' ? 0 : folder.length + 1) && path.startsWith(folder),
  )
  return { chunk, first: entries[0]!, count: entries.length, ...(isOneFolder ? { folder } : {}) }
}

/** Parts of equal size with at most ORDER_SIZE entries; none for no entries. */
function split(entries: OrderEntry[]): OrderEntry[][] {
  const parts = Math.ceil(entries.length / ORDER_SIZE)
  const size = Math.ceil(entries.length / Math.max(1, parts))
  return Array.from({ length: parts }, (_none, part) => entries.slice(part * size, (part + 1) * size))
}
