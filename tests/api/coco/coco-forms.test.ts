// Forms of COCO that other tools write: read as what they mean, and named.
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ImportResult } from '@/contract/coco'
import { addDataset, addImages, api, freshDatabase } from '../support/api'

beforeEach(freshDatabase)

interface Exported {
  images: { width: number; height: number; file_name: string }[]
  categories: { color: string }[]
  annotations: { segmentation: unknown; bbox: number[]; area: number; keypoints?: number[]; isbbox: boolean }[]
}

const exported = async (dataset = 1) => (await api<Exported>('GET', `/dataset/${dataset}/coco`)).body
const send = (body: string | object | Blob, query = '') =>
  api<ImportResult & { message: string }>('POST', `/dataset/1/coco${query}`, {
    body: typeof body === 'string' || body instanceof Blob ? body : JSON.stringify(body),
  })
const image = { id: 1, file_name: 'a.jpg', width: 100, height: 80 }
const withAnnotation = (annotation: object, more: object = {}) => ({
  images: [image],
  categories: [{ id: 1, name: 'x' }],
  annotations: [{ id: 1, image_id: 1, category_id: 1, iscrowd: 0, ...annotation }],
  ...more,
})
const triangle = [1, 1, 9, 1, 9, 9]

describe('an annotation', () => {
  const rle = { size: [80, 100], counts: [0, 80, 7920] }
  it.each([
    [
      'pairs of points',
      [
        [
          [1, 1],
          [9, 1],
          [9, 9],
        ],
      ],
      [triangle],
    ],
    [
      'one list of pairs',
      [
        [1, 1],
        [9, 1],
        [9, 9],
      ],
      [triangle],
    ],
    [
      'points with names',
      [
        [
          { x: 1, y: 1 },
          { x: 9, y: 1 },
          { x: 9, y: 9 },
        ],
      ],
      [triangle],
    ],
    ['numbers as text', [['1', '1', '9', '1', '9', '9']], [triangle]],
    ['a list of one mask', [rle], rle],
    [
      'a list of masks',
      [rle, { size: [80, 100], counts: [80, 80, 7840] }],
      { size: [80, 100], counts: expect.any(String) as string },
    ],
  ])('with %s is read exactly, and that is said', async (_what, segmentation, read) => {
    await addImages(await addDataset(), ['a.jpg'])
    const { body } = await send(withAnnotation({ segmentation, bbox: ['1', 1, 8, 8], area: '32' }))
    expect(body.annotations).toMatchObject({ created: 1, refused: 0 })
    expect(body.errors).toContainEqual(
      expect.objectContaining({
        annotation: 1,
        field: 'segmentation',
        severity: 'error',
        repair: expect.any(String) as string,
      }),
    )
    expect((await exported()).annotations).toMatchObject([{ segmentation: read, bbox: [1, 1, 8, 8], area: 32 }])
  })

  it('with keypoints that cannot be used keeps its box; in other forms they are read', async () => {
    await addImages(await addDataset(), ['a.jpg'])
    const box = { bbox: [1, 1, 8, 8], area: 64 }
    const list = [
      { ...box, keypoints: [1, 2] },
      {
        ...box,
        keypoints: [
          [1, 2, 2],
          [3, 4, 1],
        ],
      },
      { ...box, keypoints: ['1', '2', '2'] },
    ]
    const { body } = await send({
      images: [image],
      categories: [{ id: 1, name: 'x' }],
      annotations: list.map((each, index) => ({ id: index + 1, image_id: 1, category_id: 1, iscrowd: 0, ...each })),
    })
    expect(body.annotations).toMatchObject({ created: 3, refused: 0 })
    expect((await exported()).annotations.map(({ keypoints }) => keypoints)).toEqual([
      undefined,
      [1, 2, 2, 3, 4, 1],
      [1, 2, 2],
    ])
    expect(body.errors).toContainEqual(
      expect.objectContaining({ annotation: 1, field: 'keypoints', repair: 'left out; its shape is kept' }),
    )
  })

  it('that is refused lists no repairs; one with a box alone has no problem', async () => {
    await addImages(await addDataset(), ['a.jpg'])
    const { body } = await send({
      images: [image],
      categories: [{ id: 1, name: 'x' }],
      annotations: [
        { id: 1, image_id: 1, category_id: 9, bbox: ['1', 1, 8, 8] },
        { id: 2, image_id: 1, category_id: 1, bbox: [1, 1, 8, 8], area: 64, iscrowd: 0, segmentation: [] },
      ],
    })
    expect(body.errors.filter(({ annotation }) => annotation !== undefined)).toEqual([
      expect.objectContaining({ annotation: 1, message: expect.stringContaining('Refused') as string }),
    ])
  })
})

