import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { Annotation } from '@/contract/annotation'
import { AnnotatorData } from '@/contract/annotator'
import { categories } from '@/server/db/datasets/categories'
import { images } from '@/server/db/images/images'
import { answered, api, freshDatabase, json, refused } from '../support/api'
import { box, draw, frame, scene, square } from '../support/scene'

beforeEach(freshDatabase)

const load = (image: number, query = '') => answered(AnnotatorData, 'GET', `/annotator/data/${image}${query}`)

describe('GET /annotator/data/{id}', () => {
  it('answers what all generations of clients read', async () => {
    const {
      images: [first, second, third],
      cat,
      dog,
    } = await scene(['a.jpg', 'b/a.jpg', 'b/c.jpg'])
    const { id } = await draw(second!, dog)
    const data = await load(second!)
    expect(data).toMatchObject({
      image: {
        id: second,
        previous: first,
        next: third,
        file_name: 'a.jpg',
        path: '/data/datasets/set/b/a.jpg',
        annotating: [],
        metadata: {},
        category_ids: [dog],
      },
      categories: [
        { id: cat, show: true, visualize: false, annotations: [], keypoint_labels: [] },
        { id: dog, annotations: [{ id, isbbox: false, keypoints: [] }] },
      ],
      dataset: { name: 'set', annotate_url: '' },
      settings: [],
      preferences: {},
      permissions: { dataset: { owner: true }, image: { delete: true, download: true } },
      position: { index: 1, total: 3 },
      history: [{ seq: 1, label: 'Edit', undone: false }],
    })
    expect((await load(first!)).image.previous).toBeNull()
    expect((await load(third!)).image.next).toBeNull()
  })

  it('leaves out deleted annotations and deleted categories', async () => {
    const { image, cat, dog } = await scene()
    const { id } = await draw(image, cat)
    await draw(image, cat)
    await draw(image, dog)
    await api('DELETE', `/annotation/${id}`)
    await categories.softDelete(dog)
    expect(
      (await load(image)).categories.map((each) => [each.id, each.annotations.map((annotation) => annotation.id)]),
    ).toEqual([[cat, [2]]])
  })

  it('serves an image in the trash, with the neighbours it would have', async () => {
    const {
      images: [first, second, third],
    } = await scene(['a.jpg', 'b.jpg', 'c.jpg'])
    await images.softDelete([second!])
    expect(await load(second!)).toMatchObject({
      image: { deleted: true, previous: first, next: third },
      position: { index: 1, total: 2 },
    })
  })

  it('leaves out what only older clients read when it is asked to', async () => {
    const { image, cat } = await scene()
    await draw(image, cat)
    const [first] = (await load(image)).categories[0]!.annotations
    expect(first!.paper_object).toHaveLength(2)
    expect((await load(image, '?paper_object=false')).categories[0]!.annotations[0]).not.toHaveProperty('paper_object')
    expect(first!.segmentation).toHaveLength(1)
    const [lean] = (await load(image, '?lean=true')).categories[0]!.annotations
    const { id, category_id, shape, area, iscrowd, keypoints, color, metadata, milliseconds, revision } = first!
    expect(lean).toEqual({ id, category_id, shape, area, iscrowd, keypoints, color, metadata, milliseconds, revision })
  })

  it('answers 400 for an unknown image', async () => {
    expect(await refused('GET', '/annotator/data/9')).toEqual([400, 'Image does not exist'])
  })
})

