/**
 * The one way to change what the user made: a transaction over all tables that such a change touches, with its
 * entry in the change sequence, announced to every tab after it is committed.
 */
import { badRequest } from '@/contract/errors'
import type { ChangeRow } from './rows'
import { db } from './schema'

export type Change = Omit<ChangeRow, 'seq' | 'at'>
export type Note = (change: Change) => void

/** Channel on which tabs hear `{ seq }` of the newest change. */
export const CHANGES_CHANNEL = 'atoll:changes'

/** How long an idempotency key is remembered. */
const KEY_LIFE = 24 * 60 * 60 * 1000

const userTables = () => [
  db.datasets, db.images, db.files, db.thumbnails, db.categories, db.sheets, db.locations, db.order, db.orderHeads,
  db.history, db.historyHeads, db.trash, db.changes, db.imports, db.counters, db.requests, db.exports, db.tasks, db.preferences,
  db.staging, db.uploads,
]

/**
 * Runs `work` in one transaction: all of it is stored, or nothing. `work` must await only the database.
 * Nested calls join the outer transaction.
 */
export async function write<T>(work: (note: Note) => Promise<T>): Promise<T> {
  let lastSeq = 0
  const result = await db.transaction('rw', userTables(), async () => {
    const changes: Change[] = []
    const value = await work((change) => changes.push(change))
    const at = Date.now()
    for (const change of changes) lastSeq = await db.changes.add({ ...change, at })
    return value
  })
  if (lastSeq) announce(lastSeq)
  return result
}

/** Applies `work` once for a key: the same key again answers what the first time answered. */
export async function writeOnce<T>(key: string | null, target: string, work: () => Promise<T>): Promise<T> {
  if (!key) return work()
  return write(async () => {
    const known = await db.requests.get(key)
    if (known && known.target !== target) throw badRequest('This Idempotency-Key was used for another request; make a new one.')
    if (known) return known.answer as T
    const answer = await work()
    const at = Date.now()
    await db.requests.where('at').below(at - KEY_LIFE).delete()
    await db.requests.put({ key, target, answer, at })
    return answer
  })
}

/** Number of the newest change, 0 if there is none. */
export async function lastChange(): Promise<number> {
  return (await db.changes.orderBy(':id').last())?.seq ?? 0
}

function announce(seq: number) {
  if (typeof BroadcastChannel === 'undefined') return
  const channel = new BroadcastChannel(CHANGES_CHANNEL)
  channel.postMessage({ seq })
  channel.close()
}
