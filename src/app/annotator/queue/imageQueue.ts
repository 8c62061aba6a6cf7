/**
 * The images that are labelled one after the other: the ids of a filtered list, in its order, as they were when the first image was
 * opened. An image that no longer matches the filter, because it was labelled, keeps its place, so that previous leads back to it.
 */
export interface ImageQueue {
  /** Dataset and filter that it was read for. */
  key: string
  /** Place of the first id in the whole list, from 0. */
  start: number
  ids: number[]
  /** Length of the whole list. */
  total: number
}

export interface IdsPage {
  ids: number[]
  total: number
}

export type ReadIds = (start: number, limit: number) => Promise<IdsPage>

/** Ids read at a time. */
export const QUEUE_PAGE = 5_000
/** From this many ids before an end of the queue on, the next ones are read. */
const NEAR = 100

/**
 * Reads the queue around an image. `hint` is the place of the image if it is known; without it, the pages are read from the first one
 * until it is found. An image that is not in the list gets the first page.
 */
export async function readQueue(key: string, imageId: number, hint: number | null, read: ReadIds): Promise<ImageQueue> {
  const start = hint === null ? 0 : Math.floor(hint / QUEUE_PAGE) * QUEUE_PAGE
  const { ids, total } = await read(start, QUEUE_PAGE)
  let queue: ImageQueue = { key, start, ids, total }
  while (hint === null && !queue.ids.includes(imageId) && canGrow(queue)) queue = await grow(queue, read)
  return queue
}

const canGrow = ({ start, ids, total }: ImageQueue) => start + ids.length < total

async function grow(queue: ImageQueue, read: ReadIds): Promise<ImageQueue> {
  const more = await read(queue.start + queue.ids.length, QUEUE_PAGE)
  const known = new Set(queue.ids)
  const ids = more.ids.filter((id) => !known.has(id))
  // an empty page ends the list, whatever its length was before
  const total = ids.length === 0 ? queue.start + queue.ids.length : more.total
  return { ...queue, ids: [...queue.ids, ...ids], total }
}

/** The queue with the ids read that `at` comes near to, or the same queue. */
export async function extendNear(queue: ImageQueue, at: number, read: ReadIds): Promise<ImageQueue> {
  if (at >= queue.ids.length - NEAR && canGrow(queue)) return grow(queue, read)
  if (at >= NEAR || queue.start === 0) return queue
  const start = Math.max(0, queue.start - QUEUE_PAGE)
  const { ids } = await read(start, queue.start - start)
  const known = new Set(queue.ids)
  return { ...queue, start, ids: [...ids.filter((id) => !known.has(id)), ...queue.ids] }
}

/** The first of `wanted` after the place `at`, going on from the start at the end; null if none is in the queue. */
export function nextOf({ ids }: ImageQueue, at: number, wanted: ReadonlySet<number>): number | null {
  const after = ids.slice(at + 1).find((id) => wanted.has(id))
  return after ?? ids.slice(0, Math.max(0, at)).find((id) => wanted.has(id)) ?? null
}
