import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DatasetImages, ImageIds, ImageRun, NextImage } from '@/contract/dataset'
import type { ImageState } from '@/contract/image'
import { annotations } from '@/server/db/annotations/annotations'
import { db } from '@/server/db/store/schema'
import { addDataset, addImages, answered, api, freshDatabase, json, refused } from '../support/api'
import { expectConsistent } from '../support/recount'

const PATHS = ['b/2.jpg', 'a.jpg', 'b/10.jpg', 'b/c/1.jpg', 'b-x/1.jpg', 'Z.png', '\u{1f600}.jpg', '\uffee.jpg']
/** By code points: the emoji, U+1F600, is behind U+FFEE. */
const IN_ORDER = ['Z.png', 'a.jpg', 'b-x/1.jpg', 'b/10.jpg', 'b/2.jpg', 'b/c/1.jpg', '\uffee.jpg', '\u{1f600}.jpg']

let dataset: number
beforeEach(async () => {
  await freshDatabase()
  dataset = await addDataset()
  await api('POST', `/dataset/${dataset}`, json({ categories: ['cat', 'dog'] }))
  await addImages(dataset, PATHS)
})
afterEach(expectConsistent)

const list = (query = '') => answered(DatasetImages, 'GET', `/dataset/${dataset}/data${query}`)
const paths = async (query = '') => (await list(query)).images.map(({ path }) => path)
const idOf = (path: string) => PATHS.indexOf(path) + 1
const annotate = (path: string, categories: number[]) =>
  annotations.insertForImages([
    {
      imageId: idOf(path),
      rows: categories.map((category_id) => ({
        shape: null,
        keypoints: [],
        area: 1,
        bbox: [0, 0, 1, 1],
        iscrowd: false,
        isbbox: false,
        color: '#ff0000',
        metadata: {},
        category_id,
      })),
    },
  ])
const setState = (path: string, state: ImageState) => api('PUT', `/image/${idOf(path)}`, json({ state }))

describe('the images of a dataset', () => {
  it('are listed by path, with all that the three generations of clients read', async () => {
    await annotate('a.jpg', [1, 1])
    const answer = await list('?limit=3')
    expect(answer).toMatchObject({
      start: 0,
      end: 3,
      pages: 3,
      page: 1,
      imageCount: 8,
      total: 8,
      per_page: 3,
      pagination: { start: 0, end: 3, pages: 3, page: 1, total: 8, showing: 3 },
      folder: '',
      directory: '/data/datasets/set/',
      dataset: { id: dataset, name: 'set' },
      categories: [
        { id: 1, name: 'cat', color: expect.any(String) },
        { id: 2, name: 'dog' },
      ],
      subdirectories: ['b', 'b-x'],
    })
    expect(answer.images.map(({ path }) => path)).toEqual(IN_ORDER.slice(0, 3))
    expect(answer.images[1]).toEqual({
      id: 2,
      file_name: 'a.jpg',
      path: 'a.jpg',
      width: 100,
      height: 80,
      annotations: 2,
      num_annotations: 2,
      annotated: true,
      annotating: [],
      state: 'unlabelled',
      split: null,
      placeholder: false,
      revision: 2,
    })
  })

  it('come in pages that join without a gap; one past the end is the last', async () => {
    const shown = [
      ...(await paths('?limit=3&page=1')),
      ...(await paths('?limit=3&page=2')),
      ...(await paths('?limit=3&page=3')),
    ]
    expect(shown).toEqual(IN_ORDER)
    expect(await list('?limit=3&page=9')).toMatchObject({ page: 3, start: 6, end: 8 })
    expect(await list('?limit=5000')).toMatchObject({ per_page: 1000, pages: 1 })
  })

  it('leave out the deleted ones, and have them back in their places', async () => {
    await api('DELETE', `/image/${idOf('b/2.jpg')}`)
    expect(await paths()).toEqual(IN_ORDER.filter((path) => path !== 'b/2.jpg'))
    await api('POST', `/undo/?instance=image&id=${idOf('b/2.jpg')}`)
    expect(await paths()).toEqual(IN_ORDER)
  })

  it.each([
    ['file_name', ['b-x/1.jpg', 'b/c/1.jpg', 'b/10.jpg', 'b/2.jpg', 'Z.png', 'a.jpg', '\uffee.jpg', '\u{1f600}.jpg']],
    ['id', PATHS],
    ['path', IN_ORDER],
    ['natural', ['a.jpg', 'b/2.jpg', 'b/10.jpg', 'b/c/1.jpg', 'b-x/1.jpg', 'Z.png', '\u{1f600}.jpg', '\uffee.jpg']],
  ])('can be in the order of %s, either way round', async (order, expected) => {
    expect(await paths(`?order=${order}`)).toEqual(expected)
    expect(await paths(`?order=-${order}`)).toEqual([...expected].reverse())
    expect(await paths(`?order=-${order}&limit=3&page=2`)).toEqual([...expected].reverse().slice(3, 6))
  })

  it.each([['b'], ['/b'], ['b/'], ['/b/'], ['b\\']])('of the folder %s are those in it and below', async (folder) => {
    const answer = await list(`?folder=${encodeURIComponent(folder)}`)
    expect(answer.images.map(({ path }) => path)).toEqual(['b/10.jpg', 'b/2.jpg', 'b/c/1.jpg'])
    expect(answer).toMatchObject({ total: 3, folder: 'b/', directory: '/data/datasets/set/b/', subdirectories: ['c'] })
  })

  it('of the folder / are all of them', async () => expect(await paths('?folder=/')).toEqual(IN_ORDER))

  it.each(['..', 'b/../..', '//etc', 'nothing', 'B', 'b/2.jpg', 'C:'])(
    'of the folder %s are refused',
    async (folder) => {
      expect(await refused('GET', `/dataset/${dataset}/data?folder=${encodeURIComponent(folder)}`)).toEqual([
        400,
        'directory does not exist',
      ])
    },
  )
})

