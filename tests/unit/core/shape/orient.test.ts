import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { moveBox, movePoint, oppositeOrientation, orientationMatrix, orientedSize } from '@/core/geometry/orientation'
import { compressRle, decodeRle, encodeRle } from '@/core/mask/rle'
import { measureShape } from '@/core/shape/shape'
import { orientAnnotation, orientKeypoints, orientRle, orientShape } from '@/core/shape/orient'
import type { Shape, Size } from '@/core/shape/types'
import { draw, show } from '../mask/masks'

const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8]

// A letter that looks like nothing else when it is turned or mirrored; what each orientation makes of it is drawn by hand.
const stored = ['###', '#..', '##.', '#..']
const upright: Record<number, string[]> = {
  1: ['###', '#..', '##.', '#..'],
  2: ['###', '..#', '.##', '..#'],
  3: ['..#', '.##', '..#', '###'],
  4: ['#..', '##.', '#..', '###'],
  5: ['####', '#.#.', '#...'],
  6: ['####', '.#.#', '...#'],
  7: ['...#', '.#.#', '####'],
  8: ['#...', '#.#.', '####'],
}

describe.each(ORIENTATIONS)('orientation %i', (turn) => {
  const opposite = oppositeOrientation(turn)

  test('turns pixels as EXIF says', () => {
    expect(show(decodeRle(orientRle(encodeRle(draw(...stored)), turn)))).toEqual(upright[turn])
  })

  test('moves a place to where its pixel goes', () => {
    const size = { width: 3, height: 4 }
    const { width } = orientedSize(size, turn)
    const letter = stored.flatMap((row, y) => [...row].map((pixel, x) => ({ pixel, x, y })))
    for (const { pixel, x, y } of letter) {
      const [right, below] = movePoint(orientationMatrix(turn, size), x + 0.5, y + 0.5)
      expect(upright[turn]!.join('')[Math.floor(below) * width + Math.floor(right)]).toBe(pixel)
    }
  })

  test('and back is what it was', () => {
    fc.assert(
      fc.property(annotations, ({ size, ...annotation }) => {
        const turned = orientAnnotation(annotation, { turn, size })
        expect(orientAnnotation(turned, { turn: opposite, size: orientedSize(size, turn) })).toEqual(annotation)
      }),
      { numRuns: 200 },
    )
  })

  test('a mask turns as the box around it does', () => {
    const size = { width: 3, height: 4 }
    const mask: Shape = { kind: 'mask', ...compressRle(encodeRle(draw('...', '.#.', '.##', '...'))) }
    const { area, bbox } = measureShape(orientShape(mask, { turn, size }), orientedSize(size, turn))
    expect({ area, bbox }).toEqual({ area: 3, bbox: moveBox(orientationMatrix(turn, size), [1, 1, 2, 2]) })
  })
})

test('keypoints move, absent ones stay where none are', () => {
  // a quarter turn clockwise of 100 x 80: x is 80 - y, y is x
  expect(orientKeypoints([10, 20, 2, 0, 0, 0, 5, 6, 0], { turn: 6, size: { width: 100, height: 80 } })).toEqual([
    60, 10, 2, 0, 0, 0, 74, 5, 0,
  ])
})

test('area and bbox of a file move, those that were measured are measured again', () => {
  const by = { turn: 6, size: { width: 100, height: 80 } }
  const shape: Shape = { kind: 'polygons', parts: [{ outer: [10, 10, 30.5, 10, 30.5, 20, 10, 20], holes: [] }] }
  const base = { shape, keypoints: [] }
  expect(orientAnnotation({ ...base, area: 7.5, bbox: [10, 10, 20.25, 10.5] }, by)).toMatchObject({
    area: 7.5,
    bbox: [59.5, 10, 10.5, 20.25],
  })
  const turned = orientShape(shape, by)
  expect(orientAnnotation({ ...base, ...measureShape(shape, by.size) }, by)).toMatchObject(
    measureShape(turned, { width: 80, height: 100 }),
  )
})

/** Numbers as people and tools write them. */
const coordinate = (most: number) => fc.integer({ min: 0, max: most * 100 }).map((value) => value / 100)

const annotationOf = (size: Size) => {
  const ring = fc
    .array(fc.tuple(coordinate(size.width), coordinate(size.height)), { minLength: 3, maxLength: 8 })
    .map((points) => points.flat())
  const polygons: fc.Arbitrary<Shape> = fc
    .array(fc.record({ outer: ring, holes: fc.array(ring, { maxLength: 1 }) }), { minLength: 1, maxLength: 2 })
    .map((parts) => ({ kind: 'polygons', parts }))
  const box: fc.Arbitrary<Shape> = fc
    .tuple(coordinate(size.width), coordinate(size.height), coordinate(9), coordinate(9))
    .map(([x, y, width, height]) => ({ kind: 'box', x, y, width, height }))
  const bits = fc.array(fc.integer({ min: 0, max: 1 }), {
    minLength: size.width * size.height,
    maxLength: size.width * size.height,
  })
  const mask: fc.Arbitrary<Shape> = bits.map((data) => ({
    kind: 'mask',
    ...compressRle(encodeRle({ data: Uint8Array.from(data), ...size })),
  }))
  const keypoints = fc
    .array(fc.tuple(coordinate(size.width), coordinate(size.height), fc.constantFrom(1, 2)), { maxLength: 3 })
    .map((points) => points.flat())
  return fc
    .record({ shape: fc.oneof(polygons, box, mask), keypoints, isMeasured: fc.boolean() })
    .map(({ shape, keypoints, isMeasured }) => ({
      shape,
      keypoints,
      size,
      ...(isMeasured
        ? measureShape(shape, size)
        : { area: 4.5, bbox: [1.25, 2.5, 3.75, 1.5] as [number, number, number, number] }),
    }))
}

const annotations = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .chain(([width, height]) => annotationOf({ width, height }))
