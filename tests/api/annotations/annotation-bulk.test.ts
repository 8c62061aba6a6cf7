import 'fake-indexeddb/auto'
import { beforeEach, expect, it } from 'vitest'
import { BulkAnnotationsResult } from '@/contract/annotation'
import { images } from '@/server/db/images/images'
import { answered, api, freshDatabase, json, refused } from '../support/api'
import { expectConsistent } from '../support/recount'
import { box, scene, square } from '../support/scene'

beforeEach(freshDatabase)

const bulk = (body: object) => answered(BulkAnnotationsResult, 'POST', '/annotation/bulk', json(body))

it('creates, updates and deletes over several images at once', async () => {
  const {
    images: [first, second],
    cat,
    dog,
  } = await scene(['a.jpg', 'b.jpg'])
  const { created } = await bulk({
    create: [first, second, first].map((image_id) => ({ image_id, category_id: cat, shape: square })),
  })
  expect(created.map(({ id, image_id, area }) => [id, image_id, area])).toEqual([
    [1, first, 400],
    [2, second, 400],
    [3, first, 400],
  ])
  const result = await bulk({
    create: [{ image_id: second, category_id: dog }],
    update: [{ id: 1, category_id: dog, shape: box }],
    delete: [3],
  })
  expect(result).toMatchObject({
    success: true,
    created: [{ id: 4 }],
    updated: [{ id: 1, category_id: dog, area: 200, revision: 2 }],
    deleted: [3],
  })
  expect((await images.find(first!))!.category_counts).toEqual({ [dog]: 1 })
  expect((await images.find(second!))!.category_counts).toEqual({ [cat]: 1, [dog]: 1 })
  await expectConsistent()
})

it('does all of it or nothing, and names the entry that is wrong', async () => {
  const { image, cat } = await scene()
  await bulk({ create: [{ image_id: image, category_id: cat, shape: square }] })
  const good = { image_id: image, category_id: cat }
  const no = (body: object) => refused('POST', '/annotation/bulk', json(body))
  expect(await no({ create: [good, { ...good, image_id: 9 }] })).toEqual([400, 'create[1]: Invalid image id.'])
  expect(await no({ create: [good], update: [{ id: 1, segmentation: [[1, 2, 3]] }] })).toEqual([
    400,
    expect.stringMatching(/^update\[0\]: segmentation/),
  ])
  expect(await no({ create: [good], delete: [1, 77] })).toEqual([400, 'delete[1]: Invalid annotation id'])
  expect(await no({ create: [good, { ...good, category_id: 9 }], delete: [1] })).toEqual([400, 'Invalid category id'])
  const { body } = await api('POST', '/annotation/bulk', json({ create: [good, { image_id: image }] }))
  expect(body.errors).toEqual({ 'create.1.category_id': 'Missing required parameter in the JSON body' })
  expect(await images.find(image)).toMatchObject({ num_annotations: 1, revision: 2 })
})

it('takes an empty request', async () => {
  expect(await bulk({})).toEqual({ success: true, created: [], updated: [], deleted: [] })
})
