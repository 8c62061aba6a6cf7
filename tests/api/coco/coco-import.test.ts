import { beforeEach, describe, expect, it } from 'vitest'
import type { ImportResult } from '@/contract/coco'
import { addDataset, api, freshDatabase } from '../support/coco'

beforeEach(freshDatabase)

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
const file = {
  images: [image],
  categories: [{ id: 3, name: 'cat', supercategory: 'animal', color: '#123456', isthing: 1 }],
  annotations: [annotation],
}

const post = (dataset: number, body: unknown, query = '?add_missing=true', headers: Record<string, string> = {}) =>
  api<ImportResult & { message: string }>('POST', `/dataset/${dataset}/coco${query}`, {
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers,
  })

interface Coco {
  info: object
  licenses: object[]
  images: Record<string, unknown>[]
  categories: Record<string, unknown>[]
  annotations: Record<string, unknown>[]
}
const exported = async (dataset: number, query = '') =>
  (await api<Coco>('GET', `/dataset/${dataset}/coco${query}`)).body

describe('an import', () => {
  it('answers in the documented words, with what it did', async () => {
    const dataset = await addDataset()
    const { status, body } = await post(dataset, file)
    expect(status).toBe(200)
    expect(body).toEqual({
      id: 1,
      name: 'Import COCO into set',
      dry_run: false,
      errors: [{ category: 'cat', message: 'Creating category cat.' }],
      images: { total: 1, matched: 0, added: 1, missing: 0, ambiguous: 0, turned: 0, unclear: 0 },
      categories: { total: 1, created: 1, matched: 0, differing: 0 },
      annotations: { total: 1, created: 1, updated: 0, unchanged: 0, skipped: 0, refused: 0, renumbered: 0 },
    })
  })

  it('takes the file as a part of a form too', async () => {
    const form = new FormData()
    form.set('coco', new File([JSON.stringify(file)], 'instances.json'))
    const { body } = await api<ImportResult>('POST', `/dataset/${await addDataset()}/coco?add_missing=1`, {
      body: form,
    })
    expect(body.annotations.created).toBe(1)
  })

  it('keeps ids, colours, supercategories and unknown fields', async () => {
    const dataset = await addDataset()
    await post(dataset, {
      ...file,
      info: { year: 2020 },
      extra: [1],
      annotations: [{ ...annotation, attributes: { x: 1 } }],
      images: [{ ...image, license: 4 }],
    })
    const { info, licenses, images, categories, annotations, ...others } = await exported(dataset)
    expect([info, licenses, others]).toEqual([{ year: 2020 }, [], { extra: [1] }])
    expect(images[0]).toMatchObject({ ...image, license: 4, dataset_id: dataset, path: '/data/datasets/set/a.jpg' })
    expect(categories[0]).toMatchObject({ id: 3, name: 'cat', supercategory: 'animal', color: '#123456', isthing: 1 })
    expect(annotations[0]).toMatchObject({ ...annotation, attributes: { x: 1 } })
  })

  it('changes nothing when the same file comes again', async () => {
    const dataset = await addDataset()
    const twice = { ...file, annotations: [annotation, { ...annotation, id: 6 }] }
    await post(dataset, twice)
    const before = await exported(dataset)
    const { body } = await post(dataset, twice)
    expect(body.annotations).toMatchObject({ created: 0, unchanged: 2 })
    expect(body.errors).toEqual([])
    expect(await exported(dataset)).toEqual(before)
  })

  it('knows its own export again', async () => {
    const dataset = await addDataset()
    await post(dataset, { ...file, annotations: [annotation, { ...annotation, id: 9, segmentation: [] }] })
    const before = await exported(dataset)
    const { body } = await post(dataset, before)
    expect(body.annotations).toMatchObject({ total: 2, created: 0, unchanged: 2 })
    expect(await exported(dataset)).toEqual(before)
  })

  it('lets files of one set complete each other', async () => {
    const dataset = await addDataset()
    await post(dataset, {
      ...file,
      annotations: [{ id: 5, image_id: 7, category_id: 3, keypoints: [1, 2, 2], num_keypoints: 1 }],
    })
    const { body } = await post(dataset, file)
    expect(body.annotations).toMatchObject({ created: 0, updated: 1 })
    expect((await exported(dataset)).annotations).toMatchObject([
      { ...annotation, keypoints: [1, 2, 2], num_keypoints: 1 },
    ])
  })

  it("gives new ids where those of the file are taken, and gives the file's back on request", async () => {
    const [first, second] = [await addDataset('a'), await addDataset('b')]
    await post(first, file)
    const { body } = await post(second, file)
    expect(body.annotations).toMatchObject({ created: 1, renumbered: 1 })
    expect(body.errors).toContainEqual({
      annotation: 5,
      image_id: 7,
      kind: 'renumbered',
      message: 'Its id is taken; here it has the id 6.',
    })
    expect((await exported(second)).annotations[0]).toMatchObject({ id: 6, category_id: 3 })
    const back = await exported(second, '?ids=imported')
    expect(back.annotations[0]).toMatchObject({ id: 5, image_id: 7, category_id: 3 })
    expect(back.images[0]).toMatchObject({ id: 7 })
  })

  it.each([0, -1, 1.5, 'x', undefined, 2 ** 48 + 1])('renumbers the id %s', async (id) => {
    const dataset = await addDataset()
    const { body } = await post(dataset, { ...file, annotations: [{ ...annotation, id }] })
    expect(body.annotations).toMatchObject({ created: 1, renumbered: 1 })
    expect((await exported(dataset)).annotations[0]?.id).toBe(1)
  })

  it('keeps both of two annotations with one id', async () => {
    const dataset = await addDataset()
    const { body } = await post(dataset, {
      ...file,
      annotations: [annotation, { ...annotation, segmentation: square(50) }],
    })
    expect(body.annotations).toMatchObject({ created: 2, renumbered: 1 })
    expect((await exported(dataset)).annotations.map(({ id }) => id)).toEqual([5, 6])
  })

  it('keeps boxes without an outline as they came', async () => {
    const dataset = await addDataset()
    const { segmentation: _none, ...box } = { ...annotation, bbox: [1.5, 2, 3, 4], area: 12 }
    await post(dataset, { ...file, annotations: [box, { ...box, id: 6, segmentation: [] }] })
    expect((await exported(dataset)).annotations).toMatchObject([
      { id: 5, bbox: [1.5, 2, 3, 4], area: 12, isbbox: true, segmentation: [] },
      { id: 6, bbox: [1.5, 2, 3, 4], segmentation: [] },
    ])
  })

  it('computes what is missing: area and bbox of the mask', async () => {
    const dataset = await addDataset()
    await post(dataset, { ...file, annotations: [{ id: 5, image_id: 7, category_id: 3, segmentation: square(10) }] })
    // a square from 10 to 30 covers the pixels 10 to 29
    expect((await exported(dataset)).annotations[0]).toMatchObject({ area: 400, bbox: [10, 10, 20, 20], iscrowd: 0 })
  })

  it('refuses invalid annotations and repairs others, each with a note', async () => {
    const dataset = await addDataset()
    const { body } = await post(dataset, {
      ...file,
      annotations: [
        { ...annotation, id: 1, category_id: 99 },
        { ...annotation, id: 2, segmentation: [[1, 2]], bbox: undefined },
        { ...annotation, id: 3, iscrowd: true },
        { ...annotation, id: 4, image_id: 8 },
      ],
    })
    expect(body.annotations).toMatchObject({ total: 4, created: 1, refused: 3, skipped: 0 })
    expect(body.errors.slice(1)).toEqual([
      {
        annotation: 1,
        image_id: 7,
        field: 'category_id',
        severity: 'error',
        message: 'Refused: Its category 99 is not in the file.',
      },
      {
        annotation: 2,
        image_id: 7,
        field: 'segmentation',
        severity: 'error',
        message: 'Refused: segmentation[0] has 1 points; a polygon has 3 or more.',
      },
      {
        annotation: 3,
        image_id: 7,
        field: 'iscrowd',
        severity: 'error',
        repair: 'read as 1',
        message: 'iscrowd is true, not 0 or 1. Repaired: read as 1.',
      },
      {
        annotation: 4,
        image_id: 8,
        field: 'image_id',
        severity: 'error',
        message: 'Refused: Its image 8 is not in the file.',
      },
    ])
  })

  it('names what looks wrong and what it computed, in a dry run too', async () => {
    const dataset = await addDataset()
    const { area: _none, ...rest } = annotation
    const body = {
      ...file,
      annotations: [
        { ...annotation, id: 1, segmentation: square(90) },
        { ...rest, id: 2 },
      ],
    }
    const expected = [
      {
        annotation: 1,
        image_id: 7,
        field: 'segmentation',
        severity: 'warning',
        message: 'segmentation leaves the image.',
      },
      {
        annotation: 2,
        image_id: 7,
        field: 'area',
        severity: 'warning',
        repair: 'computed from the shape',
        message: 'area is missing. Repaired: computed from the shape.',
      },
    ]
    for (const dry of [true, false])
      expect((await post(dataset, body, `?add_missing=true&dry_run=${dry}`)).body.errors.slice(1)).toEqual(expected)
    expect((await exported(dataset)).annotations.map(({ segmentation, area }) => ({ segmentation, area }))).toEqual([
      { segmentation: square(90), area: 400 },
      { segmentation: square(10), area: 400 },
    ])
  })

  it('names images with one id or one name, and categories with one name', async () => {
    const dataset = await addDataset()
    const images = [image, { ...image, file_name: 'b.jpg' }, { ...image, id: 8 }]
    const categories = [
      { id: 3, name: 'cat' },
      { id: 4, name: 'cat' },
    ]
    const { body } = await post(dataset, {
      images,
      categories,
      annotations: [annotation, { ...annotation, id: 6, image_id: 8, category_id: 4 }],
    })
    expect(body.errors.map(({ message }) => message)).toEqual([
      'The file has two categories of this name; with the same keypoints they become one.',
      'Creating category cat.',
      'Another image of the file has the id 7 too; that one is taken.',
      'The file names this image twice.',
    ])
    expect((await exported(dataset)).annotations).toMatchObject([
      { id: 5, image_id: 7, category_id: 3 },
      { id: 6, image_id: 7, category_id: 3 },
    ])
    const again = (await post(dataset, { images: [image, { ...image, id: 9 }], categories: [], annotations: [] })).body
    expect(again.errors).toEqual([{ file_name: 'a.jpg', message: 'The file names this image twice.' }])
  })

  it('lists at most 100 notes of a kind, all of them in the log', async () => {
    const dataset = await addDataset()
    const images = Array.from({ length: 130 }, (_none, id) => ({ ...image, id, file_name: `${id}.jpg` }))
    const { body } = await post(dataset, { images, annotations: [], categories: [] }, '')
    expect(body.images.missing).toBe(130)
    expect(body.errors).toHaveLength(101)
    expect(body.errors[0]).toEqual({ file_name: '0.jpg', message: 'Could not find image.' })
    expect(body.errors[100]?.message).toContain('130 images not found')
    const { logs } = (await api<{ logs: string[] }>('GET', `/tasks/${body.id}/logs`)).body
    expect(logs.filter((line) => line.includes('[ERROR]'))).toHaveLength(130)
    expect(logs[0]).toMatch(/^\[\d\d-\d\d-\d{4} \d\d:\d\d:\d\d\] \[ERROR\] 0\.jpg: Could not find image\.$/)
  })

  it('reports ambiguous names and guesses none', async () => {
    const dataset = await addDataset()
    await post(dataset, {
      images: [
        { ...image, id: 1, file_name: 'x/a.jpg' },
        { ...image, id: 2, file_name: 'y/a.jpg' },
      ],
    })
    const { body } = await post(dataset, file)
    expect(body.images).toMatchObject({ ambiguous: 1, added: 0 })
    expect(body.errors).toContainEqual({ file_name: 'a.jpg', message: 'To many images found with the same file name.' })
    expect(body.annotations).toMatchObject({ skipped: 1, created: 0 })
  })

  it('tells in a dry run what would happen, and changes nothing', async () => {
    const dataset = await addDataset()
    const { body } = await post(dataset, file, '?dry_run=true&add_missing=true')
    expect(body).toMatchObject({
      dry_run: true,
      images: { added: 1 },
      categories: { created: 1 },
      annotations: { created: 1 },
    })
    expect(await exported(dataset, '?empty=all')).toMatchObject({ images: [], categories: [], annotations: [] })
  })

  it('takes an upload for the dry run and the real run', async () => {
    const dataset = await addDataset()
    const upload = (await api<{ id: string; size: number }>('POST', '/uploads', { body: JSON.stringify(file) })).body
    expect(upload.size).toBe(JSON.stringify(file).length)
    for (const dry of [true, false]) {
      const { body } = await api<ImportResult>(
        'POST',
        `/dataset/${dataset}/coco?add_missing=true&upload=${upload.id}&dry_run=${dry}`,
      )
      expect(body.annotations.created).toBe(1)
    }
    expect((await exported(dataset)).annotations).toHaveLength(1)
  })

  it('is applied once for an Idempotency-Key', async () => {
    const dataset = await addDataset()
    const headers = { 'Idempotency-Key': 'k1' }
    const first = await post(dataset, file, '?add_missing=true', headers)
    expect((await post(dataset, file, '?add_missing=true', headers)).body).toEqual(first.body)
  })

  it('answers 202 and the task when asked to', async () => {
    const dataset = await addDataset()
    const { status, body } = await post(dataset, file, '?add_missing=true', { Prefer: 'respond-async' })
    expect(status).toBe(202)
    expect(body).toMatchObject({ id: 1, group: 'Annotation Import', completed: false })
    for (;;) {
      const task = (await api('GET', '/tasks/1')).body
      if (!task.completed) continue
      expect(task).toMatchObject({ status: 'succeeded', progress: 100, result: { annotations: { created: 1 } } })
      break
    }
  })
})

