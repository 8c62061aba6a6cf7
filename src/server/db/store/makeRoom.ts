/** What happens when the store is full: what can be made again is dropped, and the write is tried again. */
import { activeTasks, uploadsInUse } from '../tasks/inUse'
import { isQuotaError } from './quotaError'
import { reserve } from './reserve'
import { db } from './schema'

/** What may be given up for a write. 'reserve': everything, for what frees room or takes the user's work out of the browser. */
export type Room = 'none' | 'caches' | 'reserve'

/** Answers whether there was anything to free. Each only deletes, which browsers allow in a full store. */
export type Step = () => Promise<boolean>

/** A younger upload may still be imported. Milliseconds. */
const UPLOAD_AGE = 60 * 60 * 1000

const steps: Record<Room, Step[]> = {
  none: [],
  caches: [dropThumbnails, dropOldFiles],
  reserve: [dropThumbnails, dropOldFiles, dropExports, reserve.release],
}

/**
 * Runs `work`; after a quota error again, as long as there is something to give up. `work` must store all or nothing.
 * `lastStep`: what else may go, when nothing of all that helped.
 */
export async function withRoom<T>(room: Room, work: () => Promise<T>, lastStep?: Step): Promise<T> {
  const left = [...steps[room], ...(lastStep ? [lastStep] : [])]
  for (;;) {
    try {
      const value = await work()
      reserve.refillLater()
      return value
    } catch (error) {
      if (!isQuotaError(error) || !(await freeSome(left))) throw error
    }
  }
}

/** Drops what can be made again. Answers whether there was any. */
export const dropCaches = (): Promise<boolean> => freeSome([...steps.caches])

async function freeSome(left: Step[]): Promise<boolean> {
  for (let step = left.shift(); step; step = left.shift()) {
    if (await step()) return true
  }
  return false
}

async function dropThumbnails(): Promise<boolean> {
  if ((await db.thumbnails.limit(1).count()) === 0) return false
  await db.thumbnails.clear()
  return true
}

/** Exports that are in no list or that a newer one of the dataset replaces, and uploads that nothing came for. */
async function dropOldFiles(): Promise<boolean> {
  const uploads = await db.uploads
    .where('created_at')
    .below(Date.now() - UPLOAD_AGE)
    .primaryKeys()
  const used = await uploadsInUse()
  const unused = uploads.filter((id) => !used.has(id))
  await db.uploads.bulkDelete(unused)
  const listed = (await db.exports.toArray()).filter(({ unlisted }) => !unlisted)
  const newest = new Map(listed.map(({ id, dataset_id }) => [dataset_id, id]))
  const dropped = await dropExportsBut(new Set(newest.values()))
  return dropped || unused.length > 0
}

function dropExports(): Promise<boolean> {
  return dropExportsBut(new Set())
}

async function dropExportsBut(kept: Set<number>): Promise<boolean> {
  const busy = new Set((await activeTasks()).map(({ id }) => id))
  const rows = await db.exports.filter(({ id, task_id }) => !kept.has(id) && !busy.has(task_id)).primaryKeys()
  await db.exports.bulkDelete(rows)
  return rows.length > 0
}
