import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Success } from '@/contract/common'
import { Dataset, DatasetPage, DatasetStats } from '@/contract/dataset'
import { ListedUser } from '@/contract/user'
import { z } from '@/contract/zod'
import { annotations } from '@/server/db/annotations/annotations'
import { db } from '@/server/db/store/schema'
import { addDataset, addImages, answered, api, freshDatabase, json, refused } from '../support/api'
import { expectConsistent } from '../support/recount'

beforeEach(freshDatabase)
afterEach(expectConsistent)

const create = (name: string, body: object = {}) =>
  answered(Dataset, 'POST', `/dataset/?name=${encodeURIComponent(name)}`, json(body))
const list = () => answered(z.array(Dataset), 'GET', '/dataset/')
const page = (query = '') => answered(DatasetPage, 'GET', `/dataset/data${query}`)
const addCategory = (name: string) => api<{ id: number }>('POST', '/category', json({ name }))
const square = {
  shape: null,
  keypoints: [],
  area: 16,
  bbox: [0, 0, 4, 4],
  iscrowd: false,
  isbbox: false,
  color: '#ff0000',
  metadata: {},
} as const

/** Annotations of the categories, one each. */
const annotate = (imageId: number, categories: number[], fields: object = {}) =>
  annotations.insertForImages([
    {
      imageId,
      rows: categories.map((category_id) => ({
        ...structuredClone(square),
        bbox: [0, 0, 4, 4],
        keypoints: [],
        category_id,
        ...fields,
      })),
    },
  ])

describe('a new dataset', () => {
  it('has a virtual folder and nothing in it', async () => {
    expect(await create('my set')).toMatchObject({
      id: 1,
      name: 'my set',
      directory: '/data/datasets/my set/',
      categories: [],
      default_annotation_metadata: {},
      owner: 'local',
      users: [],
      annotate_url: '',
      deleted: false,
      revision: 1,
    })
  })

  it('takes its name from the body or a form as well', async () => {
    expect(await answered(Dataset, 'POST', '/dataset', json({ name: 'a' }))).toMatchObject({ name: 'a' })
    expect(await answered(Dataset, 'POST', '/dataset', { body: new URLSearchParams({ name: 'b' }) })).toMatchObject({
      name: 'b',
    })
  })

  it('takes numbers as ids of categories and texts as their names, and makes those that are new', async () => {
    await addCategory('cat')
    await addCategory('dog')
    await api('DELETE', '/category/2')
    expect((await create('set', { categories: ['new', 1, 'dog', 'cat'] })).categories).toEqual([3, 1, 2])
    expect((await api('GET', '/category/2')).body).toMatchObject({ deleted: false })
  })

  it('is not made when one of its categories cannot be, nor are the others', async () => {
    expect(await refused('POST', '/dataset?name=set', json({ categories: ['new', 9] }))).toEqual([
      400,
      'Invalid category id 9',
    ])
    expect(await list()).toEqual([])
    expect((await api('GET', '/category')).body).toEqual([])
  })

  it.each([
    ['', 'needs a name'],
    [' ', 'needs a name'],
    ['.', 'begin with a dot'],
    ['..', 'begin with a dot'],
    ['.hidden', 'begin with a dot'],
    ['../x', 'begin with a dot'],
    ['/x', 'slashes'],
    ['a/b', 'slashes'],
    ['a\\b', 'slashes'],
    ['a\0', 'control'],
    ['x'.repeat(201), 'at most 200'],
  ])('cannot be called %j', async (name, reason) => {
    expect(await refused('POST', `/dataset/?name=${encodeURIComponent(name)}`)).toEqual([
      400,
      expect.stringContaining(reason),
    ])
  })

  it('needs a name, one that is free, in the trash as well', async () => {
    expect((await api('POST', '/dataset')).body).toEqual({
      code: 'invalid-parameters',
      message: 'Input payload validation failed',
      errors: { name: 'Missing required parameter in the JSON body or the post body or the query string' },
    })
    await create('set')
    await api('DELETE', '/dataset/1')
    const message = 'Dataset already exists. Check the undo tab to fully delete the dataset.'
    expect(await refused('POST', '/dataset?name=set')).toEqual([400, message])
  })

  it.each([{ categories: 'cat' }, { categories: { 0: 1 } }, { categories: [1.5] }])(
    'is refused when it is malformed: %j',
    async (body) => {
      expect(await refused('POST', '/dataset?name=set', json(body))).toEqual([400, 'Input payload validation failed'])
    },
  )
})