describe('an image', () => {
  it.each([
    [undefined, undefined],
    ['100', '80'],
    [-5, 2.5],
    ['x', null],
  ])('of %j x %j pixels: text is read, else its annotations say how large it is at least', async (width, height) => {
    await addDataset()
    const { body } = await send(
      { ...withAnnotation({ segmentation: [[10, 10, 90, 10, 90, 70.5]] }), images: [{ ...image, width, height }] },
      '?add_missing=true',
    )
    const isText = width === '100'
    expect((await exported()).images).toMatchObject([isText ? { width: 100, height: 80 } : { width: 90, height: 71 }])
    expect(body.errors.some(({ message }) => message.includes('90 x 71 pixels are taken'))).toBe(!isText)
    expect((await exported()).annotations[0]!.area).toBeGreaterThan(2000)
  })
})

describe('a file', () => {
  it('with a list of nearly the right name says so', async () => {
    await addImages(await addDataset(), ['a.jpg'])
    const { annotations, ...rest } = withAnnotation({ bbox: [1, 1, 8, 8] })
    expect((await send({ ...rest, annotation: annotations })).body.errors).toContainEqual({
      message:
        'The file has "annotation", which is no name of COCO: nothing of it was imported. Rename it to "annotations" and import again.',
    })
    expect((await send({ Image: [image] })).body.message).toContain(
      'The list of images is called "Image" in this file.',
    )
  })

  it('with NaN or Infinity where nothing needs a number is read, and that is said', async () => {
    await addImages(await addDataset(), ['a.jpg'])
    const text = JSON.stringify(
      withAnnotation({ bbox: [1, 1, 8, 8], area: 64, score: 'SCORE', note: 'NaN, -Infinity' }),
    )
      .replace('"SCORE"', '-Infinity')
      .replace('"file_name"', '"flickr_url":NaN,"file_name"')
    const { status, body } = await send(text)
    expect([status, body.annotations.created]).toEqual([200, 1])
    expect(body.errors.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('null: images, id 1'),
        expect.stringContaining('null: annotations, id 1'),
      ]),
    )
    expect((await exported()).annotations).toMatchObject([{ score: null, note: 'NaN, -Infinity' }])
  })

  it('packed with gzip is unpacked', async () => {
    await addImages(await addDataset(), ['a.jpg'])
    const packed = await new Response(
      new Blob([JSON.stringify(withAnnotation({ bbox: [1, 1, 8, 8] }))])
        .stream()
        .pipeThrough(new CompressionStream('gzip')),
    ).blob()
    expect((await send(packed)).body.annotations.created).toBe(1)
    const { id } = (await api<{ id: string }>('POST', '/uploads?file_name=a.json.gz', { body: packed })).body
    const again = await api<ImportResult>('POST', `/dataset/1/coco?upload=${id}`)
    expect(again.body.annotations.unchanged).toBe(1)
    expect((await send(packed.slice(0, 40))).body.message).toContain('gzip')
  })

  it('with colours as numbers keeps them', async () => {
    await addImages(await addDataset(), ['a.jpg'])
    await send(withAnnotation({ bbox: [1, 1, 8, 8] }, { categories: [{ id: 1, name: 'x', color: [255, 128, 0] }] }))
    expect((await exported()).categories).toMatchObject([{ color: '#ff8000' }])
  })

  it('with two categories of one id names the second', async () => {
    await addImages(await addDataset(), ['a.jpg'])
    const { body } = await send(
      withAnnotation(
        { bbox: [1, 1, 8, 8] },
        {
          categories: [
            { id: 1, name: 'x' },
            { id: 1, name: 'y' },
          ],
        },
      ),
    )
    expect(body.errors).toContainEqual({
      category: 'y',
      message: 'Another category of the file has the id 1 too; that one is taken.',
    })
  })
})
