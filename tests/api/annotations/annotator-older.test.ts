// What older clients send in daily use, while they show "Done saving": it is stored, as it is meant.
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { Annotation } from '@/contract/annotation'
import { AnnotatorData } from '@/contract/annotator'
import type { Category } from '@/contract/category'
import { UserAnswer } from '@/contract/user'
import { categories } from '@/server/db/datasets/categories'
import { images } from '@/server/db/images/images'
import { preferences } from '@/server/db/preferences'
import { answered, api, freshDatabase, json, refused } from '../support/api'
import { draw, scene, square } from '../support/scene'

beforeEach(freshDatabase)

const load = (image: number) => answered(AnnotatorData, 'GET', `/annotator/data/${image}`)
const get = (id: number) => answered(Annotation, 'GET', `/annotation/${id}`)
const post = (body: object) =>
  api<Record<string, never>>('POST', '/annotator/data', {
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  })
const save = (image: number, annotations: unknown[], category: object = { id: 1 }) =>
  post({ image: { id: image }, categories: [{ ...category, annotations }] })
const keypointsOf = async (id: number) => (await get(id)).keypoints
const withKeypoints = async (image: number, cat: number, keypoints: number[]) => {
  const { id } = await draw(image, cat)
  await api('PUT', `/annotation/${id}`, json({ keypoints }))
  return id
}

describe('keypoints', () => {
  it.each([
    ['nulls', [null, null, null, 50, 50, 2, 60, 70, 1], [0, 0, 0, 50, 50, 2, 60, 70, 1]],
    ['numeric text', [60, 60, 2, 100, 60, '1'], [60, 60, 2, 100, 60, 1]],
    ['a visibility of 3', [60, 60, 3, 10, 10, -1], [60, 60, 2, 10, 10, 0]],
  ])('with %s are stored as they are meant', async (_what, keypoints, stored) => {
    const { image, cat } = await scene()
    const { id } = await draw(image, cat)
    expect((await save(image, [{ id, keypoints, sessions: [] }])).status).toBe(200)
    expect(await keypointsOf(id)).toEqual(stored)
  })

  it('that cannot be used are passed over and named; the rest of the annotation is stored', async () => {
    const { image, cat } = await scene()
    const id = await withKeypoints(image, cat, [5, 6, 2])
    const { status, body } = await save(image, [{ id, color: '#000000', keypoints: [1, 2], sessions: [] }])
    expect(status).toBe(200)
    expect(body).toMatchObject({
      success: true,
      passed_over: [{ category: 1, annotation: id, field: 'keypoints', message: expect.any(String) }],
      passed_over_count: 1,
    })
    expect(await get(id)).toMatchObject({ color: '#000000', keypoints: [5, 6, 2] })
    expect((await save(image, [{ id, keypoints: [1, 2, {}] }])).body).toMatchObject({
      passed_over: [{ annotation: id, field: 'keypoints' }],
    })
  })

  it('absent beside sessions were deleted; without sessions they stay', async () => {
    const { image, cat } = await scene()
    const [gone, kept] = [await withKeypoints(image, cat, [5, 6, 2]), await withKeypoints(image, cat, [5, 6, 2])]
    await save(image, [{ id: gone, sessions: [] }, { id: kept }])
    expect([await keypointsOf(gone), await keypointsOf(kept)]).toEqual([[], [5, 6, 2]])
  })

  it('that come back rounded keep their numbers', async () => {
    const { image, cat } = await scene()
    const id = await withKeypoints(image, cat, [5.25, 6.5, 2, 0, 0, 0])
    await save(image, [{ id, keypoints: [5, 7, 2], sessions: [] }])
    expect(await get(id)).toMatchObject({ keypoints: [5.25, 6.5, 2, 0, 0, 0], revision: 2 })
    await save(image, [{ id, keypoints: [5, 8, 2], sessions: [] }])
    expect(await keypointsOf(id)).toEqual([5, 8, 2])
    const none = await withKeypoints(image, cat, [0, 0, 0, 0, 0, 0])
    await save(image, [{ id: none, sessions: [] }])
    expect(await keypointsOf(none)).toEqual([0, 0, 0, 0, 0, 0])
  })
})

