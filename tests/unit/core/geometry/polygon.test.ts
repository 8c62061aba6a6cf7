import fc from 'fast-check'
import { expect, test } from 'vitest'
import { innerPoint } from '@/core/geometry/innerPoint'
import { clipRingToRect, distanceToRing, pointInRing, signedArea, simplifyRing } from '@/core/geometry/polygon'
import { ringRelation } from '@/core/geometry/ringRelation'
import { polygonToRle } from '@/core/mask/rasterise'
import { intersect } from '@/core/mask/combine'
import { boxToRle } from '@/core/mask/rasterise'

const square = [0, 0, 10, 0, 10, 10, 0, 10]
const at = (x: number, y: number, side: number) => [x, y, x + side, y, x + side, y + side, x, y + side]

test('the area is positive clockwise on screen, negative the other way, 0 for what is no polygon', () => {
  expect(signedArea(square)).toBe(100)
  expect(signedArea([0, 0, 0, 10, 10, 10, 10, 0])).toBe(-100)
  expect(signedArea([0, 0, 5, 5])).toBe(0)
  expect(signedArea([1e7, 1e7, 1e7 + 1, 1e7, 1e7 + 1, 1e7 + 1])).toBe(0.5)
})

test('a point is in a ring or not', () => {
  expect(pointInRing(square, 5, 5)).toBe(true)
  expect(pointInRing(square, 15, 5)).toBe(false)
  // the notch of a U
  expect(pointInRing([0, 0, 9, 0, 9, 9, 6, 9, 6, 3, 3, 3, 3, 9, 0, 9], 4.5, 6)).toBe(false)
  expect(pointInRing([], 0, 0)).toBe(false)
})

test('the distance to a ring is that to its nearest edge, the closing one included', () => {
  expect(distanceToRing(square, 13, 14)).toBe(5)
  expect(distanceToRing(square, -2, 5)).toBe(2)
  expect(distanceToRing([], 0, 0)).toBe(Infinity)
})

test('simplifying drops what lies within the tolerance and keeps at least three points', () => {
  expect(simplifyRing([0, 0, 5, 0.1, 10, 0, 10, 10, 5, 9.9, 0, 10], 0.5)).toEqual(square)
  expect(simplifyRing([0, 0, 5, 0.1, 10, 0, 10, 0.2], 5)).toHaveLength(6)
  expect(simplifyRing([0, 0, 1, 0, 1, 1], 99)).toEqual([0, 0, 1, 0, 1, 1])
  expect(simplifyRing([2, 2, 2, 2, 2, 2, 2, 2], 1)).toHaveLength(6)
})

const rings = fc
  .array(fc.integer({ min: -12, max: 32 }), { minLength: 3, maxLength: 8 })
  .chain((xs) =>
    fc
      .array(fc.integer({ min: -12, max: 32 }), { minLength: xs.length, maxLength: xs.length })
      .map((ys) => xs.flatMap((x, index) => [x, ys[index]!])),
  )

test('a simplified ring is some of the points, and no dropped one is farther than the tolerance', () => {
  fc.assert(
    fc.property(rings, fc.integer({ min: 1, max: 6 }), (ring, tolerance) => {
      const simple = simplifyRing(ring, tolerance)
      expect(simple.length).toBeGreaterThanOrEqual(6)
      for (let index = 0; index < ring.length; index += 2) {
        expect(distanceToRing(simple, ring[index]!, ring[index + 1]!)).toBeLessThanOrEqual(tolerance + 1e-9)
      }
    }),
  )
})

test('clipping leaves what is inside alone and nothing of what is outside', () => {
  expect(clipRingToRect(square, [-5, -5, 30, 30])).toEqual(square)
  expect(clipRingToRect(square, [20, 20, 5, 5])).toEqual([])
  expect(clipRingToRect([], [0, 0, 5, 5])).toEqual([])
})

test('a clipped edge keeps its direction: the triangle is cut, not bent', () => {
  // The hypotenuse from (10, 0) to (0, 10) leaves the rectangle at (6, 4) and (4, 6).
  const clipped = clipRingToRect([0, 0, 10, 0, 0, 10], [0, 0, 6, 6])
  expect(signedArea(clipped)).toBeCloseTo(36 - 2, 9)
})

test('a clipped ring lies in the rectangle and covers the same pixels of it', () => {
  const size = { width: 20, height: 20 }
  const rectangle = [4, 3, 11, 13] as [number, number, number, number]
  fc.assert(
    fc.property(rings, (ring) => {
      const clipped = clipRingToRect(ring, rectangle)
      for (let index = 0; index < clipped.length; index += 2) {
        expect(
          clipped[index]! >= 4 && clipped[index]! <= 15 && clipped[index + 1]! >= 3 && clipped[index + 1]! <= 16,
        ).toBe(true)
      }
      // Points snap to fifths of a pixel, so edges with new ends may take other pixels along them: compare areas.
      const [whole, part] = [
        intersect([polygonToRle(ring, size), boxToRle(rectangle, size)]),
        polygonToRle(clipped, size),
      ]
      const area = (counts: number[]) => counts.filter((_, run) => run % 2 === 1).reduce((sum, run) => sum + run, 0)
      expect(Math.abs(area(whole.counts) - area(part.counts))).toBeLessThanOrEqual(ring.length * 2)
    }),
  )
})

test('the inner point of a ring with area is in it', () => {
  expect(innerPoint([0, 0, 9, 0, 9, 9, 6, 9, 6, 3, 3, 3, 3, 9, 0, 9])).toEqual({ x: 1.5, y: 4.5 })
  // touches itself at half its height, where it has no width
  const pinched = [27, 18, 4, 30, -10, 4, -3, 17]
  expect(pointInRing(pinched, innerPoint(pinched).x, innerPoint(pinched).y)).toBe(true)
  fc.assert(
    fc.property(rings, (ring) => {
      const { x, y } = innerPoint(ring)
      if (signedArea(ring) !== 0 && distanceToRing(ring, x, y) > 1e-6) expect(pointInRing(ring, x, y)).toBe(true)
    }),
  )
})

test.each([
  ['inside', at(2, 2, 3), square],
  ['around', square, at(2, 2, 3)],
  ['inside', at(0, 0, 3), square],
  ['inside', square, square],
  ['apart', at(10, 0, 5), square],
  ['apart', at(20, 20, 5), square],
  ['crossing', at(5, 5, 10), square],
  // through points that lie on each other's edges
  ['crossing', [5, 5, 10, 2, 15, 5, 10, 8], square],
  // a plus sign: no corner of either is in the other
  ['crossing', [4, -5, 6, -5, 6, 15, 4, 15], square],
])('%s', (relation, a, b) => {
  expect(ringRelation(a, b)).toBe(relation)
})
