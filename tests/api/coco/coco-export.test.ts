import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/server/db/store/schema'
import { exportZip, textIn, unzipped } from '../support/zipped'
import { changeStored, addDataset, api, freshDatabase, raw } from '../support/coco'

interface Coco {
  images: Record<string, unknown>[]
  categories: Record<string, unknown>[]
  annotations: Record<string, unknown>[]
}

const images = ['a.jpg', 'x/b.jpg', 'c.jpg'].map((file_name, index) => ({
  id: 10 + index,
  file_name,
  width: 40,
  height: 30,
}))
const square = [[2, 2, 22, 2, 22, 22, 2, 22]]
const annotations = [
  { id: 1, image_id: 10, category_id: 5, segmentation: square, area: 400, bbox: [2, 2, 20, 20], iscrowd: 1 },
  { id: 2, image_id: 11, category_id: 9, segmentation: square, area: 400, bbox: [2, 2, 20, 20], iscrowd: 0 },
]
const categories = [
  { id: 5, name: 'cat' },
  { id: 9, name: 'dog', keypoints: ['nose', 'tail'], skeleton: [[1, 2]] },
]

let dataset = 0
beforeEach(async () => {
  await freshDatabase()
  dataset = await addDataset('Nüsse "1"')
  await api('POST', `/dataset/${dataset}/coco?add_missing=true`, {
    body: JSON.stringify({ images, annotations, categories }),
  })
})

const exported = async (query = '') => (await api<Coco>('GET', `/dataset/${dataset}/coco${query}`)).body
const ids = (list: Record<string, unknown>[]) => list.map(({ id }) => id)

