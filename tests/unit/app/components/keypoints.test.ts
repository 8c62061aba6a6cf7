import { expect, test } from 'vitest'
import { addKeypoint, removeKeypoint, toggleEdge } from '@/app/components/keypoints'
import { colorFor } from '@/core/coco/color'

const figure = {
  labels: ['nose', 'neck', 'hip'],
  edges: [
    [1, 2],
    [2, 3],
  ] as [number, number][],
  colors: ['#111111', '#222222', '#333333'],
}

test('removing a keypoint takes its lines along and renumbers the others', () => {
  expect(removeKeypoint(figure, 0)).toEqual({
    labels: ['neck', 'hip'],
    edges: [[1, 2]],
    colors: ['#222222', '#333333'],
  })
  expect(removeKeypoint(figure, 1)).toEqual({ labels: ['nose', 'hip'], edges: [], colors: ['#111111', '#333333'] })
})

test('a line is drawn once, and taken away from either end', () => {
  expect(toggleEdge(figure, 1, 3).edges).toEqual([
    [1, 2],
    [2, 3],
    [1, 3],
  ])
  expect(toggleEdge(figure, 2, 1).edges).toEqual([[2, 3]])
})

test('a keypoint has a name of its own', () => {
  expect(addKeypoint(figure, 'knee').labels).toEqual(['nose', 'neck', 'hip', 'knee'])
  expect(addKeypoint(figure, 'nose')).toEqual(figure)
})

test('each keypoint has its own colour, also beside those that came without', () => {
  expect(addKeypoint(figure, 'knee').colors).toEqual(['#111111', '#222222', '#333333', colorFor('knee')])
  expect(addKeypoint({ ...figure, colors: [] }, 'knee').colors).toEqual(
    ['nose', 'neck', 'hip', 'knee'].map((name) => colorFor(name)),
  )
})
