import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packChunk, unpackChunk } from '@/server/db/annotations/packedChunk'
import type { AnnotationRow, AnnotationChunkRow } from '@/server/db/store/rows'
import { newUuid } from '@/server/db/store/uuid'

const row = (more: Partial<AnnotationRow> = {}): AnnotationRow => ({
  id: 1,
  image_id: 7,
  dataset_id: 1,
  category_id: 3,
  shape: null,
  keypoints: [],
  area: 1,
  bbox: [0, 0, 1, 1],
  iscrowd: false,
  isbbox: false,
  width: 640,
  height: 480,
  color: '#000000',
  metadata: {},
  milliseconds: 0,
  uuid: newUuid(),
  revision: 1,
  created_at: 1,
  updated_at: 1,
  creator: 'local',
  deleted: false,
  ...more,
})
const sheet = (...annotations: AnnotationRow[]): AnnotationChunkRow => ({ image_id: 7, chunk: 2, annotations })
const polygon = (...outer: number[]): AnnotationRow['shape'] => ({ kind: 'polygons', parts: [{ outer, holes: [] }] })
const packed = (given: AnnotationChunkRow) => {
  const stored = packChunk(given)
  if ('annotations' in stored) throw new Error('it was not packed')
  return stored
}

it('gives back what it was given, in small numbers', () => {
  const given = sheet(
    row({ id: 1, shape: polygon(1.25, 2, 640, 0.01, 3, 479.99) }),
    row({
      id: 2,
      shape: {
        kind: 'polygons',
        parts: [
          {
            outer: [0, 0, 9, 0, 9, 9],
            holes: [
              [1, 1, 2, 1, 2, 2],
              [3, 3, 4, 3, 4, 4],
            ],
          },
          { outer: [20, 20, 30, 20, 30, 30], holes: [] },
        ],
      },
    }),
    row({
      id: 3,
      shape: { kind: 'box', x: 1, y: 2, width: 3, height: 4 },
      isbbox: true,
      source: { import_id: 1, id: 'x', image_id: 4 },
    }),
    row({
      id: 4,
      shape: { kind: 'mask', size: [480, 640], counts: '0abc' },
      iscrowd: true,
      extra: { score: 0.5, ['__proto__']: 1 },
    }),
    row({
      id: 5,
      keypoints: [1, 2, 2],
      original: { segmentation: null, num_keypoints: 3 },
      metadata: { a: [1, { b: null }] },
    }),
  )
  const stored = packed(given)
  expect(stored.numbers).toBeInstanceOf(Uint16Array)
  expect(unpackChunk(structuredClone(stored))).toEqual(given)
})

it('says once what the rows of an import have in common', () => {
  const source = (id: number | string) => ({ import_id: 2, id, image_id: 'a' })
  const same = sheet(row({ id: 1, source: source(7) }), row({ id: 2, source: source('x') }))
  const differing = sheet(
    row({ id: 1, source: source(7) }),
    row({ id: 2, source: { ...source(8), image_id: 1 } }),
    row({ id: 3 }),
    row({ id: 4, keypoints: [1, 1, 2], metadata: { a: 1 } }),
  )
  for (const given of [same, differing]) expect(unpackChunk(structuredClone(packed(given)))).toStrictEqual(given)
  const [first, second] = unpackChunk(packed(same))!.annotations
  first!.keypoints.push(1, 2, 2)
  expect(second!.keypoints).toEqual([])
})

it('reads sheets of older versions', () => {
  const given = sheet(
    row({ id: 1, source: { import_id: 1, id: 5, image_id: 4 }, keypoints: [1, 1, 2] }),
    row({ id: 2 }),
  )
  const {
    id: _id,
    source: _source,
    keypoints: _keypoints,
    bbox: _bbox,
    metadata: _metadata,
    uuid: _uuid,
    shape: _shape,
    ...shared
  } = given.annotations[0]!
  const column = (field: keyof AnnotationRow) => given.annotations.map((each) => each[field] ?? null)
  const columns = Object.fromEntries(
    (['id', 'source', 'keypoints', 'bbox', 'metadata', 'uuid', 'shape'] as const).map((field) => [
      field,
      column(field),
    ]),
  )
  expect(
    unpackChunk({
      image_id: 7,
      chunk: 2,
      text: JSON.stringify({ shared, columns }),
      numbers: new Uint16Array(),
      scale: 100,
    }),
  ).toStrictEqual(given)
})

it('keeps sheets apart, however many coordinates each has', () => {
  const ring = (points: number, first: number) =>
    polygon(...Array.from({ length: 2 * points }, (_none, index) => first + index / 4))
  const given = [3, 5000, 4, 20_000, 3].map((points, index) =>
    sheet(row({ shape: ring(points, index) }), row({ shape: ring(points, 2 * index) })),
  )
  const stored = given.map(packed)
  expect(stored.map((chunk) => unpackChunk(chunk))).toStrictEqual(given)
})

it.each([
  ['beyond the image', [-1.5, 0, 700.25, 1, 2, 3], Int32Array],
  ['finer than hundredths', [0.123456, 1, 2, 3, 4, 5], Float64Array],
  ['too large for 32 bits', [1e10, 1, 2, 3, 4, 5], Float64Array],
  ['a negative zero', [-0, 1, 2, 3, 4, 5], Float64Array],
])('keeps numbers exactly: %s', (_what, ring, kind) => {
  const stored = packed(sheet(row({ shape: polygon(...ring) }), row({ shape: polygon(1, 2, 3, 4, 5, 6) })))
  expect(stored.numbers).toBeInstanceOf(kind)
  const [first, second] = unpackChunk(stored)!.annotations
  expect([first!.shape, second!.shape]).toStrictEqual([polygon(...ring), polygon(1, 2, 3, 4, 5, 6)])
})

it('leaves what it does not know as rows', () => {
  for (const given of [
    sheet(),
    sheet(row({ paper_object: [1] })),
    sheet(row(), row({ deleted: true, deleted_date: 5 })),
  ]) {
    expect(packChunk(given)).toBe(given)
    expect(unpackChunk(given)).toBe(given)
  }
  expect(unpackChunk(undefined)).toBeUndefined()
})

it('gives back any polygons', () => {
  const coordinate = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: -2_000_000, max: 2_000_000 }).map((cents) => cents / 100),
  )
  const ring = fc.array(coordinate, { minLength: 6 })
  const parts = fc.array(
    fc.record({ outer: ring, holes: fc.array(ring, { maxLength: 2 }) }, { noNullPrototype: true }),
    { minLength: 1, maxLength: 3 },
  )
  fc.assert(
    fc.property(fc.array(parts, { minLength: 1, maxLength: 4 }), (all) => {
      const given = sheet(...all.map((each, index) => row({ id: index + 1, shape: { kind: 'polygons', parts: each } })))
      expect(unpackChunk(packed(given))).toStrictEqual(given)
    }),
  )
})

it('makes identifiers of version 4, none twice', () => {
  const made = Array.from({ length: 2000 }, newUuid)
  expect(new Set(made).size).toBe(2000)
  for (const each of made) expect(each).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})
