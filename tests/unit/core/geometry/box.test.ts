import { expect, test } from 'vitest'
import {
  boxAround,
  boxContains,
  boxCorners,
  boxFromPoints,
  intersectBoxes,
  roundBox,
  uniteBoxes,
} from '@/core/geometry/box'
import { distance, distanceToSegment, imagePoint, nearestOnSegment, screenPoint } from '@/core/geometry/point'
import { roundCoordinate } from '@/core/geometry/round'

test('any two opposite corners make the same box', () => {
  expect(boxFromPoints({ x: 4, y: 1 }, { x: 1, y: 5 })).toEqual([1, 1, 3, 4])
})

test('boxes share what both have, and together fill what is around both', () => {
  expect(intersectBoxes([0, 0, 10, 10], [5, 6, 10, 10])).toEqual([5, 6, 5, 4])
  expect(intersectBoxes([0, 0, 10, 10], [10, 0, 5, 5])).toEqual([10, 0, 0, 5])
  expect(intersectBoxes([0, 0, 10, 10], [11, 0, 5, 5])).toBeNull()
  expect(uniteBoxes([0, 0, 1, 1], [5, 6, 1, 1])).toEqual([0, 0, 6, 7])
})

test('a box contains its border, and more with a tolerance', () => {
  expect(boxContains([0, 0, 10, 10], 10, 10)).toBe(true)
  expect(boxContains([0, 0, 10, 10], 11, 10)).toBe(false)
  expect(boxContains([0, 0, 10, 10], 11, 10, 1)).toBe(true)
})

test('rounding keeps the corners, not the sides: 0.004 + 1.004 is 1.008, which is 1.01', () => {
  expect(roundBox([0.004, 0.004, 1.004, 1.004])).toEqual([0, 0, 1.01, 1.01])
  expect(Object.is(roundCoordinate(-0.001), 0)).toBe(true)
  expect(roundCoordinate(12.345678)).toBe(12.35)
})

test('corners and the box around them', () => {
  expect(boxCorners([1, 2, 3, 4])).toEqual([1, 2, 4, 2, 4, 6, 1, 6])
  expect(boxAround(boxCorners([1, 2, 3, 4]))).toEqual([1, 2, 3, 4])
  expect(boxAround([])).toEqual([0, 0, 0, 0])
})

test('distances, to points and to segments', () => {
  expect(distance(imagePoint(0, 0), imagePoint(3, 4))).toBe(5)
  expect(distanceToSegment(imagePoint(5, 3), imagePoint(0, 0), imagePoint(10, 0))).toBe(3)
  expect(distanceToSegment(imagePoint(13, 4), imagePoint(0, 0), imagePoint(10, 0))).toBe(5)
  expect(distanceToSegment(imagePoint(3, 4), imagePoint(0, 0), imagePoint(0, 0))).toBe(5)
  expect(nearestOnSegment(imagePoint(2.5, 9), imagePoint(0, 0), imagePoint(10, 0))).toEqual({
    x: 2.5,
    y: 0,
    along: 0.25,
  })
})

test('points of the image and of the screen do not mix', () => {
  // @ts-expect-error the two spaces have different units
  distance(imagePoint(0, 0), screenPoint(1, 1))
})
