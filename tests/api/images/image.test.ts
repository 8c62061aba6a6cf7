import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Success } from '@/contract/common'
import { Image, ImagePage } from '@/contract/image'
import { z } from '@/contract/zod'
import { annotations } from '@/server/db/annotations/annotations'
import { images } from '@/server/db/images/images'
import { history } from '@/server/db/history/history'
import { db } from '@/server/db/store/schema'
import { addDataset, addImages, answered, api, freshDatabase, json, refused } from '../support/api'
import { expectConsistent } from '../support/recount'

let dataset: number
beforeEach(async () => {
  await freshDatabase()
  dataset = await addDataset()
})
afterEach(expectConsistent)

const list = () => answered(z.array(Image), 'GET', '/image/')
const bulk = (body: object) => api('POST', '/image/bulk', json(body))
const annotate = (imageId: number, category_id: number) =>
  annotations.insertForImages([
    {
      imageId,
      rows: [
        {
          shape: null,
          keypoints: [],
          area: 1,
          bbox: [0, 0, 1, 1],
          iscrowd: false,
          isbbox: false,
          color: '#ff0000',
          metadata: {},
          category_id,
        },
      ],
    },
  ])
const totals = async () =>
  (await api<{ datasets: Record<string, number>[] }>('GET', '/dataset/data')).body.datasets.map(
    ({ numberImages, numberAnnotated, numberAnnotations }) => [numberImages, numberAnnotated, numberAnnotations],
  )
const pathsOf = async (id: number) =>
  (await api<{ images: { path: string }[] }>('GET', `/dataset/${id}/data`)).body.images.map(({ path }) => path)

describe('the list of images', () => {
  it('is empty at first', async () => expect(await list()).toEqual([]))

  it('has all that are not deleted, by id', async () => {
    await addImages(dataset, ['sub/b.jpg', 'a.jpg', 'c.jpg'], {
      extra: { license: 4, coco_url: 'http://x/1', flickr_url: 7, other: 1 },
    })
    await api('DELETE', '/image/3')
    const [first, ...rest] = await list()
    expect(first).toMatchObject({
      id: 1,
      dataset_id: dataset,
      path: '/data/datasets/set/sub/b.jpg',
      file_name: 'b.jpg',
      width: 100,
      height: 80,
      metadata: {},
      state: 'unlabelled',
      annotated: false,
      annotating: [],
      num_annotations: 0,
      category_ids: [],
      milliseconds: 0,
      placeholder: false,
      license: 4,
      coco_url: 'http://x/1',
      deleted: false,
    })
    expect(first).not.toHaveProperty('flickr_url')
    expect(rest.map(({ id }) => id)).toEqual([2])
  })

  it('is in pages when a page or fields are asked for', async () => {
    await addImages(dataset, ['1.jpg', '2.jpg', '3.jpg', '4.jpg', '5.jpg'])
    await api('DELETE', '/image/2')
    const page = (query: string) => answered(ImagePage, 'GET', `/image/?${query}`)
    expect(await page('page=2&per_page=2')).toMatchObject({
      total: 4,
      pages: 2,
      page: 2,
      per_page: 2,
      fields: null,
      images: [{ id: 4 }, { id: 5 }],
    })
    expect(await page('perPage=3')).toMatchObject({
      pages: 2,
      page: 1,
      per_page: 3,
      images: [{ id: 1 }, { id: 3 }, { id: 4 }],
    })
    expect(await page('page=99')).toMatchObject({ pages: 1, page: 1, per_page: 50 })
    expect(await page('fields=id,file_name,nothing&per_page=1')).toEqual({
      total: 4,
      pages: 4,
      page: 1,
      per_page: 1,
      fields: 'id,file_name,nothing',
      images: [{ id: 1, file_name: '1.jpg' }],
    })
    expect(await refused('GET', '/image/?per_page=0')).toEqual([400, 'Input payload validation failed'])
  })
})