describe('a change of a dataset', () => {
  it('replaces what is named, and leaves the rest', async () => {
    await create('set', { categories: ['cat', 'dog'] })
    expect(await answered(Success, 'POST', '/dataset/1', json({ categories: [2, 'bird'] }))).toEqual({ success: true })
    await api('POST', '/dataset/1', json({ default_annotation_metadata: { by: 'us' } }))
    await api('POST', '/dataset/1')
    expect((await list())[0]).toMatchObject({
      categories: [2, 3],
      default_annotation_metadata: { by: 'us' },
      name: 'set',
      revision: 3,
    })
  })

  it('is all or nothing', async () => {
    await create('set')
    expect(
      await refused('POST', '/dataset/1', json({ categories: ['new', 9], default_annotation_metadata: { a: 1 } })),
    ).toEqual([400, 'Invalid category id 9'])
    expect((await list())[0]).toMatchObject({ categories: [], default_annotation_metadata: {} })
    expect((await api('GET', '/category')).body).toEqual([])
  })

  it('is refused when it is malformed', async () => {
    await create('set')
    expect(await refused('POST', '/dataset/1', json({ default_annotation_metadata: [] }))).toEqual([
      400,
      'Input payload validation failed',
    ])
  })

  it('of its name moves its virtual folder', async () => {
    await create('old')
    await addImages(1, ['a/b.jpg'])
    expect(await answered(Dataset, 'POST', '/dataset/1/rename', json({ name: 'new' }))).toMatchObject({
      name: 'new',
      directory: '/data/datasets/new/',
    })
    expect((await api<{ path: string }[]>('GET', '/image/')).body[0]!.path).toBe('/data/datasets/new/a/b.jpg')
    await create('old')
    expect((await refused('POST', '/dataset/1/rename', json({ name: 'old' })))[1]).toContain('Dataset already exists')
    expect((await refused('POST', '/dataset/1/rename', json({ name: '../x' })))[0]).toBe(400)
    expect(await answered(Dataset, 'POST', '/dataset/1/rename', json({ name: 'new' }))).toMatchObject({ revision: 2 })
  })
})

describe('a deleted dataset', () => {
  it('is gone from the lists, and comes back with all that was in it', async () => {
    await create('set')
    await addImages(1, ['a.jpg'])
    expect(await answered(Success, 'DELETE', '/dataset/1')).toEqual({ success: true })
    expect(await list()).toEqual([])
    expect((await page()).datasets).toEqual([])
    for (const [method, path] of [
      ['DELETE', ''],
      ['POST', ''],
      ['POST', '/rename'],
      ['GET', '/data'],
      ['GET', '/stats'],
      ['GET', '/users'],
      ['GET', '/next'],
      ['POST', '/reset/metadata'],
    ]) {
      expect(await refused(method!, `/dataset/1${path}`, method === 'POST' ? json({ name: 'x' }) : {})).toEqual([
        400,
        'Invalid dataset id',
      ])
    }
    await api('POST', '/undo/?id=1&instance=dataset')
    expect((await page()).datasets).toMatchObject([{ id: 1, numberImages: 1, first_image_id: 1, deleted: false }])
  })

  it('for good takes all with it that only it owned, and nothing else', async () => {
    await create('gone', { categories: ['cat'] })
    await create('kept')
    const gone = await addImages(1, ['a.jpg', 'b.jpg'])
    const [kept] = await addImages(2, ['a.jpg'])
    const more = await addImages(1, ['c.jpg'])
    for (const { id } of [...gone, kept!, ...more]) await annotate(id, [1, 1])
    await api('DELETE', `/image/${gone[0]!.id}`)
    await api('DELETE', '/dataset/1')
    expect((await api('DELETE', '/undo/?id=1&instance=dataset')).body).toEqual({ success: true })
    expect((await db.images.toArray()).map(({ id }) => id)).toEqual([kept!.id])
    expect((await db.annotationChunks.toArray()).map(({ image_id }) => image_id)).toEqual([kept!.id])
    expect([await db.trash.count(), await db.orderHeads.count(), await db.order.count()]).toEqual([0, 1, 1])
    expect((await page()).datasets).toMatchObject([{ id: 2, numberImages: 1, numberAnnotations: 2 }])
    expect((await api('GET', '/category/data')).body).toMatchObject({ categories: [{ numberAnnotations: 2 }] })
    expect((await create('gone')).id).toBe(3)
  })
})

describe('pages of datasets', () => {
  it('count images and annotations, and name the first image', async () => {
    await create('a', { categories: ['cat'] })
    await create('b')
    const images = await addImages(1, ['z.jpg', 'b.jpg', 'c.jpg'])
    await annotate(images[0]!.id, [1, 1])
    await annotate(images[2]!.id, [1])
    await api('DELETE', `/image/${images[2]!.id}`)
    const { datasets, categories } = await page()
    const permissions = { owner: true, edit: true, share: true, generate: true, delete: true, download: true }
    expect(datasets).toMatchObject([
      { id: 1, numberImages: 2, numberAnnotated: 1, numberAnnotations: 2, first_image_id: 2, permissions },
      { id: 2, numberImages: 0, numberAnnotated: 0, numberAnnotations: 0 },
    ])
    expect(datasets[1]).not.toHaveProperty('first_image_id')
    expect(categories).toMatchObject([{ name: 'cat' }])
  })

  it('are one with everything unless a page is asked for', async () => {
    for (let number = 1; number <= 25; number++) await addDataset(`set ${number}`)
    expect(await page('?folder=x')).toMatchObject({
      start: 0,
      end: 25,
      pages: 1,
      page: 1,
      folder: 'x',
      pagination: { total: 25, showing: 25 },
    })
    expect((await page('?page=2')).datasets.map(({ id }) => id)).toEqual([21, 22, 23, 24, 25])
    expect(await page('?limit=10&page=3')).toMatchObject({
      start: 20,
      end: 25,
      pages: 3,
      page: 3,
      pagination: { showing: 5 },
    })
    expect(await refused('GET', '/dataset/data?limit=0')).toEqual([400, 'Input payload validation failed'])
  })
})

