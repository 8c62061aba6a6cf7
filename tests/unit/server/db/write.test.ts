import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { db, useDatabase } from '@/server/db/store/schema'
import { CHANGES_CHANNEL, lastChange, readBetweenWrites, write, type Change } from '@/server/db/store/write'

let heard: number[]
let channel: BroadcastChannel
let databases = 0

/** Resolves when this number has been announced. */
let hears: (seq: number) => Promise<void>

beforeEach(() => {
  useDatabase(`write-${++databases}`)
  heard = []
  const waiting = new Map<number, () => void>()
  hears = (seq) => new Promise((resolve) => (heard.includes(seq) ? resolve() : waiting.set(seq, resolve)))
  channel = new BroadcastChannel(CHANGES_CHANNEL)
  channel.onmessage = ({ data }: MessageEvent<{ seq: number }>) => {
    heard.push(data.seq)
    waiting.get(data.seq)?.()
  }
})
afterEach(() => channel.close())

const change: Change = { action: 'create', instance: 'dataset', ids: [1] }
const inner = () => write(async (note) => note(change))

it('announces what nested writes change once, with the newest number, when all of it is stored', async () => {
  let announcedBefore: number[] = []
  await write(async (note) => {
    await inner()
    await inner()
    announcedBefore = [...heard]
    note(change)
  })
  await hears(3)
  expect([announcedBefore, heard, await lastChange()]).toEqual([[], [3], 3])
})

it('announces nothing of what was rolled back with the outer write', async () => {
  await expect(
    write(async () => {
      await inner()
      throw new Error('not this time')
    }),
  ).rejects.toThrow('not this time')
  expect(await db.changes.count()).toBe(0)
  await inner()
  const seq = await lastChange()
  await hears(seq)
  expect(heard).toEqual([seq])
})

it('tells a reader of many transactions that something was written meanwhile', async () => {
  expect(await readBetweenWrites(() => db.datasets.count())).toBe(0)
  expect(
    await readBetweenWrites(async () => {
      await db.datasets.count()
      await inner()
      return db.datasets.count()
    }),
  ).toBeUndefined()
  const writing = inner()
  expect(await readBetweenWrites(() => db.datasets.count())).toBeUndefined()
  await writing
  expect(await readBetweenWrites(() => db.datasets.count())).toBe(0)
})
