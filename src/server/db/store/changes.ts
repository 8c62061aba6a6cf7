/** Reads the sequence of changes, which write.ts writes. */
import type { ChangeRow } from './rows'
import { db } from './schema'
import { CHANGES_CHANNEL } from './write'

export const changes = {
  /** Number of the oldest change that is kept; undefined when there is none. */
  oldest: async (): Promise<number | undefined> => (await db.changes.orderBy(':id').first())?.seq,

  /** Changes after number `seq`, oldest first, at most `limit`. */
  after: (seq: number, limit: number): Promise<ChangeRow[]> =>
    db.changes.where(':id').above(seq).limit(limit).toArray(),

  /** Resolves at the next change by any tab, or when `signal` aborts. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted || typeof BroadcastChannel === 'undefined') return resolve()
      const channel = new BroadcastChannel(CHANGES_CHANNEL)
      const done = () => {
        channel.close()
        signal.removeEventListener('abort', done)
        resolve()
      }
      channel.onmessage = done
      signal.addEventListener('abort', done)
    })
  },
}
