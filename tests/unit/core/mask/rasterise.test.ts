import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InvalidInput } from '@/core/errors'
import { rleArea, rleBbox } from '@/core/mask/measure'
import { boxToRle, polygonsToRle, polygonToRle } from '@/core/mask/rasterise'
import { decodeRle } from '@/core/mask/rle'
import { show } from './masks'
import { walkPolygon } from './walk'

const sizes = fc.record({ width: fc.integer({ min: 1, max: 30 }), height: fc.integer({ min: 1, max: 30 }) })
const coordinate = fc.oneof(
  fc.integer({ min: -10, max: 40 }),
  fc.integer({ min: -100, max: 350 }).map((tenths) => tenths / 10),
  fc.double({ min: -50, max: 80, noNaN: true }),
)
const rings = fc.array(fc.tuple(coordinate, coordinate), { maxLength: 12 }).map((points) => points.flat())

test('computed crossings give the mask that walking gives', () => {
  fc.assert(
    fc.property(rings, sizes, (ring, size) => {
      expect(show(decodeRle(polygonToRle(ring, size)))).toEqual(show(walkPolygon(ring, size)))
    }),
    { numRuns: 3000 },
  )
})

test('long steep and flat edges do too', () => {
  const far = fc.array(
    fc.integer({ min: -4000, max: 4000 }).map((hundredths) => hundredths / 7),
    { minLength: 6, maxLength: 6 },
  )
  fc.assert(
    fc.property(far, sizes, (ring, size) => {
      expect(show(decodeRle(polygonToRle(ring, size)))).toEqual(show(walkPolygon(ring, size)))
    }),
    { numRuns: 300 },
  )
})

test('the examples of the API contract hold', () => {
  const square = polygonsToRle([[10, 10, 60, 10, 60, 60, 10, 60]], { width: 100, height: 80 })
  expect([rleArea(square), rleBbox(square)]).toEqual([2500, [10, 10, 50, 50]])
  const snapped = polygonToRle([10.38, 10.04, 60.51, 10.5, 60.5, 60.5, 10.5, 60.5], { width: 101, height: 81 })
  expect([rleArea(snapped), rleBbox(snapped)]).toEqual([2566, [10, 10, 51, 51]])
})

test('a box is its four corners, whichever way round', () => {
  const side = fc.double({ min: 0, max: 20, noNaN: true })
  fc.assert(
    fc.property(coordinate, coordinate, side, side, (x, y, width, height) => {
      const corners = [x, y, x + width, y, x + width, y + height, x, y + height]
      expect(boxToRle([x, y, width, height], { width: 30, height: 25 })).toEqual(
        polygonToRle(corners, { width: 30, height: 25 }),
      )
    }),
  )
})

test('no polygon gives an empty mask', () => {
  expect(polygonsToRle([], { width: 3, height: 2 })).toEqual({ size: [2, 3], counts: [6] })
})

test('neither the order of the parts nor earlier calls show in the result', () => {
  const [small, large] = [
    [1, 1, 3, 1, 3, 3],
    [0, 0, 20, 0, 20, 20, 0, 20],
  ]
  const size = { width: 20, height: 20 }
  const before = polygonToRle(small, size)
  polygonToRle(
    Array.from({ length: 20_000 }, (_, index) => (index * 7919) % 23),
    size,
  )
  expect(polygonToRle(small, size)).toEqual(before)
  expect(polygonsToRle([small, large], size)).toEqual(polygonsToRle([large, small], size))
})

test.each([
  [[0, 0, NaN, 0, 1, 1], { width: 5, height: 5 }],
  [[0, 0, Infinity, 0, 1, 1], { width: 5, height: 5 }],
  [[0, 0, 1e300, 0, 1, 1], { width: 5, height: 5 }],
  [[0, 0, '4', 0, null, undefined] as unknown as number[], { width: 5, height: 5 }],
  [[0, 0, { toString: 1 }, 0, 1, 1] as unknown as number[], { width: 5, height: 5 }],
  [[0, 0, 5, 0, 5, 5], { width: 1e9, height: 1e9 }],
  [[0, 0, 5, 0, 5, 5], { width: 0, height: 5 }],
  [[0, 0, 5, 0, 5, 5], { width: 2.5, height: 5 }],
  // 1,000 edges across 100,000 columns
  [Array.from({ length: 2000 }, (_, index) => (index % 4 === 0 ? 0 : 1e5)), { width: 1e5, height: 10 }],
])('polygon %j in %j is refused', (ring, size) => {
  expect(() => polygonToRle(ring, size)).toThrow(InvalidInput)
})
