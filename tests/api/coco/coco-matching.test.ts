import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ImportResult } from '@/contract/coco'
import { db } from '@/server/db/store/schema'
import { sizes } from '@/server/tasks/cocoImport/sizes'
import { addDataset, api, freshDatabase } from '../support/coco'

const square = (x: number) => [[x, 10, x + 20, 10, x + 20, 30, x, 30]]
const image = { id: 7, file_name: 'a.jpg', width: 100, height: 80 }
const annotation = {
  id: 5,
  image_id: 7,
  category_id: 3,
  segmentation: square(10),
  area: 400,
  bbox: [10, 10, 20, 20],
  iscrowd: 0,
}
const file = { images: [image], categories: [{ id: 3, name: 'cat' }], annotations: [annotation] }

const ordinary = { ...sizes }
afterEach(() => void Object.assign(sizes, ordinary))

let dataset = 0
beforeEach(async () => {
  await freshDatabase()
  dataset = await addDataset()
})

const post = async (body: unknown, query = 'add_missing=true') =>
  (await api<ImportResult>('POST', `/dataset/${dataset}/coco?${query}`, { body: JSON.stringify(body) })).body
const exported = async (query = '') =>
  (
    await api<{ annotations: Record<string, unknown>[]; categories: object[] }>(
      'GET',
      `/dataset/${dataset}/coco${query}`,
    )
  ).body

it('keeps what is there when a file says otherwise of the same annotation, and names it', async () => {
  await post(file)
  const { annotations, errors } = await post({ ...file, annotations: [{ ...annotation, segmentation: square(50) }] })
  expect(annotations).toMatchObject({ created: 0, skipped: 1 })
  expect(errors).toEqual([
    { annotation: 5, image_id: 7, message: 'It is here already with other contents, which are kept.' },
  ])
  expect((await exported()).annotations).toMatchObject([annotation])
})

it('brings one annotation of two that are equal but for their ids when the other is there', async () => {
  await post(file)
  const { annotations } = await post({ ...file, annotations: [annotation, { ...annotation, id: 6 }] })
  expect(annotations).toMatchObject({ created: 1, unchanged: 1 })
})

it('undeletes a category that a file names again', async () => {
  await post(file)
  await db.categories.update(3, { deleted: true })
  expect((await post(file)).categories).toEqual({ total: 1, created: 0, matched: 1, differing: 0 })
  expect((await exported()).categories).toHaveLength(1)
})

it('numbers categories that have no id of ours, and keeps those of the others', async () => {
  const categories = [
    { id: 0, name: 'zero' },
    { id: 9, name: 'nine' },
    { id: 1, name: 'one' },
    { id: 'x', name: 'text' },
  ]
  await post({ ...file, annotations: [], categories })
  expect((await db.categories.toArray()).map(({ id, name }) => [id, name])).toEqual([
    [1, 'one'],
    [9, 'nine'],
    [10, 'zero'],
    [11, 'text'],
  ])
  expect((await exported('?ids=imported')).categories).toMatchObject([{ id: 1 }, { id: 9 }, { id: 0 }, { id: 'x' }])
})

it('does not fill the place of an image in the trash', async () => {
  await post(file)
  await db.images.update(7, { deleted: true })
  await db.order.clear()
  await db.trash.put({ instance: 'image', id: 7, date: 1 })
  const { images, errors } = await post(file)
  expect(images).toMatchObject({ added: 0, missing: 1 })
  expect(errors).toEqual([
    { file_name: 'a.jpg', message: 'This image is in the trash. Restore it, then import again.' },
  ])
})

it('takes the size of the image, and says when the file has another', async () => {
  await post(file)
  const { errors } = await post({ ...file, images: [{ ...image, width: 80, height: 100 }] })
  expect(errors).toEqual([{ file_name: 'a.jpg', message: 'The file says 80 x 100 pixels, the image has 100 x 80.' }])
})

it('refuses names that lead out of the dataset, and entries without one', async () => {
  const images = [
    { ...image, file_name: '../../etc/passwd' },
    { ...image, id: 8, file_name: '/a.jpg' },
    { id: 9 },
    { file_name: 'b.jpg' },
  ]
  const { images: counts, errors } = await post({ images, annotations: [], categories: [] })
  expect(counts).toEqual({ total: 4, matched: 0, added: 0, missing: 0, ambiguous: 0, turned: 0, unclear: 0 })
  expect(errors.map(({ file_name }) => file_name)).toEqual(['../../etc/passwd', '/a.jpg', '9', 'b.jpg'])
})

it('links two entries for one path to one image', async () => {
  const { images, annotations, errors } = await post({
    ...file,
    images: [image, { ...image, id: 8 }],
    annotations: [annotation, { ...annotation, id: 6, image_id: 8, segmentation: square(50) }],
  })
  expect([images.added, images.matched, annotations.created]).toEqual([1, 1, 2])
  expect(errors).toContainEqual({ file_name: 'a.jpg', message: 'The file names this image twice.' })
  expect((await exported()).annotations.map(({ image_id }) => image_id)).toEqual([7, 7])
})

it('gives default metadata to what brings none of its own', async () => {
  await db.datasets.update(dataset, { default_annotation_metadata: { quality: 'low', by: 'us' } })
  await post({ ...file, annotations: [annotation, { ...annotation, id: 6, metadata: { quality: 'high' } }] })
  expect((await exported()).annotations.map(({ metadata }) => metadata)).toEqual([
    { quality: 'low', by: 'us' },
    { quality: 'high', by: 'us' },
  ])
})

it('takes images of one name in several folders for several images, however many the file has', async () => {
  Object.assign(sizes, { images: 1 })
  const images = ['train/1.jpg', 'val/1.jpg', 'x/y/1.jpg', '1.jpg', 'train/2.jpg', 'val/1.jpg'].map(
    (file_name, index) => ({ id: 11 + index, file_name, width: 50 + index, height: 40 }),
  )
  const annotations = images.map(({ id }) => ({ ...annotation, id, image_id: id }))
  const first = await post({ ...file, images, annotations })
  expect(first.images).toEqual({ total: 6, matched: 1, added: 5, missing: 0, ambiguous: 0, turned: 0, unclear: 0 })
  expect(first.errors).toContainEqual({ file_name: 'val/1.jpg', message: 'The file names this image twice.' })
  const rows = await db.images.orderBy('id').toArray()
  expect(rows.map(({ id, path, width, num_annotations }) => [id, path, width, num_annotations])).toEqual([
    [11, 'train/1.jpg', 50, 1],
    [12, 'val/1.jpg', 51, 2],
    [13, 'x/y/1.jpg', 52, 1],
    [14, '1.jpg', 53, 1],
    [15, 'train/2.jpg', 54, 1],
  ])
  expect((await api('GET', '/integrity')).body).toMatchObject({ ok: true, images: 5, annotations: 6 })
})