describe('a change of an image', () => {
  it('sets its state or metadata', async () => {
    await addImages(dataset, ['a.jpg'], { metadata: { a: 1 } })
    expect(await answered(Image, 'PUT', '/image/1', json({ state: 'done' }))).toMatchObject({
      state: 'done',
      metadata: { a: 1 },
      revision: 2,
    })
    expect(await answered(Image, 'PUT', '/image/1', json({ metadata: { b: 2 } }))).toMatchObject({
      state: 'done',
      metadata: { b: 2 },
      revision: 3,
    })
  })

  it('is refused for what is not there, deleted or malformed', async () => {
    await addImages(dataset, ['a.jpg'])
    expect(await refused('PUT', '/image/1', json({ state: 'x' }))).toEqual([400, 'Input payload validation failed'])
    expect(await refused('PUT', '/image/9', json({ state: 'done' }))).toEqual([400, 'Invalid image id'])
    await api('DELETE', '/image/1')
    expect(await refused('PUT', '/image/1', json({ state: 'done' }))).toEqual([400, 'Invalid image id'])
  })
})

describe('a deleted image', () => {
  it('is gone once, and is counted no more until it is back', async () => {
    await addImages(dataset, ['a.jpg', 'b.jpg'])
    await annotate(1, 1)
    expect(await totals()).toEqual([[2, 1, 1]])
    expect(await answered(Success, 'DELETE', '/image/1')).toEqual({ success: true })
    expect(await refused('DELETE', '/image/1')).toEqual([400, 'Invalid image id'])
    expect(await refused('DELETE', '/image/9')).toEqual([400, 'Invalid image id'])
    expect(await totals()).toEqual([[1, 0, 0]])
    for (let twice = 0; twice < 2; twice++) await api('POST', '/undo/?id=1&instance=image')
    expect(await totals()).toEqual([[2, 1, 1]])
    expect(await pathsOf(dataset)).toEqual(['a.jpg', 'b.jpg'])
  })

  it('keeps its path', async () => {
    await addImages(dataset, ['a.jpg'])
    await expect(addImages(dataset, ['a.jpg'])).rejects.toThrow(/^file already exists$/)
    await api('DELETE', '/image/1')
    await expect(addImages(dataset, ['b.jpg', 'a.jpg'])).rejects.toThrow('file already exists in the trash')
    expect(await pathsOf(dataset)).toEqual([])
  })

  it('for good takes its annotations and files with it; its path is free again, not its id', async () => {
    await addImages(dataset, ['a.jpg', 'b.jpg'])
    await annotate(1, 1)
    const file = {
      image_id: 1,
      dataset_id: dataset,
      blob: new Blob(['x']),
      type: 'image/jpeg',
      crc32: 0,
      hash: '',
      orientation: 1,
      has_alpha: false,
    }
    await db.files.bulkAdd([file, { ...file, image_id: 2 }])
    await db.thumbnails.bulkAdd(
      [1, 2].map((image_id) => ({ image_id, variant: 'w250h0', blob: new Blob(['x']), etag: '', used_at: 0 })),
    )
    await api('DELETE', '/image/1')
    expect((await api('DELETE', '/undo/?id=1&instance=image')).body).toEqual({ success: true })
    expect([
      await db.images.count(),
      await db.files.count(),
      await db.thumbnails.count(),
      await db.annotationChunks.count(),
      await db.trash.count(),
    ]).toEqual([1, 1, 1, 0, 0])
    expect(await totals()).toEqual([[1, 0, 0]])
    expect((await addImages(dataset, ['a.jpg']))[0]!.id).toBe(3)
  })
})

