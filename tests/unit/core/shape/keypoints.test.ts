import { expect, test } from 'vitest'
import { imagePoint } from '@/core/geometry/point'
import { countKeypoints, flipKeypoints, keypointAt, keypointsBox, sideOf, withKeypoint } from '@/core/shape/keypoints'
import { snapPoint } from '@/core/shape/snap'
import { polygons, part, square } from './shapes'

test('a keypoint is set in a list made long enough; one that is not there has no place', () => {
  const list = withKeypoint([], 1, { x: 5, y: 6, visibility: 1 }, 3)
  expect(list).toEqual([0, 0, 0, 5, 6, 1, 0, 0, 0])
  expect(keypointAt(list, 1)).toEqual({ x: 5, y: 6, visibility: 1 })
  expect(withKeypoint(list, 1, { x: 9, y: 9, visibility: 0 }, 3)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0])
  expect(countKeypoints(list)).toBe(1)
})

test('the box of keypoints has no more digits than they have', () => {
  expect(keypointsBox([100.1, 0.1, 2, 0, 0, 0, 300.69, 0.4, 1])).toEqual([100.1, 0.1, 200.59, 0.3])
  expect(keypointsBox([0, 0, 0])).toEqual([0, 0, 0, 0])
})

test('left and right change over by their names, the others stay', () => {
  const labels = ['nose', 'left_eye', 'right_eye', 'Hip.L', 'Hip.R', 'leftovers']
  const list = labels.flatMap((_, index) => [index + 1, 0, 2])
  const flipped = flipKeypoints(list, labels)
  expect(flipped.filter((_, index) => index % 3 === 0)).toEqual([1, 3, 2, 5, 4, 6])
  expect(flipKeypoints(flipped, labels)).toEqual(list)
})

test('a corner wins over an edge that is nearer, and far away nothing is found', () => {
  const shapes = [
    { id: 1, shape: polygons(part(square(10, 10, 20))), bounds: [10, 10, 20, 20] as [number, number, number, number] },
  ]
  expect(snapPoint(shapes, imagePoint(11.5, 10.5), 2)).toEqual({ x: 10, y: 10 })
  expect(snapPoint(shapes, imagePoint(20, 11), 2)).toEqual({ x: 20, y: 10 })
  expect(snapPoint(shapes, imagePoint(20, 15), 2)).toBeNull()
})

test('the side is told by the name', () => {
  expect(['left_eye', 'Right hip', 'L.knee', 'wrist_r', 'nose', 'ear', 'lip'].map(sideOf)).toEqual([
    'left',
    'right',
    'left',
    'right',
    null,
    null,
    null,
  ])
})