describe('filters', () => {
  it('by a part of the file name, not of the folder, whatever its case', async () => {
    expect(await paths('?file_name__icontains=1')).toEqual(['b-x/1.jpg', 'b/10.jpg', 'b/c/1.jpg'])
    expect(await paths('?file_name__icontains=z.P')).toEqual(['Z.png'])
    expect(await paths('?file_name__icontains=b')).toEqual([])
    expect(await list('?file_name__icontains=1&folder=b&limit=1&page=2')).toMatchObject({
      total: 2,
      pages: 2,
      images: [{ path: 'b/c/1.jpg' }],
    })
  })

  it('by annotations combine as documented', async () => {
    await annotate('a.jpg', [1])
    await annotate('Z.png', [2, 2])
    await annotate('b/2.jpg', [1, 2])
    const rest = IN_ORDER.filter((path) => !['a.jpg', 'Z.png', 'b/2.jpg'].includes(path))
    expect(await paths('?annotated=true')).toEqual(['Z.png', 'a.jpg', 'b/2.jpg'])
    expect(await paths('?annotated=false')).toEqual(rest)
    expect(await paths('?annotated=false&category_ids__in=1')).toEqual(rest)
    expect(await paths('?annotated=1&category_ids__in=1')).toEqual(['a.jpg', 'b/2.jpg'])
    expect(await paths('?annotated=1&category_ids__in=1,%202')).toEqual(['Z.png', 'a.jpg', 'b/2.jpg'])
    expect(await paths('?category_ids__in=2')).toEqual(IN_ORDER.filter((path) => path !== 'a.jpg'))
    expect(await list('?annotated=%20')).toMatchObject({ total: 0, pages: 1, images: [], subdirectories: ['b', 'b-x'] })
  })

  it('that are empty or unknown are none', async () => {
    expect(
      await paths('?annotated=&category_ids__in=&file_name__icontains=&state=&folder=&dummy=1&width=3&file_name=x'),
    ).toEqual(IN_ORDER)
  })

  it('by state', async () => {
    await setState('a.jpg', 'done')
    await setState('b/2.jpg', 'done')
    await api('DELETE', `/image/${idOf('b/2.jpg')}`)
    expect(await paths('?state=done')).toEqual(['a.jpg'])
    expect(await list('?state=unlabelled&order=-path&limit=2')).toMatchObject({
      total: 6,
      images: [{ path: '\u{1f600}.jpg' }, { path: '\uffee.jpg' }],
    })
  })

  it.each(['annotated=maybe', 'category_ids__in=a', 'state=x', 'order=width', 'page=x'])(
    'that are malformed are refused: %s',
    async (query) => {
      expect(await refused('GET', `/dataset/${dataset}/data?${query}`)).toEqual([
        400,
        'Input payload validation failed',
      ])
    },
  )
})

const RUN_QUERIES = [
  '',
  'order=-path',
  'order=natural',
  'order=-id',
  'folder=b',
  'file_name__icontains=1&order=-natural',
  'state=unlabelled',
]

describe('runs of images', () => {
  const run = (query: string) => answered(ImageRun, 'GET', `/dataset/${dataset}/images?${query}`)

  it.each(RUN_QUERIES)('begin anywhere in the list of the pages: %s', async (query) => {
    const { images, total } = await list(`?limit=1000&${query}`)
    expect(await run(query)).toEqual({ total, images })
    expect(await run(`${query}&start=1&limit=2`)).toEqual({ total, images: images.slice(1, 3) })
    expect(await run(`${query}&start=-5&limit=1`)).toEqual({ total, images: images.slice(0, 1) })
    expect(await run(`${query}&start=99`)).toEqual({ total, images: [] })
  })

  it('are refused as pages are', async () => {
    expect(await refused('GET', `/dataset/${dataset}/images?folder=nothing`)).toEqual([400, 'directory does not exist'])
    expect(await refused('GET', `/dataset/${dataset}/images?limit=0`)).toEqual([400, 'Input payload validation failed'])
    expect(await refused('GET', '/dataset/99/images')).toEqual([400, 'Invalid dataset id'])
    expect(await run('annotated=%20')).toEqual({ total: 0, images: [] })
  })
})

