import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/server/db/store/schema'
import { addImages, api, freshDatabase, json, refused } from '../support/api'
import { expectConsistent } from '../support/recount'

beforeEach(async () => {
  await freshDatabase()
  await api('POST', '/dataset/', json({ name: 'nuts', provisional: true }))
})
afterEach(() => {
  vi.useRealTimers()
  return expectConsistent()
})

const names = async () =>
  (await api<{ datasets: { name: string }[] }>('GET', '/dataset/data')).body.datasets.map(({ name }) => name)
const confirm = async () => (await api('POST', '/dataset/1/confirm')).body

describe('a provisional dataset', () => {
  it('is not listed, and is gone when nothing came in', async () => {
    expect(await names()).toEqual([])
    expect(await confirm()).toEqual({ kept: false })
    expect(await db.datasets.count()).toBe(0)
    expect((await api('GET', '/undo/')).body).toEqual([])
  })

  it('is listed when an image has come in, and stays', async () => {
    await addImages(1, ['a.jpg'])
    expect(await names()).toEqual(['nuts'])
    expect(await confirm()).toEqual({ kept: true })
    await api('DELETE', '/image/1')
    await api('DELETE', '/undo/?id=1&instance=image')
    expect(await names()).toEqual(['nuts'])
  })

  it('is listed when a file brought nothing but categories', async () => {
    await api('POST', '/dataset/1/coco', {
      body: JSON.stringify({ images: [], annotations: [], categories: [{ id: 1, name: 'nut' }] }),
    })
    expect(await names()).toEqual(['nuts'])
  })

  it('is gone when its file is refused', async () => {
    expect((await api('POST', '/dataset/1/coco', { body: '{"images": [' })).status).toBe(400)
    expect(await confirm()).toEqual({ kept: false })
  })

  it('keeps its name as long as a page may still work on it, and not for ever', async () => {
    expect(await refused('POST', '/dataset/', json({ name: 'nuts' }))).toEqual([
      400,
      expect.stringContaining('Dataset already exists'),
    ])
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 60 * 60 * 1000 })
    expect((await api('POST', '/dataset/', json({ name: 'nuts' }))).status).toBe(200)
    expect(await names()).toEqual(['nuts'])
    expect(await db.datasets.count()).toBe(1)
  })

  it('is kept for an interrupted import of a folder', async () => {
    await api('POST', '/intake/', json({ dataset_id: 1, folder: 'trip', pictures: 3, bytes: 0 }))
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 60 * 60 * 1000 })
    await api('POST', '/dataset/', json({ name: 'other' }))
    expect(await db.datasets.count()).toBe(2)
  })
})

it('any other dataset stays, however empty', async () => {
  await api('POST', '/dataset/', json({ name: 'other' }))
  expect((await api('POST', '/dataset/2/confirm')).body).toEqual({ kept: true })
  expect(await names()).toEqual(['other'])
})
