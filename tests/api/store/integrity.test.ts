import 'fake-indexeddb/auto'
import { beforeEach, expect, it } from 'vitest'
import { Integrity } from '@/contract/integrity'
import { db } from '@/server/db/store/schema'
import { answered, api, freshDatabase } from '../support/api'
import { expectConsistent } from '../support/recount'
import { draw, scene } from '../support/scene'

beforeEach(freshDatabase)

const check = () => answered(Integrity, 'GET', '/integrity')
const repair = () => answered(Integrity, 'POST', '/integrity/repair')

async function store() {
  const there = await scene(['a.jpg', 'b/b.jpg', 'c.jpg'])
  // facts without images
  await db.images.toCollection().modify({ placeholder: true })
  const first = await draw(there.images[0]!, there.cat)
  const second = await draw(there.images[1]!, there.dog)
  await api('DELETE', `/annotation/${second.id}`)
  await api('DELETE', `/image/${there.images[2]}`)
  return { ...there, first, second }
}

it('finds nothing where nothing is wrong', async () => {
  await store()
  expect(await check()).toEqual({ ok: true, datasets: 1, images: 3, annotations: 2, problems: [], repaired: 0 })
})

it('lets others write while it looks, and is right about what they leave', async () => {
  const {
    images: [image],
    cat,
  } = await store()
  const [found] = await Promise.all([check(), draw(image!, cat), draw(image!, cat)])
  expect([found.ok, found.problems]).toEqual([true, []])
  expect(await check()).toMatchObject({ ok: true, annotations: 4 })
})

const damages: [string, () => Promise<unknown>][] = [
  ['counter', () => db.counters.where('name').startsWith('dataset:').modify({ value: 7 })],
  ['image counts', () => db.images.toCollection().modify({ num_annotations: 5, category_counts: { 1: 5 }, sheets: 9 })],
  ['order', () => db.orderHeads.clear()],
  ['location', () => db.locations.clear()],
  ['trash', () => db.trash.clear()],
  ['trash', () => db.trash.put({ instance: 'image', id: 77, date: 1 })],
  ['sequence', () => db.counters.where('name').startsWith('sequence:').delete()],
  ['file', () => db.images.toCollection().modify({ placeholder: false })],
]

it.each(damages)('sees a wrong %s, and sets it right', async (kind, damage) => {
  await store()
  const rows = await db.annotationChunks.toArray()
  await damage()
  const found = await check()
  expect([found.ok, [...new Set(found.problems.map((each) => each.kind))]]).toEqual([false, [kind]])
  const left = await repair()
  expect(left).toMatchObject({ ok: true, problems: [], repaired: found.problems.length })
  expect(await db.annotationChunks.toArray()).toEqual(rows)
  await expectConsistent()
  expect((await check()).ok).toBe(true)
})

it('leaves to people what only they can say', async () => {
  const {
    images: [image],
  } = await store()
  await db.categories.clear()
  await db.trash
    .where('instance')
    .equals('category')
    .delete()
    .catch(() => {})
  const { ok, problems } = await repair()
  expect(ok).toBe(false)
  expect(problems).toContainEqual({
    kind: 'owner',
    repairable: false,
    message: expect.stringContaining('which is not there'),
  })
  expect(await db.images.get(image!)).toBeDefined()
})
