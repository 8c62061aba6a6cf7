/**
 * Cache of images made from the originals, such as thumbnails. It may be dropped at any time; the least recently used go first.
 * A change that makes a cached image wrong drops it in the same transaction, so edits lock this table too.
 */
import { isQuotaError } from '../store/quotaError'
import type { ThumbnailRow } from '../store/rows'
import { db } from '../store/schema'

export const limits = {
  rows: 10_000,
  /** Larger images are not cached. */
  bytes: 64 * 1024,
  /** Images added between two counts of the table, because counting is slow. */
  between: 200,
}

/** Least time between two updates of `used_at`, in milliseconds. */
const USE_INTERVAL = 60 * 60 * 1000
/** Share of a full cache that is dropped. */
const DROPPED = 0.2

let sinceCheck = Infinity

export const thumbnails = {
  async find(imageId: number, variant: string): Promise<ThumbnailRow | undefined> {
    const row = await db.thumbnails.get([imageId, variant])
    const now = Date.now()
    if (row && now - row.used_at > USE_INTERVAL)
      await ifItCan(() => db.thumbnails.update([imageId, variant], { used_at: now }))
    return row
  },

  /** A store that is full keeps nothing, which is no error. */
  async keep(row: Omit<ThumbnailRow, 'used_at'>): Promise<void> {
    if (row.blob.size > limits.bytes) return
    await ifItCan(() => db.thumbnails.put({ ...row, used_at: Date.now() }))
    if (++sinceCheck < limits.between) return
    sinceCheck = 0
    const surplus = (await db.thumbnails.count()) - limits.rows
    if (surplus > 0) await dropOldest(surplus + Math.floor(limits.rows * DROPPED))
  },

  /** Drops the cached images of one image, or of all images with ids from `first` to `last`. */
  drop: (first: number, last = first): Promise<number> =>
    db.thumbnails.where(':id').between([first, ''], [last, []], true, true).delete(),
}

/** Nobody who only looks at an image hears that the cache could not be written. */
async function ifItCan(write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (!isQuotaError(error)) throw error
  }
}

async function dropOldest(howMany: number): Promise<void> {
  await db.thumbnails.bulkDelete(await db.thumbnails.orderBy('used_at').limit(howMany).primaryKeys())
}
