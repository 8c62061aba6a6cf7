import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { Integrity } from '@/contract/integrity'
import { annotations } from '@/server/db/annotations/annotations'
import { images } from '@/server/db/images/images'
import { db } from '@/server/db/store/schema'
import { allChunks } from '@/server/db/annotations/annotationChunks'
import { addDataset, answered, api, freshDatabase, json, raw } from '../support/api'
import { expectConsistent } from '../support/recount'

const IMAGES = 20
let dataset = 0
/** Image `i` has the annotations `10 i` to `10 i + 2`. */
const file = {
  images: Array.from({ length: IMAGES }, (_none, index) => ({
    id: index + 1,
    file_name: `${index + 1}.jpg`,
    width: 40,
    height: 30,
  })),
  categories: [{ id: 1, name: 'cat' }],
  annotations: Array.from({ length: IMAGES }, (_none, index) =>
    [0, 1, 2].map((each) => ({
      id: 10 * (index + 1) + each,
      image_id: index + 1,
      category_id: 1,
      bbox: [each, 0, 5, 5],
      area: 25,
      iscrowd: 0,
      segmentation: [],
    })),
  ).flat(),
}

beforeEach(async () => {
  await freshDatabase()
  dataset = await addDataset()
  await api('POST', `/dataset/${dataset}/coco?add_missing=true`, json(file))
})

const exported = async () => (await raw('GET', `/dataset/${dataset}/coco?ids=imported`)).text()
const idsOf = async (image: number) => (await annotations.ofImage(image, { deleted: true })).map(({ id }) => id)
const records = async () => [await db.chunkPacks.count(), await db.annotationChunks.count()]
const packOf = async (image: number) => (await db.images.get(image))!.bundle

describe('images of an import share records', () => {
  it('and are read like others', async () => {
    expect(await records()).toEqual([2, 0])
    expect(await idsOf(17)).toEqual([170, 171, 172])
    expect((await annotations.findAll([10, 201])).get(201)).toMatchObject({ image_id: 20, bbox: [1, 0, 5, 5] })
    expect(await answered(Integrity, 'GET', '/integrity')).toMatchObject({ ok: true, annotations: 60 })
    await expectConsistent()
  })

  it('until one is edited: it leaves alone, with all that it has', async () => {
    const before = await exported()
    await annotations.softDelete(31)
    expect([await packOf(3), await idsOf(3)]).toEqual([undefined, [30, 31, 32]])
    expect([await packOf(4), await idsOf(4), await records()]).toEqual([1, [40, 41, 42], [2, 1]])
    await annotations.restore(31)
    expect(await exported()).toBe(before)
    await expectConsistent()
  })

  it('until the last has left', async () => {
    const ids = file.annotations.map(({ id }) => id)
    for (const id of ids) await annotations.softDelete(id)
    expect(await records()).toEqual([0, IMAGES])
    await expectConsistent()
  })

  it('and go one by one', async () => {
    const first = Array.from({ length: 16 }, (_none, index) => index + 1)
    await images.softDelete(first)
    await images.destroy(first.slice(1))
    expect([await idsOf(1), await idsOf(2), await records()]).toEqual([[10, 11, 12], [], [2, 0]])
    await images.destroy([1])
    expect(await records()).toEqual([1, 0])
    await expectConsistent()
  })

  it('move to another dataset', async () => {
    const other = await addDataset('other')
    await api('POST', '/image/bulk', json({ action: 'move', ids: [5, 20], dataset_id: other }))
    expect([await packOf(5), await idsOf(5), await idsOf(6)]).toEqual([undefined, [50, 51, 52], [60, 61, 62]])
    expect((await annotations.find(50))!.dataset_id).toBe(other)
    await expectConsistent()
  })

  it('get more annotations from another file', async () => {
    const more = {
      ...file,
      annotations: file.annotations.map((each) => ({
        ...each,
        id: each.id + 1000,
        bbox: [9, 9, (each.id % 10) + 1, 2],
      })),
    }
    await api('POST', `/dataset/${dataset}/coco`, json(more))
    expect(await idsOf(2)).toEqual([20, 21, 22, 1020, 1021, 1022])
    expect(await records()).toEqual([0, IMAGES])
    await expectConsistent()
  })
})

it('a walk meets every sheet once, also of an image that leaves its bundle meanwhile', async () => {
  const met: number[] = []
  for await (const sheets of allChunks()) {
    if (met.length === 0) await annotations.softDelete(10)
    met.push(...sheets.map(({ image_id }) => image_id))
  }
  expect(met.sort((a, b) => a - b)).toEqual(file.images.map(({ id }) => id))
})

it('a bundle that its image does not name is found, and named', async () => {
  await db.images
    .where(':id')
    .equals(7)
    .modify((row) => void delete row.bundle)
  expect(await answered(Integrity, 'GET', '/integrity')).toMatchObject({
    ok: false,
    problems: [{ kind: 'image counts' }],
  })
  expect(await answered(Integrity, 'POST', '/integrity/repair')).toMatchObject({ ok: true })
  expect(await idsOf(7)).toEqual([70, 71, 72])
})
