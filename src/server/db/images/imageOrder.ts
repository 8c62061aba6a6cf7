/**
 * The order of a dataset's images that are not deleted: path by code points, then id. Chunks of about ORDER_SIZE
 * entries and a head that says where each begins (decisions/0005): a page reads the head and the chunks it shows.
 * Call within a transaction.
 */
import { baseName, comparePaths, folderOf } from '@/core/paths'
import type { OrderEntry, OrderHeadRow } from '../store/rows'
import { db, ORDER_SIZE } from '../store/schema'

type HeadChunk = OrderHeadRow['chunks'][number]

export interface Neighbours {
  previous: number | null
  next: number | null
  /** From 0; of an image that is not in the order, where it would stand. */
  index: number
  total: number
}

/** LocationColumns `start` to `end` (which is not in it) of the order. */
export interface Range {
  start: number
  end: number
}

export const order = {
  /** Adds entries, in any order; each chunk is written once. */
  async insert(datasetId: number, entries: OrderEntry[]): Promise<void> {
    const sorted = [...entries].sort(compareEntries)
    const { chunks } = await readHead(datasetId)
    let free = Math.max(-1, ...chunks.map(({ chunk }) => chunk)) + 1
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
        const chunk = head && part === 0 ? head.chunk : free++
        written.push(db.order.put({ dataset_id: datasetId, chunk, entries: list }))
        changed.push(headOf(chunk, list))
      }
    }
    await Promise.all([...written, db.orderHeads.put({ dataset_id: datasetId, chunks: changed })])
  },

  /** Takes entries out; those that are not in it are passed over. */
  async remove(datasetId: number, entries: OrderEntry[]): Promise<void> {
    const { chunks } = await readHead(datasetId)
    const touched = new Set(entries.map((entry) => chunkIndex(chunks, entry)))
    const gone = new Set(entries.map(([, id]) => id))
    const changed: HeadChunk[] = []
    for (const [index, head] of chunks.entries()) {
      const kept = touched.has(index) ? (await readChunk(datasetId, head)).filter(([, id]) => !gone.has(id)) : undefined
      if (!kept) changed.push(head)
      else if (kept.length === 0) await db.order.delete([datasetId, head.chunk])
      else {
        await db.order.put({ dataset_id: datasetId, chunk: head.chunk, entries: kept })
        changed.push(headOf(head.chunk, kept))
      }
    }
    await db.orderHeads.put({ dataset_id: datasetId, chunks: changed })
  },

  async destroy(datasetId: number): Promise<void> {
    await db.order.where(':id').between([datasetId, 0], [datasetId, Infinity]).delete()
    await db.orderHeads.delete(datasetId)
  },

  /** Entries from place `start`, at most `limit`. */
  async page(datasetId: number, start: number, limit: number): Promise<OrderEntry[]> {
    const { chunks } = await readHead(datasetId)
    const shown: OrderEntry[] = []
    let before = 0
    for (const head of chunks) {
      const from = start + shown.length - before
      if (shown.length < limit && from < head.count) shown.push(...(await readChunk(datasetId, head)).slice(from, from + limit - shown.length))
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
    const place = lowerBound(entries, entry)
    const isThere = entries[place]?.[1] === id
    const before = chunks[at - 1]
    const previous = entries[place - 1] ?? (before && (await readChunk(datasetId, before)).at(-1))
    const next = entries[isThere ? place + 1 : place] ?? chunks[at + 1]?.first
    return { previous: previous?.[1] ?? null, next: next?.[1] ?? null, index: totalOf(chunks.slice(0, at)) + place, total: totalOf(chunks) }
  },

  /** The places of what is in a folder and the folders below it; '' is the whole dataset. */
  async folder(datasetId: number, folder: string): Promise<Range> {
    const { chunks } = await readHead(datasetId)
    if (folder === '') return { start: 0, end: totalOf(chunks) }
    const [first, last] = [await placeOf(datasetId, chunks, [`${folder}/`, 0]), await placeOf(datasetId, chunks, [afterFolder(folder), 0])]
    return { start: first, end: last }
  },

  /** Names of the folders right inside a folder, in order. Reads about one chunk for each. */
  async subdirectories(datasetId: number, folder: string): Promise<string[]> {
    const prefix = folder === '' ? '' : `${folder}/`
    const { chunks } = await readHead(datasetId)
    const names: string[] = []
    let target: OrderEntry = [prefix, 0]
    for (let index = chunkIndex(chunks, target); index < chunks.length; index++) {
      if (chunks[index]!.folder === folder) continue
      const entries = await readChunk(datasetId, chunks[index]!)
      for (let at = lowerBound(entries, target); at < entries.length; ) {
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

/** Comes after all paths in the folder: 0 is the character after the slash. */
const afterFolder = (folder: string) => `${folder}0`

const compareEntries = (a: OrderEntry, b: OrderEntry) => comparePaths(a[0], b[0]) || a[1] - b[1]

/** Place of the first entry that is not before `target`. */
function lowerBound(entries: OrderEntry[], target: OrderEntry): number {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareEntries(entries[middle]!, target) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** The chunk that holds an entry, or would. */
function chunkIndex(chunks: HeadChunk[], target: OrderEntry): number {
  const after = lowerBound(chunks.map(({ first }) => first), [target[0], target[1] + 1])
  return Math.max(0, after - 1)
}

async function placeOf(datasetId: number, chunks: HeadChunk[], target: OrderEntry): Promise<number> {
  const index = chunkIndex(chunks, target)
  const head = chunks[index]
  if (!head) return 0
  return totalOf(chunks.slice(0, index)) + lowerBound(await readChunk(datasetId, head), target)
}

const totalOf = (chunks: HeadChunk[]) => chunks.reduce((sum, { count }) => sum + count, 0)

const readHead = async (datasetId: number): Promise<OrderHeadRow> => (await db.orderHeads.get(datasetId)) ?? { dataset_id: datasetId, chunks: [] }

const readChunk = async (datasetId: number, { chunk }: HeadChunk): Promise<OrderEntry[]> => (await db.order.get([datasetId, chunk]))?.entries ?? []

function headOf(chunk: number, entries: OrderEntry[]): HeadChunk {
  const folder = folderOf(entries[0]![0])
  const isOneFolder = entries.every(([path]) => path.length - baseName(path).length === (folder === '' ? 0 : folder.length + 1) && path.startsWith(folder))
  return { chunk, first: entries[0]!, count: entries.length, ...(isOneFolder ? { folder } : {}) }
}

/** Even parts of at most ORDER_SIZE; none for nothing. */
function split(entries: OrderEntry[]): OrderEntry[][] {
  const parts = Math.ceil(entries.length / ORDER_SIZE)
  const size = Math.ceil(entries.length / Math.max(1, parts))
  return Array.from({ length: parts }, (_none, part) => entries.slice(part * size, (part + 1) * size))
}