describe('the ids of images', () => {
  const ids = (query: string) => answered(ImageIds, 'GET', `/dataset/${dataset}/ids?${query}`)

  it.each(RUN_QUERIES)('are those of the pages: %s', async (query) => {
    const { images, total } = await list(`?limit=1000&${query}`)
    const all = images.map(({ id }) => id)
    expect(await ids(query)).toEqual({ total, ids: all })
    expect(await ids(`${query}&start=1&limit=2`)).toEqual({ total, ids: all.slice(1, 3) })
    expect(await ids(`${query}&start=99`)).toEqual({ total, ids: [] })
  })

  it('follow every change', async () => {
    expect((await ids('order=natural')).ids[0]).toBe(idOf('a.jpg'))
    await api('DELETE', `/image/${idOf('a.jpg')}`)
    expect(await ids('order=natural')).toMatchObject({
      total: 7,
      ids: [idOf('b/2.jpg'), ...Array.from({ length: 6 }, () => expect.any(Number) as number)],
    })
  })

  it('are refused as pages are', async () => {
    expect(await refused('GET', `/dataset/${dataset}/ids?folder=nothing`)).toEqual([400, 'directory does not exist'])
    expect(await refused('GET', `/dataset/${dataset}/ids?limit=0`)).toEqual([400, 'Input payload validation failed'])
    expect(await refused('GET', '/dataset/99/ids')).toEqual([400, 'Invalid dataset id'])
    expect(await ids('annotated=%20')).toEqual({ total: 0, ids: [] })
  })
})

describe('the next image in a state', () => {
  const next = async (query: string) => (await answered(NextImage, 'GET', `/dataset/${dataset}/next?${query}`)).id

  it('is the first one after, and goes on from the start', async () => {
    for (const path of ['a.jpg', 'b/10.jpg', 'b/2.jpg']) await setState(path, 'done')
    expect(await next(`state=unlabelled&after=${idOf('a.jpg')}`)).toBe(idOf('b-x/1.jpg'))
    expect(await next(`after=${idOf('b-x/1.jpg')}`)).toBe(idOf('b/c/1.jpg'))
    expect(await next(`state=done&after=${idOf('b/2.jpg')}`)).toBe(idOf('a.jpg'))
    expect(await next('')).toBe(idOf('Z.png'))
  })

  it('is not the same one, nor one in the trash', async () => {
    await setState('a.jpg', 'needs_fix')
    await setState('b/2.jpg', 'needs_fix')
    await api('DELETE', `/image/${idOf('b/2.jpg')}`)
    expect(await next(`state=needs_fix&after=${idOf('a.jpg')}`)).toBeNull()
    expect(await next(`state=needs_fix&after=${idOf('b/2.jpg')}`)).toBe(idOf('a.jpg'))
  })

  it('is refused after an image of another dataset, or none', async () => {
    const [other] = await addImages(await addDataset('other'), ['a.jpg'])
    for (const id of [other!.id, 999])
      expect(await refused('GET', `/dataset/${dataset}/next?after=${id}`)).toEqual([400, 'Invalid image id'])
    expect(await refused('GET', `/dataset/${dataset}/next?state=x`)).toEqual([400, 'Input payload validation failed'])
  })
})

it('reads only the images of the page', async () => {
  let reads = 0
  db.images.hook('reading', (row) => {
    reads++
    return row
  })
  await list('?limit=2&page=2')
  expect(reads).toBe(2)
  reads = 0
  await list('?limit=2&page=2&file_name__icontains=jpg&order=-id')
  expect(reads).toBe(2)
})

describe('some images by their ids', () => {
  const some = (ids: (number | string)[]) => answered(ImageRun, 'GET', `/dataset/${dataset}/images?ids=${ids.join()}`)

  it('come in the order of the ids, whatever the filters say', async () => {
    const { total, images } = await some([idOf('Z.png'), idOf('a.jpg')])
    expect([total, ...images.map(({ path }) => path)]).toEqual([2, 'Z.png', 'a.jpg'])
  })

  it('are only those of the dataset that are not in the trash', async () => {
    const other = await addDataset('other')
    await addImages(other, ['elsewhere.jpg'])
    await api('DELETE', `/image/${idOf('a.jpg')}`)
    const { images } = await some([PATHS.length + 1, idOf('a.jpg'), 999, idOf('Z.png')])
    expect(images.map(({ path }) => path)).toEqual(['Z.png'])
  })
})
