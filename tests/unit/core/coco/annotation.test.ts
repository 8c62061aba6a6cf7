import { describe, expect, it } from 'vitest'
import { draftAnnotation } from '@/core/coco/annotationIn'
import { writeAnnotation, type StoredAnnotation } from '@/core/coco/annotationOut'
import { checkAnnotation } from '@/core/coco/check/annotation'
import { rleArea } from '@/core/mask/measure'
import type { AnyRle } from '@/core/mask/types'
import type { Shape } from '@/core/shape/types'

const size = { width: 40, height: 30 }
const ours = { id: 1, image_id: 2, category_id: 3 }
const outline = [2, 2, 22, 2, 22, 22, 2, 22]
const hole = [5, 5, 5, 15, 15, 15, 15, 5]

const stored = (fields: Partial<StoredAnnotation>): StoredAnnotation => ({
  ...ours,
  dataset_id: 1,
  shape: null,
  keypoints: [],
  area: 0,
  bbox: [0, 0, 0, 0],
  iscrowd: false,
  isbbox: false,
  ...size,
  color: '#123456',
  metadata: {},
  ...fields,
})
const write = (
  row: StoredAnnotation,
  style: 'full' | 'clean' = 'clean',
  segmentation: 'auto' | 'polygons' | 'rle' = 'auto',
) => writeAnnotation(row, { ...ours, style, segmentation })
const read = (raw: Record<string, unknown>) =>
  draftAnnotation(checkAnnotation(raw, { size, keypoints: 0 }).usable!, raw.segmentation, size)
/** What a file's annotation becomes when it goes in and out. */
const around = (raw: Record<string, unknown>) => write(stored(read(raw)))

describe('an annotation that comes in and goes out', () => {
  it.each([
    ['polygons', { segmentation: [outline, [30, 2, 35, 2, 35, 9]], area: 417.3, bbox: [2, 2, 33.5, 20], iscrowd: 0 }],
    [
      'a mask',
      { segmentation: { size: [30, 40], counts: [10, 20, 1170] }, area: 20, bbox: [0, 10, 1, 20], iscrowd: 1 },
    ],
    [
      'a compressed mask',
      { segmentation: { size: [30, 40], counts: ':d0bT1' }, area: 20, bbox: [0, 10, 1, 20], iscrowd: 0 },
    ],
    ['a box', { segmentation: [], area: 12.5, bbox: [1.25, 2, 2.5, 5], iscrowd: 0 }],
    ['a box without segmentation', { area: 12.5, bbox: [1.25, 2, 2.5, 5], iscrowd: 0 }],
    ['a label', { iscrowd: 0 }],
    [
      'keypoints that contradict themselves',
      {
        segmentation: [outline],
        area: 1,
        bbox: [9, 9, 9, 9],
        keypoints: [3, 3, 2, 4, 4, 0],
        num_keypoints: 2,
        iscrowd: 0,
      },
    ],
    [
      'unknown fields',
      {
        segmentation: [outline],
        area: 400,
        bbox: [2, 2, 20, 20],
        iscrowd: 0,
        attributes: { a: [1, null] },
        width: 'wide',
      },
    ],
  ])('%s stays as it was', (_name, fields) => {
    const { atoll: _own, ...out } = around({ ...ours, ...fields })
    expect(out).toEqual({ ...ours, ...fields })
  })

  it('with what is missing computed', () => {
    // a square of 20 x 20 pixels
    expect(read({ ...ours, segmentation: [outline] })).toMatchObject({
      area: 400,
      bbox: [2, 2, 20, 20],
      iscrowd: false,
    })
    expect(read({ ...ours, bbox: [1, 2, 3, 4] })).toMatchObject({
      area: 12,
      isbbox: true,
      shape: { kind: 'box', x: 1, y: 2, width: 3, height: 4 },
    })
    // the box around the two labelled points
    expect(read({ ...ours, keypoints: [3, 4, 2, 10, 9, 1, 0, 0, 0] })).toMatchObject({
      area: 35,
      bbox: [3, 4, 7, 5],
      shape: null,
    })
  })
})