describe('numbers of a dataset', () => {
  it('are means, counts by category and by state', async () => {
    await create('set', { categories: ['cat', 'dog'] })
    const [first, second] = await addImages(1, ['a.jpg', 'b.jpg', 'c.jpg'])
    await annotate(first!.id, [1, 1], { milliseconds: 500, area: 10 })
    await annotate(second!.id, [2], { milliseconds: 2000, area: 40 })
    await db.images.update(1, { milliseconds: 3000, width: 400 })
    await api('PUT', `/image/${second!.id}`, json({ state: 'done' }))
    await api('DELETE', '/image/3')
    expect(await answered(DatasetStats, 'GET', '/dataset/1/stats')).toMatchObject({
      total: { Users: 1, Images: 2, 'Annotated Images': 2, Annotations: 3, Categories: 2, 'Time Annotating (s)': 3 },
      // (400 + 100) / 2, (10 + 10 + 40) / 3, 3000 / 1 since nobody worked on the other, (500 + 500 + 2000) / 3
      average: {
        'Image Size (px)': 250,
        'Image Height (px)': 80,
        'Annotation Area (px)': 20,
        'Time (ms) per Image': 3000,
        'Time (ms) per Annotation': 1000,
      },
      categories: { cat: 2, dog: 1 },
      images_per_category: { cat: 1, dog: 1 },
      states: { done: 1, done_empty: 0 },
      annotations_per_image: { 0: 0, 1: 1, '2-5': 1 },
      areas: { small: 3, medium: 0, large: 0 },
      users: { local: { annotations: 3, images: 2 } },
    })
  })

  it('divide annotations by area as the evaluation does, a border belongs to the smaller', async () => {
    await create('set', { categories: ['cat'] })
    const [image] = await addImages(1, ['a.jpg'])
    for (const area of [1024, 1025, 9216, 9217, 0]) await annotate(image!.id, [1], { area })
    const { areas, annotations_per_image } = await answered(DatasetStats, 'GET', '/dataset/1/stats')
    expect({ areas, annotations_per_image }).toMatchObject({
      areas: { small: 2, medium: 2, large: 1 },
      annotations_per_image: { '2-5': 1 },
    })
  })

  it('are zero when there is nothing', async () => {
    await create('set')
    const { total, average } = await answered(DatasetStats, 'GET', '/dataset/1/stats')
    expect([...Object.values(total), ...Object.values(average)].filter((value) => value !== 0)).toEqual([1])
  })
})

describe('a dataset', () => {
  it('has one user', async () => {
    await create('set')
    expect(await answered(z.array(ListedUser), 'GET', '/dataset/1/users')).toMatchObject([{ username: 'local' }])
  })

  it.each(['GET', 'POST'])(
    'gives annotations its default metadata and takes that of images away (%s)',
    async (method) => {
      await create('set', { categories: ['cat'] })
      await api('POST', '/dataset/1', json({ default_annotation_metadata: { by: 'us' } }))
      const [image] = await addImages(1, ['a.jpg'], { metadata: { old: 1 } })
      await annotate(image!.id, [1], { metadata: { old: 1 } })
      expect(await answered(Success, method, '/dataset/1/reset/metadata')).toEqual({ success: true })
      expect((await annotations.ofImage(1)).map(({ metadata }) => metadata)).toEqual([{ by: 'us' }])
      expect((await api('GET', '/image/')).body).toMatchObject([{ metadata: {} }])
    },
  )

  it.each([
    ['POST', 'share'],
    ['POST', 'generate'],
    ['GET', 'scan'],
  ])('says why it cannot %s %s', async (method, what) => {
    await create('set')
    expect(await refused(method, `/dataset/1/${what}`)).toEqual([400, expect.stringMatching(/.{30}/)])
  })

  it('while an import writes into it cannot be deleted or moved', async () => {
    await create('set')
    await addImages(1, ['a.jpg'])
    const task = {
      id: 1,
      kind: 'x',
      group: '',
      name: 'Import',
      status: 'running',
      progress: 50,
      errors: 0,
      warnings: 0,
      input: {},
      checkpoint: null,
      steps: 0,
      log_chunks: 0,
      created_at: 0,
      updated_at: 0,
      publishes: 1,
    } as const
    await db.tasks.add(task)
    for (const path of ['/dataset/1', '/image/1'])
      expect(await refused('DELETE', path)).toEqual([409, expect.stringContaining('writing into this dataset')])
    await db.tasks.clear()
    expect((await api('DELETE', '/dataset/1')).status).toBe(200)
  })
})