describe('POST /annotator/data', () => {
  const path = (...segments: [number, number][]) => ['Path', { applyMatrix: true, segments, closed: true }]
  const compound = (...children: unknown[]) => [
    'CompoundPath',
    { applyMatrix: true, data: { annotationId: 0 }, children, fillColor: [0.7, 0.7, 0.8] },
  ]
  const squarePath = path([-40, -30], [10, -30], [10, 20], [-40, 20])
  const get = (id: number) => answered(Annotation, 'GET', `/annotation/${id}`)
  const save = (image: number, annotations: object[], category = 1, more: object = {}) =>
    api('POST', '/annotator/data', {
      body: JSON.stringify({ image: { id: image }, categories: [{ id: category, annotations }], ...more }),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    })

  it('derives the shape from the path, keeps the path, and echoes the body', async () => {
    const { image, cat } = await scene()
    const { id } = await answered(Annotation, 'POST', '/annotation/', json({ image_id: image, category_id: cat }))
    const compoundPath = compound(squarePath)
    const { body } = await save(image, [{ id, color: '#123456', metadata: { name: 'x' }, compoundPath }], cat, {
      user: {},
      mode: 'segment',
      settings: { zoom: 1 },
    })
    expect(body).toMatchObject({ success: true, mode: 'segment', image: { id: image }, settings: { zoom: 1 } })
    expect(await get(id)).toMatchObject({
      segmentation: [[10, 10, 60, 10, 60, 60, 10, 60]],
      area: 2500,
      bbox: [10, 10, 50, 50],
      color: '#123456',
      metadata: { name: 'x' },
      paper_object: compoundPath,
    })
    expect(await images.find(image)).toMatchObject({ state: 'in_progress' })
  })

  it('cuts holes, clips at the border, takes curves and selected points', async () => {
    const { image, cat } = await scene()
    const ids = [await draw(image, cat), await draw(image, cat), await draw(image, cat)].map(({ id }) => id)
    const hole = path([-20, -10], [-20, 0], [-10, 0], [-10, -10])
    const outside = path([-60, -30], [-40, -30], [-40, -10], [-60, -10])
    const selected = [
      'Path',
      {
        segments: [
          [[0, 0], [0, 0], [0, 0], 7],
          [[10, 0], [0, 0], [0, 0], 7],
          [
            [10, 10],
            [0, 0],
            [0, 0],
          ],
        ],
        closed: true,
      },
    ]
    await save(image, [
      { id: ids[0], compoundPath: compound(squarePath, hole) },
      { id: ids[1], compoundPath: compound(outside) },
      { id: ids[2], compoundPath: selected },
    ])
    expect(await get(ids[0]!)).toMatchObject({ area: 2400, segmentation: { size: [80, 100] }, iscrowd: false })
    expect(await get(ids[1]!)).toMatchObject({ area: 200, bbox: [0, 10, 10, 20] })
    expect((await get(ids[2]!)).segmentation).toEqual([[50, 40, 60, 40, 60, 50]])
  })

  it('leaves a shape whose own path comes back', async () => {
    const { image, cat } = await scene()
    const made = [
      await draw(image, cat, frame),
      await draw(image, cat, box),
      await draw(image, cat, { kind: 'mask', size: [80, 100], counts: [0, 80, 7920] }),
    ]
    const paths = (await Promise.all(made.map(({ id }) => get(id)))).map(({ id, isbbox, paper_object }) => {
      const [name, { fillColor: _color, ...properties }] = paper_object as [string, Record<string, unknown>]
      return { id, isbbox, color: '#ffffff', compoundPath: [name, { ...properties, selected: true }] }
    })
    expect((await save(image, paths)).status).toBe(200)
    for (const { id, shape, area } of made)
      expect(await get(id)).toMatchObject({ shape, area, color: '#ffffff', revision: 2 })
  })

  it('keeps a moved box a box, and empties a shape whose path is empty', async () => {
    const { image, cat } = await scene()
    const [boxed, emptied] = [await draw(image, cat, box), await draw(image, cat)]
    await save(image, [
      { id: boxed.id, isbbox: true, compoundPath: path([-40, -30], [-30, -30], [-30, -10], [-40, -10]) },
      { id: emptied.id, compoundPath: ['CompoundPath', { applyMatrix: true }] },
    ])
    expect(await get(boxed.id)).toMatchObject({ shape: { ...box, x: 10, y: 10 }, isbbox: true })
    expect(await get(emptied.id)).toMatchObject({
      shape: null,
      segmentation: [],
      area: 0,
      bbox: [0, 0, 0, 0],
      paper_object: ['CompoundPath', { applyMatrix: true }],
    })
  })

  it('drops the kept path when the shape changes by other means', async () => {
    const { image, cat } = await scene()
    const { id } = await draw(image, cat)
    await save(image, [{ id, compoundPath: compound(squarePath) }])
    const { paper_object } = await answered(Annotation, 'PUT', `/annotation/${id}`, json({ shape: square }))
    expect(paper_object).toMatchObject([
      'CompoundPath',
      {
        children: [
          [
            'Path',
            {
              segments: [
                [-40, -30],
                [-20, -30],
                [-20, -10],
                [-40, -10],
              ],
            },
          ],
        ],
      },
    ])
  })

  it('changes nothing that is not sent, and passes over unknown ids', async () => {
    const {
      images: [image, other],
      cat,
    } = await scene(['a.jpg', 'b.jpg'])
    const { id } = await draw(image!, cat)
    const elsewhere = await draw(other!, cat)
    const { id: _id, ...before } = await get(id)
    expect(
      (
        await save(image!, [
          { id },
          { id, compoundPath: null, color: null, metadata: null },
          { id: 99, color: '#000000' },
          { id: elsewhere.id, color: '#000000' },
        ])
      ).status,
    ).toBe(200)
    expect((await save(image!, [{ id, color: '#000000' }], 77)).status).toBe(200)
    expect(await get(id)).toMatchObject(before)
    expect((await get(elsewhere.id)).color).toBe('#aa0000')
    expect((await images.find(image!))!.revision).toBe(2)
  })

  it('stores metadata and categories of the image, the look of categories, and time spent', async () => {
    const { image, cat, dog } = await scene()
    const { id } = await draw(image, cat)
    const posted = {
      image: { id: image, metadata: { weather: 'rain' }, category_ids: [dog] },
      categories: [
        {
          id: cat,
          color: '#0000ff',
          keypoint_labels: ['head', 'tail'],
          keypoint_edges: [[1, 2]],
          keypoint_colors: ['#1', '#2'],
          metadata: [],
          annotations: [
            {
              id,
              keypoints: [20, 20, 2, 0, 0, 0],
              sessions: [{ start: 1, milliseconds: 1500, tools: ['Brush'] }, { milliseconds: 500 }],
            },
          ],
        },
      ],
    }
    expect((await api('POST', '/annotator/data', json(posted))).status).toBe(200)
    const data = await load(image)
    expect(data.image).toMatchObject({ metadata: { weather: 'rain' }, category_ids: [cat, dog], milliseconds: 2000 })
    expect(data.categories[0]).toMatchObject({
      name: 'cat',
      color: '#0000ff',
      keypoint_labels: ['head', 'tail'],
      keypoint_edges: [[1, 2]],
    })
    expect(data.categories[0]!.annotations[0]).toMatchObject({
      keypoints: [20, 20, 2, 0, 0, 0],
      milliseconds: 2000,
      shape: square,
      area: 400,
    })
  })

  it('stores what is said of the image alone', async () => {
    const { image, dog } = await scene()
    expect(
      (
        await api(
          'POST',
          '/annotator/data',
          json({ mode: 'label', image: { id: image, metadata: { a: 1 }, category_ids: [dog] } }),
        )
      ).status,
    ).toBe(200)
    expect((await load(image)).image).toMatchObject({
      metadata: { a: 1 },
      category_ids: [dog],
      annotated: false,
      num_annotations: 0,
    })
  })

  it('updates annotations in the trash as well', async () => {
    const { image, cat } = await scene()
    const { id } = await draw(image, cat)
    await api('DELETE', `/annotation/${id}`)
    await save(image, [{ id, color: '#000000' }])
    expect(await get(id)).toMatchObject({ color: '#000000', deleted: true })
  })

  it('refuses only what names no image, or is no JSON', async () => {
    const { image, cat } = await scene()
    const { id } = await draw(image, cat)
    const no = (body: unknown) =>
      refused('POST', '/annotator/data', { body: typeof body === 'string' ? body : JSON.stringify(body) })
    expect(await no({ image: { id: 99 }, categories: [{ id: cat, annotations: [{ id, color: '#000000' }] }] })).toEqual(
      [400, 'Image does not exist'],
    )
    for (const body of [{}, 'null', [], { image: null }, { image: { id: 'x' } }])
      expect(await no(body)).toEqual([400, expect.stringContaining('names no image')])
    expect(await no('{')).toEqual([400, expect.stringContaining('The body is not JSON')])
    expect((await get(id)).color).toBe('#aa0000')
  })
})