describe('a shape with a hole', () => {
  const shape: Shape = { kind: 'polygons', parts: [{ outer: outline, holes: [hole] }] }
  const row = stored({ shape, area: 300, bbox: [2, 2, 20, 20] })

  it('is a mask that is no crowd', () => {
    const out = write(row)
    expect(out.iscrowd).toBe(0)
    // 20 x 20 without 10 x 10
    expect(rleArea(out.segmentation as AnyRle)).toBe(300)
  })

  it('gets its rings back from our own key, unless they are not that mask', () => {
    const out = write(row)
    expect(read(out).shape).toEqual(shape)
    const other = { kind: 'polygons', parts: [{ outer: outline, holes: [] }] }
    expect(read({ ...out, atoll: { shape: other } }).shape?.kind).toBe('mask')
    expect(
      read({ ...out, atoll: { shape: { kind: 'polygons', parts: [{ outer: [1], holes: [[1]] }] } } }).shape?.kind,
    ).toBe('mask')
  })
})

describe('on request', () => {
  const square: Shape = { kind: 'polygons', parts: [{ outer: outline, holes: [] }] }

  it('polygons become masks', () => {
    const rle = write(stored({ shape: square }), 'clean', 'rle').segmentation as AnyRle
    expect(rle.size).toEqual([30, 40])
    expect(rleArea(rle)).toBe(400)
  })

  it('masks become polygons where nothing is lost', () => {
    const mask = write(stored({ shape: square }), 'clean', 'rle').segmentation as AnyRle
    const back = write(stored({ shape: { kind: 'mask', ...mask } }), 'clean', 'polygons').segmentation as number[][]
    expect(
      write(stored({ shape: { kind: 'polygons', parts: back.map((outer) => ({ outer, holes: [] })) } }), 'clean', 'rle')
        .segmentation,
    ).toEqual(mask)
    const withHole = write(stored({ shape: { kind: 'polygons', parts: [{ outer: outline, holes: [hole] }] } }))
      .segmentation as AnyRle
    expect(write(stored({ shape: { kind: 'mask', ...withHole } }), 'clean', 'polygons').segmentation).toEqual(withHole)
  })
})

it('the documented answer has all documented fields', () => {
  const out = write(stored({ shape: null, original: { segmentation: null, area: null, bbox: null } }), 'full')
  expect(out).toEqual({
    ...ours,
    segmentation: [],
    area: 0,
    bbox: [0, 0, 0, 0],
    iscrowd: 0,
    dataset_id: 1,
    ...size,
    color: '#123456',
    metadata: {},
    isbbox: false,
  })
})

it('keypoints alone have a box and an area in every export, unless they are to leave as they came', () => {
  const raw = { ...ours, keypoints: [3, 4, 2, 13, 24, 1], num_keypoints: 2, iscrowd: 0 }
  const row = stored(read(raw))
  expect(write(row)).toMatchObject({ area: 200, bbox: [3, 4, 10, 20] })
  const { atoll: _own, ...out } = writeAnnotation(row, {
    ...ours,
    style: 'clean',
    segmentation: 'auto',
    as_imported: true,
  })
  expect(out).toEqual(raw)
})

it('a box alone has its corners as outline when that is asked for', () => {
  const row = stored(read({ ...ours, segmentation: [], area: 12.5, bbox: [1.25, 2, 2.5, 5], iscrowd: 0 }))
  expect(
    writeAnnotation(row, { ...ours, style: 'clean', segmentation: 'auto', bbox_only: 'rectangle' }).segmentation,
  ).toEqual([[1.25, 2, 3.75, 2, 3.75, 7, 1.25, 7]])
})

it('a box that was drawn with fractions comes back as that box', () => {
  const shape: Shape = { kind: 'box', x: 1.13, y: 2.27, width: 7.61, height: 5.4 }
  expect(read(write(stored({ shape, isbbox: true, area: 40, bbox: [1, 2, 8, 5] }))).shape).toMatchObject({
    kind: 'box',
    x: expect.closeTo(1.13, 6) as number,
    width: expect.closeTo(7.61, 6) as number,
  })
})
