/**
 * The one way to change what the user made: a transaction over all tables that such a change touches, with its
 * entry in the change sequence, announced to every tab after it is committed.
 */
import Dexie, { type Transaction } from 'dexie'
import { badRequest } from '@/contract/errors'
import { withRoom, type Room } from '../makeRoom'
import type { ChangeRow } from './rows'
import { db } from './schema'

export type Change = Omit<ChangeRow, 'seq' | 'at'>
/** Answers the number of the change in the sequence. */
export type RecordChange = (change: Change) => Promise<number>

/** Channel on which tabs hear `{ seq }` of the newest change. */
export const CHANGES_CHANNEL = 'atoll:changes'

/** How long an idempotency key is remembered. */
const KEY_LIFE = 24 * 60 * 60 * 1000
const FORGET_EACH = 60 * 1000

const userTables = () => [
  db.datasets, db.images, db.files, db.thumbnails, db.categories, db.sheets, db.bundles, db.locations, db.order, db.orderHeads,
  db.history, db.historyHeads, db.trash, db.changes, db.imports, db.counters, db.requests, db.exports, db.tasks, db.preferences,
  db.staging, db.uploads,
]

/** Writes that are at work or wait for their turn; not those that commit. */
let working = 0
const waiting: (() => void)[] = []

async function atWork<T>(work: () => Promise<T>): Promise<T> {
  working++
  try {
    return await work()
  } finally {
    if (--working === 0) waiting.splice(0).forEach((proceed) => proceed())
  }
}

/** Resolves when no write is at work. Each of its steps needs this thread: what keeps that long is better done while one commits. Never call it within one. */
export const noWriteAtWork = (): Promise<void> => (working === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)))

/** How many writes have begun and ended since the worker woke. */
const writes = { begun: 0, ended: 0 }

/**
 * Runs `work` in one transaction: all of it is stored, or nothing. `work` must await only the database.
 * Nested calls join the outer transaction, and what they change is announced with the outermost.
 * In a full store `work` runs again after `room` was made, so it must not change anything but the database.
 */
export function write<T>(work: (note: RecordChange) => Promise<T>, room: Room = 'caches'): Promise<T> {
  return Dexie.currentTransaction ? transact(work) : withRoom(room, () => transact(work))
}

async function transact<T>(work: (note: RecordChange) => Promise<T>): Promise<T> {
  writes.begun++
  try {
    return await db.transaction('rw', userTables(), async () => {
      const noted: Promise<number>[] = []
      const value = await atWork(() => work((change) => {
        const seq = db.changes.add({ ...change, at: Date.now() })
        // its failure is told below, unless the work fails first
        seq.catch(() => {})
        noted.push(seq)
        return seq
      }))
      const seq = (await Promise.all(noted)).at(-1)
      if (seq !== undefined) announceAfterCommit(seq)
      return value
    })
  } finally {
    writes.ended++
  }
}

/** What `read` answers, when nothing was written meanwhile; else undefined. `read` may take many transactions. */
export async function readBetweenWrites<T>(read: () => Promise<T>): Promise<T | undefined> {
  const { begun, ended } = writes
  if (begun !== ended) return undefined
  const value = await read()
  return writes.begun === begun ? value : undefined
}

export interface OnceOptions<R> {
  /** What the work needs, asked for in the same transaction, together with the key. */
  read?: () => Promise<R>
  room?: Room
}

/** Applies `work` once for a key: the same key again answers what the first time answered. */
export async function writeOnce<T, R = void>(key: string | null, target: string, work: (had: R) => Promise<T>, { read, room }: OnceOptions<R> = {}): Promise<T> {
  if (!key) return write(async () => work((await read?.()) as R), room)
  return write(async () => {
    const [known, had] = await Promise.all([db.requests.get(key), read?.()])
    if (known && known.target !== target) throw badRequest('This Idempotency-Key was used for another request; make a new one.')
    if (known) return known.answer as T
    const answer = await work(had as R)
    const at = Date.now()
    await Promise.all([forgetOld(at), db.requests.put({ key, target, answer, at })])
    return answer
  }, room)
}

let forgotten = 0

/** Now and then: to look takes as long as a write. */
async function forgetOld(now: number): Promise<void> {
  if (now >= forgotten && now < forgotten + FORGET_EACH) return
  forgotten = now
  await db.requests.where('at').below(now - KEY_LIFE).delete()
}

/** Number of the newest change, 0 if there is none. */
export async function lastChange(): Promise<number> {
  return (await db.changes.orderBy(':id').last())?.seq ?? 0
}

/** Outermost transactions with changes: the number of the newest. */
const announcing = new WeakMap<Transaction, number>()

function announceAfterCommit(seq: number) {
  let outermost = Dexie.currentTransaction as Transaction & { parent?: Transaction }
  while (outermost.parent) outermost = outermost.parent
  if (!announcing.has(outermost)) outermost.on('complete', () => announce(announcing.get(outermost)!))
  announcing.set(outermost, seq)
}

function announce(seq: number) {
  if (typeof BroadcastChannel === 'undefined') return
  const channel = new BroadcastChannel(CHANGES_CHANNEL)
  channel.postMessage({ seq })
  channel.close()
}
