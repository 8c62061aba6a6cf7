import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { Annotation } from '@/contract/annotation'
import { Success } from '@/contract/common'
import { z } from '@/contract/zod'
import { datasets } from '@/server/db/datasets/datasets'
import { images } from '@/server/db/images/images'
import { addImages, answered, api, freshDatabase, json, refused } from '../support/api'
import { box, frame, scene, square } from '../support/scene'

beforeEach(freshDatabase)

const post = (body: object) => answered(Annotation, 'POST', '/annotation/', json(body))
const get = (id: number) => answered(Annotation, 'GET', `/annotation/${id}`)
const put = (id: number, body: object) => answered(Annotation, 'PUT', `/annotation/${id}`, json(body))
const segmentation = [[10, 10, 60, 10, 60, 60, 10, 60]]

describe('POST /annotation/', () => {
  it('makes an empty annotation, with all documented fields', async () => {
    const { image, cat, dataset } = await scene()
    const made = await post({ image_id: image, category_id: cat })
    expect(made).toMatchObject({
      id: 1,
      image_id: image,
      category_id: cat,
      dataset_id: dataset,
      segmentation: [],
      shape: null,
      area: 0,
      bbox: [0, 0, 0, 0],
      iscrowd: false,
      isbbox: false,
      keypoints: [],
      width: 100,
      height: 80,
      metadata: {},
      paper_object: [],
      milliseconds: 0,
      revision: 1,
      creator: 'local',
      deleted: false,
    })
    expect(made.color).toMatch(/^#[\da-f]{6}$/)
    expect(made).not.toHaveProperty('deleted_date')
    expect(await get(1)).toEqual(made)
  })

  it('overlays the default metadata of the dataset by what is posted', async () => {
    const { image, cat, dataset } = await scene()
    await datasets.update(dataset, { default_annotation_metadata: { checked: false, size: 1 } })
    const made = await post({ image_id: image, category_id: cat, metadata: { size: 2, name: 'x' }, color: 'white' })
    expect([made.metadata, made.color]).toEqual([{ checked: false, size: 2, name: 'x' }, 'white'])
  })

  it('measures polygons, boxes, masks and shapes with holes as their pixels', async () => {
    const { image, cat } = await scene()
    const of = async (fields: object) => {
      const {
        shape,
        segmentation: written,
        area,
        bbox,
        isbbox,
      } = await post({ image_id: image, category_id: cat, ...fields })
      return { kind: shape?.kind, written, area, bbox, isbbox }
    }
    expect(await of({ segmentation })).toEqual({
      kind: 'polygons',
      written: segmentation,
      area: 2500,
      bbox: [10, 10, 50, 50],
      isbbox: false,
    })
    expect(await of({ shape: box })).toEqual({
      kind: 'box',
      written: [[5, 5, 15, 5, 15, 25, 5, 25]],
      area: 200,
      bbox: [5, 5, 10, 20],
      isbbox: true,
    })
    expect(await of({ segmentation, isbbox: true })).toMatchObject({ kind: 'box', written: segmentation, isbbox: true })
    expect(await of({ segmentation: { size: [80, 100], counts: [0, 80, 7920] } })).toMatchObject({
      kind: 'mask',
      area: 80,
      bbox: [0, 0, 1, 80],
    })
    const holed = await of({ shape: frame })
    expect(holed).toMatchObject({ kind: 'polygons', area: 1500, written: { size: [80, 100] } })
    expect(await of({ keypoints: [10, 20, 2, 30, 60, 1, 0, 0, 0] })).toMatchObject({
      kind: undefined,
      written: [],
      bbox: [10, 20, 20, 40],
    })
  })

  it('gives outlines to older clients for what they could not draw', async () => {
    const { image, cat } = await scene()
    const { paper_object: holed } = await post({ image_id: image, category_id: cat, shape: frame })
    expect(holed).toMatchObject([
      'CompoundPath',
      {
        children: [
          [
            'Path',
            {
              segments: [
                [-40, -30],
                [0, -30],
                [0, 10],
                [-40, 10],
              ],
            },
          ],
          ['Path', {}],
        ],
      },
    ])
    const { paper_object: mask } = await post({
      image_id: image,
      category_id: cat,
      segmentation: { size: [80, 100], counts: [0, 80, 7920] },
    })
    expect(mask).toMatchObject(['CompoundPath', { children: [['Path', { closed: true }]] }])
  })

  it('refuses what it cannot store, and says why', async () => {
    const { image, cat } = await scene()
    const no = (body: object) => refused('POST', '/annotation', json({ image_id: image, category_id: cat, ...body }))
    expect(await no({ image_id: 99 })).toEqual([400, 'Invalid image id.'])
    expect(await no({ category_id: 99 })).toEqual([400, 'Invalid category id'])
    expect(await no({ segmentation: [[1, 2, 3, 4]] })).toEqual([
      400,
      expect.stringContaining('a polygon has 3 or more'),
    ])
    expect(await no({ segmentation: { size: [100, 80], counts: [8000] } })).toEqual([
      400,
      expect.stringContaining('height comes first'),
    ])
    expect(await no({ shape: { kind: 'polygons', parts: [] } })).toEqual([
      400,
      'This is no shape: polygons have a list of parts, at least one.',
    ])
    expect(await no({ shape: { kind: 'mask', size: [8, 10], counts: [80] } })).toEqual([
      400,
      expect.stringContaining('does not fit an image of 100 x 80'),
    ])
    const missing = await api('POST', '/annotation/', json({ image_id: image }))
    expect(missing.body).toMatchObject({
      message: 'Input payload validation failed',
      errors: { category_id: 'Missing required parameter in the JSON body' },
    })
    const bad = await api(
      'POST',
      '/annotation/',
      json({ image_id: 'x', category_id: cat, keypoints: [1, 2, 3, 4], metadata: 'no' }),
    )
    expect(Object.keys(bad.body.errors as object).sort()).toEqual(['image_id', 'keypoints', 'metadata'])
    expect((await images.find(image))!.num_annotations).toBe(0)
  })

  it('says when the size of the image is not known', async () => {
    const { dataset, cat } = await scene()
    const [image] = await addImages(dataset, ['later.jpg'], { width: 0, height: 0, placeholder: true })
    expect(await refused('POST', '/annotation', json({ image_id: image!.id, category_id: cat, segmentation }))).toEqual(
      [400, expect.stringContaining('Add its file first')],
    )
    await post({ image_id: image!.id, category_id: cat })
  })

  it('takes images in the trash, as documented', async () => {
    const { image, cat } = await scene()
    await images.softDelete([image])
    expect((await post({ image_id: image, category_id: cat })).image_id).toBe(image)
  })

  it('applies once for an idempotency key', async () => {
    const { image, cat } = await scene()
    const init = json({ image_id: image, category_id: cat }, { 'Idempotency-Key': 'k1' })
    const first = await answered(Annotation, 'POST', '/annotation/', init)
    expect(await answered(Annotation, 'POST', '/annotation/', init)).toEqual(first)
    expect((await images.find(image))!.num_annotations).toBe(1)
  })
})

describe('PUT /annotation/{id}', () => {
  it('changes what is given and leaves the rest', async () => {
    const { image, cat, dog } = await scene()
    const { id } = await post({ image_id: image, category_id: cat, segmentation, metadata: { name: 'x' } })
    expect(await put(id, { category_id: dog })).toMatchObject({
      category_id: dog,
      segmentation,
      metadata: { name: 'x' },
      revision: 2,
    })
    expect((await images.find(image))!.category_counts).toEqual({ [dog]: 1 })
    expect(await put(id, { shape: box, iscrowd: 1 })).toMatchObject({
      category_id: dog,
      area: 200,
      isbbox: true,
      iscrowd: true,
      revision: 3,
    })
    expect(await put(id, { isbbox: false })).toMatchObject({ isbbox: true, revision: 3 })
    expect(await put(id, { category_id: null })).toMatchObject({ category_id: dog, revision: 3 })
    expect(await put(id, { shape: null })).toMatchObject({
      shape: null,
      segmentation: [],
      area: 0,
      isbbox: false,
      revision: 4,
    })
  })

  it('refuses unknown annotations and categories', async () => {
    const { image, cat } = await scene()
    const { id } = await post({ image_id: image, category_id: cat })
    expect(await refused('PUT', '/annotation/99', json({ category_id: cat }))).toEqual([400, 'Invalid annotation id'])
    expect(await refused('PUT', `/annotation/${id}`, json({ category_id: 99 }))).toEqual([400, 'Invalid category id'])
  })
})

describe('DELETE /annotation/{id}', () => {
  it('puts it in the trash, again and again', async () => {
    const { image, cat } = await scene()
    const { id } = await post({ image_id: image, category_id: cat, segmentation })
    await answered(Success, 'DELETE', `/annotation/${id}`)
    const first = await get(id)
    expect(first).toMatchObject({ deleted: true, deleted_date: { $date: expect.any(Number) }, segmentation })
    expect(await images.find(image)).toMatchObject({ num_annotations: 0, category_counts: {}, state: 'in_progress' })
    await answered(Success, 'DELETE', `/annotation/${id}`)
    expect((await get(id)).deleted_date!.$date).toBeGreaterThanOrEqual(first.deleted_date!.$date)
    expect(await refused('DELETE', '/annotation/99')).toEqual([400, 'Invalid annotation id'])
    expect((await images.find(image))!.num_annotations).toBe(0)
  })
})

describe('GET /annotation/', () => {
  it('lists all of all images, deleted ones too, without paper objects', async () => {
    const {
      images: [first, second],
      cat,
    } = await scene(['a.jpg', 'b.jpg'])
    expect(await answered(z.array(Annotation), 'GET', '/annotation/')).toEqual([])
    for (const image_id of [first, second, first]) await post({ image_id, category_id: cat, shape: square })
    await api('DELETE', '/annotation/1')
    const all = await answered(z.array(Annotation), 'GET', '/annotation/')
    expect(all.map(({ id, deleted }) => [id, deleted])).toEqual([
      [1, true],
      [3, false],
      [2, false],
    ])
    expect(all.every((each) => !('paper_object' in each))).toBe(true)
  })

  it('answers 400 for an unknown id and 404 for what is none', async () => {
    expect(await refused('GET', '/annotation/1')).toEqual([400, 'Invalid annotation id'])
    expect((await refused('GET', '/annotation/x'))[0]).toBe(404)
  })
})
