/**
 * Made pictures, so that they are not made again. A cache: it may be dropped at any time, and what was not used for longest goes first.
 * Strokes lock its table too: what makes pictures wrong drops them in its own transaction.
 */
import { isQuotaError } from '../store/quotaError'
import type { ThumbnailRow } from '../store/rows'
import { db } from '../store/schema'

export const limits = {
  rows: 10_000,
  /** Larger ones are made anew each time. */
  bytes: 64 * 1024,
  /** How many are added between two looks at how many there are; counting takes a while. */
  between: 200,
}

/** A use is written down at most this often. Milliseconds. */
const USE_INTERVAL = 60 * 60 * 1000
/** Of a full cache the part that goes. */
const DROPPED = 0.2

let sinceCheck = Infinity

export const thumbnails = {
  async find(imageId: number, variant: string): Promise<ThumbnailRow | undefined> {
    const row = await db.thumbnails.get([imageId, variant])
    const now = Date.now()
    if (row && now - row.used_at > USE_INTERVAL) await ifItCan(() => db.thumbnails.update([imageId, variant], { used_at: now }))
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

  /** All of an image, whose picture was replaced; of all images from one id to another. */
  drop: (first: number, last = first): Promise<number> => db.thumbnails.where(':id').between([first, ''], [last, []], true, true).delete(),
}

/** Nobody who only looks at a picture hears that the cache could not be written. */
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