describe('a file that cannot be imported', () => {
  it.each([
    ['{"images": [}', "stands '}'"],
    ['no', 'begins with'],
    ['{"annotations":[],"categories":[]}', 'no list "images"'],
    ['[]', 'JSON list'],
    ['{"images":[],"annotations":[{"id":1,"image_id":1,"caption":"x"}]}', 'captions'],
    ['{"images":[],"annotations":[{"image_id":1,"segments_info":[]}]}', 'panoptic'],
    [JSON.stringify(file).slice(0, -5), 'ends too early'],
  ])('%s: 400 with a message, and nothing is changed', async (text, message) => {
    const dataset = await addDataset()
    const { status, body } = await post(dataset, text)
    expect(status).toBe(400)
    expect(body.message).toContain(message)
    expect(body.id).toBe(1)
    expect((await api('GET', '/tasks/1')).body).toMatchObject({
      status: 'failed',
      completed: true,
      errors: 1,
      message: body.message,
    })
    expect(await exported(dataset, '?empty=all')).toMatchObject({ images: [], categories: [], annotations: [] })
  })

  it('of no dataset, or not there at all: 400', async () => {
    expect(await post(99, file)).toMatchObject({ status: 400, body: { message: 'Invalid dataset ID' } })
    const dataset = await addDataset()
    const missing = { coco: 'Json coco Missing required parameter in an uploaded file' }
    expect(await post(dataset, '')).toMatchObject({
      status: 400,
      body: { errors: missing, message: 'Input payload validation failed' },
    })
    expect(await api('POST', `/dataset/${dataset}/coco`, { body: new FormData() })).toMatchObject({
      status: 400,
      body: { errors: missing },
    })
    expect(await post(dataset, file, '?upload=nope')).toMatchObject({ status: 400 })
    expect(await post(dataset, file, '?dry_run=perhaps')).toMatchObject({
      status: 400,
      body: { errors: { dry_run: expect.any(String) as string } },
    })
  })
})