describe('many images at once', () => {
  beforeEach(() => addImages(dataset, ['c.jpg', 'a.jpg', 'b.jpg']))

  it('change their state, and the answer has what it was', async () => {
    expect((await bulk({ ids: [1, 3], action: 'state', state: 'done' })).body).toEqual({
      success: true,
      before: { unlabelled: [1, 3] },
    })
    expect((await list()).map(({ state, revision }) => [state, revision])).toEqual([
      ['done', 2],
      ['unlabelled', 1],
      ['done', 2],
    ])
    expect((await bulk({ ids: [1, 2, 3], action: 'state', state: 'needs_fix' })).body).toEqual({
      success: true,
      before: { unlabelled: [2], done: [1, 3] },
    })
    expect((await bulk({ ids: [1], action: 'state', state: 'needs_fix' })).body).toEqual({ success: true, before: {} })
  })

  it('are deleted and restored', async () => {
    await bulk({ ids: [1, 2], action: 'delete' })
    expect(await pathsOf(dataset)).toEqual(['b.jpg'])
    await bulk({ ids: [1, 2, 3], action: 'restore' })
    expect(await pathsOf(dataset)).toEqual(['a.jpg', 'b.jpg', 'c.jpg'])
    expect(await totals()).toEqual([[3, 0, 0]])
  })

  it('move to another dataset with all that belongs to them', async () => {
    const other = await addDataset('other')
    await api('POST', `/dataset/${dataset}`, json({ categories: ['cat', 'dog'] }))
    await annotate(2, 2)
    expect((await bulk({ ids: [2, 1], action: 'move', dataset_id: other })).body).toEqual({ success: true })
    expect([await pathsOf(dataset), await pathsOf(other)]).toEqual([['b.jpg'], ['a.jpg', 'c.jpg']])
    expect(await totals()).toEqual([
      [1, 0, 0],
      [2, 1, 1],
    ])
    expect((await annotations.ofImage(2))[0]).toMatchObject({ dataset_id: other })
    expect((await list())[1]).toMatchObject({ dataset_id: other, path: '/data/datasets/other/a.jpg' })
    expect((await api('GET', `/dataset/${other}/data`)).body).toMatchObject({ dataset: { categories: [2] } })
  })

  it('give all their annotations a category, which the dataset then has and each image can undo', async () => {
    await api('POST', '/category/', json({ name: 'dog' }))
    await api('POST', `/dataset/${dataset}`, json({ categories: ['cat'] }))
    await annotate(1, 2)
    await annotate(1, 1)
    await annotate(3, 2)
    expect((await bulk({ ids: [1, 2, 3], action: 'category', category_id: 1 })).body).toEqual({ success: true })
    expect((await list()).map(({ category_ids }) => category_ids)).toEqual([[1], [], [1]])
    expect((await api('GET', `/dataset/${dataset}/data`)).body).toMatchObject({ dataset: { categories: [2, 1] } })
    expect(await history.list(1)).toMatchObject([{ label: 'Change category to dog', undone: false }])
    expect(await history.list(2)).toEqual([])
    await api('POST', '/annotator/undo', json({ image_id: 1 }))
    expect((await annotations.ofImage(1)).map(({ category_id }) => category_id)).toEqual([2, 1])
  })

  it('change all or none', async () => {
    const other = await addDataset('other')
    await addImages(other, ['a.jpg'])
    const { id: cat } = (await api<{ id: number }>('POST', '/category/', json({ name: 'cat' }))).body
    await api('DELETE', '/image/3')
    for (const [body, message] of [
      [{ ids: [1, 9], action: 'state', state: 'done' }, 'Invalid image id 9'],
      [{ ids: [1, 3], action: 'state', state: 'done' }, 'Invalid image id 3: it is in the trash.'],
      [{ ids: [1, 9], action: 'delete' }, 'Invalid image id 9'],
      [{ ids: [3, 9], action: 'restore' }, 'Invalid image id 9'],
      [{ ids: [1, 2], action: 'move', dataset_id: other }, 'file already exists'],
      [{ ids: [1], action: 'move', dataset_id: 9 }, 'Invalid dataset id'],
      [{ ids: [1], action: 'category', category_id: 9 }, 'Invalid category id'],
      [{ ids: [1, 9], action: 'category', category_id: cat }, 'Invalid image id 9'],
    ] as const) {
      expect(await refused('POST', '/image/bulk', json(body))).toEqual([400, message])
    }
    expect(await pathsOf(dataset)).toEqual(['a.jpg', 'c.jpg'])
    expect((await list()).map(({ state }) => state)).toEqual(['unlabelled', 'unlabelled', 'unlabelled'])
    expect(await totals()).toEqual([
      [2, 0, 0],
      [1, 0, 0],
    ])
  })

  it.each([
    {},
    { ids: [], action: 'delete' },
    { ids: [1], action: 'x' },
    { ids: [1], action: 'state' },
    { ids: [1], action: 'move' },
    { ids: ['1'], action: 'delete' },
  ])('are refused when it is malformed: %j', async (body) => {
    expect(await refused('POST', '/image/bulk', json(body))).toEqual([400, 'Input payload validation failed'])
  })
})

it('numbers new images above those that came with an id', async () => {
  const rows = await images.insertAll([
    { dataset_id: dataset, path: 'a.jpg', width: 1, height: 1 },
    { dataset_id: dataset, path: 'b.jpg', width: 1, height: 1, id: 500 },
    { dataset_id: dataset, path: 'c.jpg', width: 1, height: 1 },
  ])
  expect(rows.map(({ id }) => id)).toEqual([1, 500, 2])
  expect((await addImages(dataset, ['d.jpg']))[0]!.id).toBe(501)
})