describe('definitions of categories', () => {
  const labels = ['a', 'b', 'c']

  it('take edges as text, choose colours for nulls, and pass over what joins nothing', async () => {
    const { image, cat } = await scene()
    const { status, body } = await save(image, [], {
      id: cat,
      keypoint_labels: labels,
      keypoint_edges: [['1', '2'], [2, 2], [1, 0], [1, 9], 'x'],
      keypoint_colors: ['#111111', null, null],
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      passed_over_count: 4,
      passed_over: [{ category: cat, field: 'keypoint_edges', message: expect.stringContaining('[2,2]') }, {}, {}, {}],
    })
    const { keypoint_edges, keypoint_colors } = (await categories.find(cat))!
    expect(keypoint_edges).toEqual([[1, 2]])
    expect(keypoint_colors).toEqual([
      '#111111',
      expect.stringMatching(/^#[\da-f]{6}$/),
      expect.stringMatching(/^#[\da-f]{6}$/),
    ])
    expect(new Set(keypoint_colors).size).toBe(3)
    await save(image, [], {
      id: cat,
      keypoint_labels: labels,
      keypoint_edges: [[1, 2]],
      keypoint_colors: ['#111111', null, null],
    })
    expect(await categories.find(cat)).toMatchObject({ keypoint_colors, revision: 2 })
  })

  it('are read alike by POST and PUT /category', async () => {
    const many = Array.from({ length: 40 }, (_none, index) => `k${index}`)
    const made = await api<Category>(
      'POST',
      '/category/',
      json({
        name: 'hand',
        keypoint_labels: many,
        keypoint_edges: [
          [1, 0],
          ['1', '2'],
        ],
        keypoint_colors: many.map((_label, index) => (index < 32 ? '#ff0000' : null)),
      }),
    )
    expect(made.body).toMatchObject({ keypoint_edges: [[1, 2]], passed_over: [{ field: 'keypoint_edges' }] })
    expect(made.body.keypoint_colors.slice(32).every((color) => /^#[\da-f]{6}$/.test(color))).toBe(true)
    const changed = await api(
      'PUT',
      `/category/${made.body.id}`,
      json({
        name: 'hand',
        keypoint_edges: [
          [1, 0],
          [3, 2],
        ],
        keypoint_colors: [null],
      }),
    )
    expect(changed).toMatchObject({ status: 200, body: { success: true, passed_over: [{ field: 'keypoint_edges' }] } })
    expect(await categories.find(made.body.id)).toMatchObject({
      keypoint_edges: [[3, 2]],
      keypoint_colors: ['#ff0000'],
    })
  })
})

describe('everything else', () => {
  it('is stored or passed over, field by field', async () => {
    const { image, cat } = await scene()
    const { id } = await draw(image, cat)
    const body = {
      image: { id: String(image), metadata: 7, category_ids: [null, cat, 'x', '2'] },
      user: 'x',
      categories: [
        null,
        { id: 'x' },
        { id: 77 },
        {
          id: cat,
          color: 5,
          annotations: [
            null,
            {},
            { id: 99 },
            {
              id,
              color: '#000000',
              metadata: 'x',
              isbbox: 'maybe',
              compoundPath: ['Raster', {}],
              sessions: [{ milliseconds: -5 }, { milliseconds: '250' }, { milliseconds: null }, null],
            },
          ],
        },
      ],
    }
    const answer = await post(body)
    expect(answer.status).toBe(200)
    const named = (list: { field: string }[]) => list.map(({ field }) => field).sort()
    expect(named(answer.body.passed_over!)).toEqual(
      [
        'annotations.0',
        'annotations.1',
        'categories.0',
        'categories.1',
        'color',
        'compoundPath',
        'id',
        'id',
        'image.category_ids',
        'image.metadata',
        'isbbox',
        'metadata',
        'user',
      ].sort(),
    )
    expect(named(answer.body.repaired!)).toEqual(['sessions'])
    expect(await get(id)).toMatchObject({ color: '#000000', metadata: {}, milliseconds: 250, shape: square })
    expect((await images.find(image))!.category_ids).toEqual([cat, 2])
    expect((await categories.find(cat))!.color).toBe('#aa0000')
  })

  it('keeps preferences that fit, and passes over those that do not', async () => {
    const { image } = await scene()
    await post({ image: { id: image }, user: { brush: 1 } })
    const { status, body } = await post({ image: { id: image }, user: { brush: 'x'.repeat(1_000_001) } })
    expect([status, body.passed_over]).toEqual([200, [{ field: 'user', message: expect.any(String) }]])
    expect(await preferences.read()).toEqual({ brush: 1 })
  })

  it('stores annotate_url with the dataset', async () => {
    const { image, dataset } = await scene()
    await post({ image: { id: image }, dataset: { id: dataset, annotate_url: '/api/model/maskrcnn' } })
    expect((await load(image)).dataset).toMatchObject({ annotate_url: '/api/model/maskrcnn', revision: 2 })
    await post({ image: { id: image } })
    expect((await load(image)).dataset.annotate_url).toBe('/api/model/maskrcnn')
  })

  it('lists in label mode the categories that were ticked, and a category again when it is drawn', async () => {
    const { image, cat, dog } = await scene()
    await draw(image, cat)
    await post({ mode: 'label', image: { id: image, category_ids: [dog] } })
    const listed = async () => (await load(image)).image.category_ids
    const inCategory = async (id: number) =>
      (await api<{ total: number }>('GET', `/dataset/1/data?annotated=true&category_ids__in=${id}`)).body.total
    expect([await listed(), await inCategory(cat), await inCategory(dog)]).toEqual([[dog], 0, 1])
    await post({ mode: 'segment', image: { id: image, category_ids: [dog] } })
    expect(await listed()).toEqual([dog])
    await draw(image, cat)
    expect(await listed()).toEqual([cat, dog])
  })

  it('has an owner who is the user, wherever a dataset is answered', async () => {
    const { image } = await scene()
    const user = await answered(UserAnswer, 'GET', '/user/')
    expect(user).toEqual({ ...user.user, user: user.user })
    const made = (await api<{ owner: string }>('POST', '/dataset/?name=mine')).body
    const lists = [
      (await api<{ owner: string }[]>('GET', '/dataset/')).body,
      (await api<{ datasets: { owner: string }[] }>('GET', '/dataset/data')).body.datasets,
    ].flat()
    const inImages = (await api<{ dataset: { owner: string } }>('GET', '/dataset/1/data')).body.dataset
    for (const { owner } of [made, ...lists, inImages, (await load(image)).dataset]) expect(owner).toBe(user.username)
  })

  it('keeps an empty path that was posted', async () => {
    const { image, cat } = await scene()
    const { id } = await answered(Annotation, 'POST', '/annotation/', json({ image_id: image, category_id: cat }))
    const compoundPath = ['CompoundPath', { applyMatrix: true }]
    await save(image, [{ id, compoundPath }])
    expect(await get(id)).toMatchObject({ paper_object: compoundPath, shape: null, revision: 2 })
    await save(image, [{ id, compoundPath }])
    expect((await get(id)).revision).toBe(2)
  })

  it('refuses a name that is no text as it did', async () => {
    expect(await refused('POST', '/category/', json({ name: 5 }))).toEqual([400, 'Input payload validation failed'])
  })
})

describe('paths that come back simplified', () => {
  type Pair = [string, { children: [string, { segments: [number, number][] }][] }]
  const simplify = async (pair: Pair): Promise<Pair> => {
    const { default: simplifyJs } = await import('simplify-js')
    return [
      pair[0],
      {
        ...pair[1],
        children: pair[1].children.map(([name, path]) => {
          const left = simplifyJs(
            path.segments.map(([x, y]) => ({ x, y })),
            1,
            true,
          )
          return [name, { ...path, segments: left.map(({ x, y }): [number, number] => [x, y]) }]
        }),
      },
    ]
  }
  const ring = (radius: number) =>
    Array.from({ length: 60 }, (_none, step) => [
      50 + radius * Math.cos(step / 9.55),
      40 + radius * Math.sin(step / 9.55),
    ]).flat()

  it('leave masks masks and polygons with their numbers', async () => {
    const { image, cat } = await scene()
    const counts = Array.from({ length: 40 }, (_none, column) => [80 - column, column]).flat()
    const mask = await draw(image, cat, { kind: 'mask', size: [80, 100], counts: [...counts, 80 * 60] })
    const polygon = await draw(image, cat, { kind: 'polygons', parts: [{ outer: ring(30), holes: [ring(10)] }] })
    const served = (await load(image)).categories[0]!.annotations
    const sent = await Promise.all(
      served.map(async ({ id, paper_object }) => ({
        id,
        sessions: [],
        compoundPath: await simplify(paper_object as Pair),
      })),
    )
    const points = (pair: unknown) => (pair as Pair)[1].children.map(([, { segments }]) => segments.length)
    for (const [index, { compoundPath }] of sent.entries())
      expect(points(compoundPath)[0]!).toBeLessThan(points(served[index]!.paper_object)[0]!)
    expect((await save(image, sent)).status).toBe(200)
    for (const { id, shape, area } of [mask, polygon]) expect(await get(id)).toMatchObject({ shape, area, revision: 1 })
  })

  it('are stored when a point was moved', async () => {
    const { image, cat } = await scene()
    const { id } = await draw(image, cat, { kind: 'polygons', parts: [{ outer: ring(30), holes: [] }] })
    const compoundPath = await simplify((await get(id)).paper_object as Pair)
    compoundPath[1].children[0]![1].segments[3]![0] += 0.3
    await save(image, [{ id, compoundPath }])
    expect(await get(id)).toMatchObject({ revision: 2, paper_object: compoundPath })
  })
})
