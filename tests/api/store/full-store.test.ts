import 'fake-indexeddb/auto'
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { reserve, reserveLimits } from '@/server/db/store/reserve'
import { db } from '@/server/db/store/schema'
import { wakeTasks } from '@/server/tasks/runner'
import { thumbnails } from '@/server/db/images/thumbnails'
import { addDataset, api, freshDatabase, json, raw, refused } from '../support/api'
import { fillStore } from '../support/fullStore'
import { expectConsistent } from '../support/recount'

const picture = readFileSync(new URL('../../data/nuts/0.jpg', import.meta.url))
const upload = (name: string) => api('POST', `/image/?dataset_id=1&file_name=${name}`, { body: picture })
const keyed = (): RequestInit => ({ headers: { 'Idempotency-Key': crypto.randomUUID() } })
const thumbnail = { image_id: 1, variant: 'w1h1jpg', etag: '"x"', blob: new Blob([new Uint8Array(20_000)]) }
const FULL = 507

let store: { free: number }

/** A dataset with two images and a category, and a reserve; then nothing more fits. */
beforeEach(async () => {
  await freshDatabase()
  Object.assign(reserveLimits, { isOn: true, parts: 4, bytes: 10_000 })
  store = fillStore(1e9)
  await addDataset('nuts')
  await api('POST', '/category', json({ name: 'nut' }))
  await api('POST', '/dataset/1', json({ categories: ['nut'] }))
  await upload('a.jpg')
  await upload('b.jpg')
  await reserve.refill()
  store.free = 0
})
afterEach(async () => {
  await wakeTasks()
  reserveLimits.isOn = false
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  await expectConsistent()
})

describe('a full store', () => {
  it('refuses what is new and keeps nothing of it', async () => {
    expect(await refused('POST', '/category', json({ name: 'other' }))).toEqual([
      FULL,
      expect.stringContaining('The storage is full'),
    ])
    expect((await upload('c.jpg')).status).toBe(FULL)
    expect(await db.images.count()).toBe(2)
  })

  it.each([
    ['an image', '/image/1'],
    ['a dataset', '/dataset/1'],
    ['a category', '/category/1'],
  ])('lets %s be deleted', async (_what, at) => {
    expect((await api('DELETE', at, keyed())).status).toBe(200)
    const [, instance] = at.split('/')
    expect((await api<{ instance: string }[]>('GET', '/undo/')).body.map((each) => each.instance)).toEqual([instance])
  })

  it('is emptied, and then takes what is new', async () => {
    expect((await api('DELETE', '/image/1', keyed())).status).toBe(200)
    expect((await api('DELETE', '/undo/?id=1&instance=image', keyed())).status).toBe(200)
    expect(await db.files.count()).toBe(1)
    expect((await upload('c.jpg')).status).toBe(200)
  })

  it('lets a whole dataset be deleted for good', async () => {
    expect((await api('DELETE', '/dataset/1')).status).toBe(200)
    expect((await api('DELETE', '/undo/?id=1&instance=dataset')).status).toBe(200)
    expect(await db.files.count()).toBe(0)
  })

  it.each(['coco', 'export.zip', 'validate'])('answers %s', async (what) => {
    expect((await raw('GET', `/dataset/1/${what}`, keyed())).status).toBe(200)
  })

  it.each(['coco', 'export.zip'])('answers %s without a reserve, and stores nothing', async (what) => {
    await reserve.release()
    store.free = 0
    expect((await raw('GET', `/dataset/1/${what}`, keyed())).status).toBe(200)
    expect(await db.tasks.count()).toBe(0)
    expect(await db.exports.count()).toBe(0)
  })

  it.each(['image', 'dataset'])(
    'deletes a trashed %s for good without a reserve: its images go first',
    async (instance) => {
      await api('DELETE', `/${instance}/1`)
      await reserve.release()
      store.free = 0
      expect((await api('DELETE', `/undo/?id=1&instance=${instance}`)).status).toBe(200)
      expect(await db.files.count()).toBe(instance === 'image' ? 1 : 0)
    },
  )

  it('goes on without keeping thumbnails', async () => {
    await thumbnails.keep(thumbnail)
    expect(await db.thumbnails.count()).toBe(0)
  })

  it('does not hand the reserve to what is new', async () => {
    await api('DELETE', '/image/1')
    await reserve.refill()
    expect((await upload('c.jpg')).status).toBe(FULL)
    expect((await api('DELETE', '/image/2')).status).toBe(200)
  })
})

it('gives up thumbnails for what is new, and asks nobody', async () => {
  store.free = 1e6
  await thumbnails.keep(thumbnail)
  store.free = 0
  expect((await api('POST', '/category', json({ name: 'other' }))).status).toBe(200)
  expect(await db.thumbnails.count()).toBe(0)
})

it('gives up exports that newer ones replaced, and keeps the newest', async () => {
  store.free = 1e6
  for (let times = 0; times < 2; times++) {
    await api('GET', '/dataset/1/export')
    await wakeTasks()
  }
  await api('GET', '/dataset/1/coco')
  expect(await db.exports.count()).toBe(3)
  store.free = 0
  expect((await api('POST', '/category', json({ name: 'other' }))).status).toBe(200)
  expect(await db.exports.count()).toBe(1)
})

it('an import that finds no room in the midst of it fails, and leaves nothing', async () => {
  const before = await db.images.toArray()
  store.free = 8
  const file = {
    images: [{ id: 7, file_name: 'x.jpg', width: 10, height: 10 }],
    annotations: [],
    categories: [{ id: 1, name: 'new' }],
  }
  const { status } = await api('POST', '/dataset/1/coco', { body: JSON.stringify(file) })
  expect(status).toBe(FULL)
  await wakeTasks()
  expect(await db.images.toArray()).toEqual(before)
  expect(await db.tasks.filter(({ status }) => status === 'waiting' || status === 'running').count()).toBe(0)
})
