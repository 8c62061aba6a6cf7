/**
 * `write`: the only way to change the user's work. It runs one transaction over all tables that a change may touch, adds entries to
 * the sequence of changes, and announces them to every tab after the commit.
 */
import Dexie, { type Transaction } from 'dexie'
import { changesChannelName } from '@/contract/channels/changesChannel'
import { badRequest } from '@/contract/errors'
import { basePath } from '../../base'
import { withRoom, type Room, type Step } from './makeRoom'
import type { ChangeRow } from './rows'
import { db } from './schema'

export type Change = Omit<ChangeRow, 'seq' | 'at'>
export interface RecordChange {
  /** Adds an entry to the sequence of changes, in the same transaction. */
  (change: Change): void
  /** Number of the newest entry recorded so far, or undefined if there is none. */
  newest(): Promise<number | undefined>
}

/** Channel on which tabs hear `{ seq }` of the newest change. */
export const CHANGES_CHANNEL = changesChannelName(basePath)

/** Milliseconds for which the answer to an Idempotency-Key is stored. */
const KEY_LIFE = 24 * 60 * 60 * 1000
/** Milliseconds between two deletions of expired keys. */
const FORGET_INTERVAL = 60 * 1000

const userTables = () => [
  db.datasets,
  db.images,
  db.files,
  db.thumbnails,
  db.categories,
  db.annotationChunks,
  db.chunkPacks,
  db.locations,
  db.order,
  db.orderHeads,
  db.history,
  db.historyHeads,
  db.trash,
  db.changes,
  db.imports,
  db.counters,
  db.requests,
  db.exports,
  db.tasks,
  db.preferences,
  db.staging,
  db.uploads,
  db.models,
]

/** Number of writes that run or wait for their turn, without those that are committing. */
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

/**
 * Resolves when no write is running. Every step of a write needs this thread, so long computations should wait for the pauses
 * in which writes commit. Never call it within a write: it would wait for itself.
 */
export const noWriteAtWork = (): Promise<void> =>
  working === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))

/** Number of writes begun and ended since the worker started. */
const writes = { begun: 0, ended: 0 }

/**
 * Runs `work` in one transaction: all of its changes are stored, or none. `work` must await only the database.
 * Nested calls join the outer transaction; their changes are announced when the outermost commits.
 * If the store is full, `work` runs again after room was made, so it must change nothing but the database.
 */
export function write<T>(
  work: (recordChange: RecordChange) => Promise<T>,
  room: Room = 'caches',
  lastStep?: Step,
): Promise<T> {
  return Dexie.currentTransaction ? transact(work) : withRoom(room, () => transact(work), lastStep)
}

async function transact<T>(work: (recordChange: RecordChange) => Promise<T>): Promise<T> {
  writes.begun++
  try {
    return await db.transaction('rw', userTables(), async () => {
      const recorded: Promise<number>[] = []
      const value = await atWork(() => work(changeRecorder(recorded)))
      const seq = (await Promise.all(recorded)).at(-1)
      if (seq !== undefined) announceAfterCommit(seq)
      return value
    })
  } finally {
    writes.ended++
  }
}

/** Collects the sequence numbers of the changes of one write. */
function changeRecorder(recorded: Promise<number>[]): RecordChange {
  const record = (change: Change): void => {
    const seq = Promise.resolve(db.changes.add({ ...change, at: Date.now() }))
    // `write` reports a failure, unless its work fails first
    seq.catch(() => {})
    recorded.push(seq)
  }
  return Object.assign(record, { newest: async () => (await Promise.all(recorded)).at(-1) })
}

/** Answers the result of `read`, or undefined if something was written meanwhile. `read` may use several transactions. */
export async function readBetweenWrites<T>(read: () => Promise<T>): Promise<T | undefined> {
  const { begun, ended } = writes
  if (begun !== ended) return undefined
  const value = await read()
  return writes.begun === begun ? value : undefined
}

export interface OnceOptions<R> {
  /** Reads what the work needs in the same transaction and at the same time as the key, which saves a round trip. */
  read?: () => Promise<R>
  room?: Room
  lastStep?: Step
}

/**
 * Runs `work` once for each Idempotency-Key. A repeated key gets the first answer again; without a key, `work` always runs.
 * `target`: method and path; throws 400 if the key was used for another one.
 */
export async function writeOnce<T, R = void>(
  key: string | null,
  target: string,
  work: (input: R) => Promise<T>,
  { read, room, lastStep }: OnceOptions<R> = {},
): Promise<T> {
  if (!key) return write(async () => work((await read?.()) as R), room, lastStep)
  return write(
    async () => {
      const [earlier, input] = await Promise.all([db.requests.get(key), read?.()])
      if (earlier && earlier.target !== target)
        throw badRequest('This Idempotency-Key was used for another request; make a new one.')
      if (earlier) return earlier.answer as T
      const answer = await work(input as R)
      const at = Date.now()
      await Promise.all([forgetOld(at), db.requests.put({ key, target, answer, at })])
      return answer
    },
    room,
    lastStep,
  )
}

let lastForgotten = 0

/** How many of the newest changes are kept for those who ask what happened since. Tests make it smaller. */
export const keep = { changes: 50_000 }

/** Deletes expired keys and old changes, at most once a minute: looking for them takes as long as a write. */
async function forgetOld(now: number): Promise<void> {
  if (now >= lastForgotten && now < lastForgotten + FORGET_INTERVAL) return
  lastForgotten = now
  await Promise.all([
    db.requests
      .where('at')
      .below(now - KEY_LIFE)
      .delete(),
    db.changes
      .where(':id')
      .belowOrEqual((await lastChange()) - keep.changes)
      .delete(),
  ])
}

/** The number of the newest change, 0 if there is none. */
export async function lastChange(): Promise<number> {
  return (await db.changes.orderBy(':id').last())?.seq ?? 0
}

/** The newest change of each outermost transaction that has changes. */
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
