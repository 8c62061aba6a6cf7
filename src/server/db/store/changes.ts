/** The sequence of changes, for those who follow it. It is written by write.ts. */
import type { ChangeRow } from './rows'
import { db } from './schema'
import { CHANGES_CHANNEL } from './write'

export const changes = {
  /** At most `limit` changes after a number, oldest first. */
  after: (seq: number, limit: number): Promise<ChangeRow[]> => db.changes.where(':id').above(seq).limit(limit).toArray(),

  /** Resolves when something was changed, by whichever tab, or when `signal` aborts. */
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
