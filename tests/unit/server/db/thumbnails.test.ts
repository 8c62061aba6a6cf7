import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { db, useDatabase } from '@/server/db/store/schema'
import { limits, thumbnails } from '@/server/db/images/thumbnails'

const ordinary = { ...limits }
let databases = 0
beforeEach(() => useDatabase(`thumbnails-${++databases}`))
afterEach(() => Object.assign(limits, ordinary))

const made = (image_id: number, bytes = 10) => ({
  image_id,
  variant: 'w10h10jpg',
  etag: '"x"',
  blob: new Blob([new Uint8Array(bytes)]),
})

it('keeps at most so many made images, those that were used last', async () => {
  Object.assign(limits, { rows: 10, between: 1 })
  for (let id = 1; id <= 10; id++) await db.thumbnails.put({ ...made(id), used_at: id })
  await thumbnails.keep(made(11))
  // one too many, and a fifth more: 1, 2 and 3 go
  expect((await db.thumbnails.toArray()).map(({ image_id }) => image_id)).toEqual([4, 5, 6, 7, 8, 9, 10, 11])
})

it('remembers that an image was used', async () => {
  await db.thumbnails.put({ ...made(1), used_at: 5 })
  expect(await thumbnails.find(1, 'w10h10jpg')).toMatchObject({ etag: '"x"' })
  expect((await db.thumbnails.get([1, 'w10h10jpg']))!.used_at).toBeGreaterThan(5)
})

it('keeps no large images', async () => {
  await thumbnails.keep(made(1, limits.bytes + 1))
  expect(await db.thumbnails.count()).toBe(0)
})

it('drops all of an image, and no other', async () => {
  for (const id of [1, 2, 3]) await thumbnails.keep(made(id))
  await thumbnails.keep({ ...made(2), variant: 'w20h20jpg' })
  await thumbnails.drop(2)
  expect((await db.thumbnails.toArray()).map(({ image_id }) => image_id)).toEqual([1, 3])
})