describe('a dataset as COCO', () => {
  it('has the documented fields, file names that are paths, and whole numbers for iscrowd', async () => {
    const coco = await exported()
    expect(coco.images.find(({ id }) => id === 11)).toEqual({
      id: 11,
      dataset_id: dataset,
      file_name: 'x/b.jpg',
      path: '/data/datasets/Nüsse "1"/x/b.jpg',
      width: 40,
      height: 30,
      metadata: {},
    })
    expect(coco.annotations[0]).toEqual({
      ...annotations[0],
      dataset_id: dataset,
      width: 40,
      height: 30,
      color: expect.stringMatching(/^#[0-9a-f]{6}$/) as string,
      metadata: {},
      isbbox: false,
    })
    expect(coco.categories[1]).toMatchObject({
      id: 9,
      name: 'dog',
      supercategory: '',
      keypoints: ['nose', 'tail'],
      skeleton: [[1, 2]],
    })
    expect(coco.categories[0]).not.toHaveProperty('keypoints')
  })

  it('is named in any script', async () => {
    const response = await raw('GET', `/dataset/${dataset}/coco`)
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="N_sse _1_.json"; filename*=UTF-8''N%C3%BCsse%20%221%22.json`,
    )
    await response.text()
  })

  it('lists images without annotations as asked', async () => {
    expect(ids((await exported()).images)).toEqual([10, 11])
    await db.images.update(12, { state: 'done_empty' })
    expect(ids((await exported()).images)).toEqual([10, 12, 11])
    expect(ids((await exported('?empty=none')).images)).toEqual([10, 11])
    expect(ids((await exported('?with_empty_images=false')).images)).toEqual([10, 11])
    await db.images.update(12, { state: 'unlabelled' })
    expect(ids((await exported('?empty=all')).images)).toEqual([10, 12, 11])
    expect(ids((await exported('?with_empty_images=true')).images)).toEqual([10, 12, 11])
  })

  it('keeps to the categories asked for, and numbers them from 1 on request', async () => {
    const coco = await exported('?categories=9')
    expect([ids(coco.categories), ids(coco.annotations), ids(coco.images)]).toEqual([[9], [2], [11]])
    const contiguous = await exported('?ids=contiguous')
    expect(ids(contiguous.categories)).toEqual([1, 2])
    expect(contiguous.annotations.map(({ category_id }) => category_id)).toEqual([1, 2])
    expect(await api('GET', `/dataset/${dataset}/coco?categories=x`)).toMatchObject({
      status: 400,
      body: { errors: { categories: expect.any(String) as string } },
    })
    expect((await api('GET', `/dataset/${dataset}/coco?ids=any`)).status).toBe(400)
  })

  it('leaves out deleted categories and annotations, and images that nothing is left of', async () => {
    await db.categories.update(9, { deleted: true })
    expect(ids((await exported()).images)).toEqual([10])
    await changeStored(({ id }) => (id === 1 ? { deleted: true } : {}))
    expect(await exported()).toMatchObject({ images: [], annotations: [] })
  })

  it('leaves out annotations that nobody drew', async () => {
    await changeStored(({ id }) => (id === 1 ? { shape: null, original: undefined } : {}))
    expect(ids((await exported()).annotations)).toEqual([2])
  })

  it('gives masks on request', async () => {
    const [first] = (await exported('?segmentation=rle')).annotations
    expect(first?.segmentation).toMatchObject({ size: [30, 40], counts: expect.any(String) as string })
    expect(first?.iscrowd).toBe(1)
  })
})

describe('an image as COCO', () => {
  it('has the categories that it uses', async () => {
    const coco = (await api<Coco>('GET', '/image/11/coco')).body
    expect([ids(coco.images), ids(coco.categories), ids(coco.annotations)]).toEqual([[11], [9], [2]])
  })

  it('is served without annotations and when it is deleted', async () => {
    await db.images.update(12, { deleted: true })
    expect((await api<Coco>('GET', '/image/12/coco/')).body).toMatchObject({
      images: [{ id: 12 }],
      categories: [],
      annotations: [],
    })
  })
})

describe('an export for training', () => {
  it('is COCO alone with compat=none, the same as in the archive', async () => {
    const query = 'segmentation=rle&ids=imported&empty=all'
    const file = await (await raw('GET', `/dataset/${dataset}/coco?compat=none&${query}`)).text()
    expect(file).toBe(textIn(await unzipped(await exportZip(dataset, query)), 'annotations/instances.json'))
    const { annotations, images } = JSON.parse(file) as Coco
    for (const field of ['dataset_id', 'color', 'width', 'isbbox']) expect(annotations[0]).not.toHaveProperty(field)
    expect(images[0]).not.toHaveProperty('path')
  })

  it('has its parts as JSON alone, and its log names them', async () => {
    const files = await unzipped(await exportZip(dataset, 'pictures=none&split=one:0.5,two:0.5'))
    expect([...files.keys()]).toEqual(['annotations/instances_one.json', 'annotations/instances_two.json'])
    const found = ['one', 'two'].flatMap((part) =>
      ids((JSON.parse(textIn(files, `annotations/instances_${part}.json`)) as Coco).images),
    )
    expect(found.sort()).toEqual([10, 11])
    expect((await api('GET', `/dataset/${dataset}/export.zip?pictures=none&format=voc`)).status).toBe(400)
    await db.images.update(10, { split: 'val' })
    await exportZip(dataset, 'pictures=none&split=stored')
    const { id } = (await db.tasks.orderBy('id').last())!
    expect(JSON.stringify((await api('GET', `/tasks/${id}/logs`)).body)).toMatch(
      /instances_train\.json: 1 images.*instances_val\.json: 1 images/,
    )
  })

  it('can have the ids of the file where all came from one', async () => {
    const origin = async () =>
      (await api<{ imported_ids: string | null }>('GET', `/dataset/${dataset}/export/ids`)).body.imported_ids
    expect(await origin()).toBe('')
    await api('POST', `/dataset/${dataset}/coco?add_missing=true&file_name=more.json`, {
      body: JSON.stringify({ images, annotations, categories }),
    })
    expect(await origin()).toBeNull()
  })
})
