import { expect, test } from 'vitest'
import { KEYPOINT_TEMPLATES } from '@/core/coco/keypoints/templates'
import { flipKeypoints } from '@/core/shape/keypoints'

test('templates have their keypoints, each with a colour, and edges between them', () => {
  expect(KEYPOINT_TEMPLATES.map(({ id, labels, edges }) => [id, labels.length, edges.length])).toEqual([
    ['person', 17, 19],
    ['hand', 21, 20],
    ['animal', 17, 17],
  ])
  for (const { labels, edges, colors } of KEYPOINT_TEMPLATES) {
    expect(new Set(labels).size).toBe(labels.length)
    expect(colors.filter((color) => /^#[\da-f]{6}$/.test(color))).toHaveLength(labels.length)
    expect(edges.flat().every((number) => number >= 1 && number <= labels.length)).toBe(true)
    expect(new Set(edges.flat()).size, 'every keypoint is joined').toBe(labels.length)
  }
})

test('left and right of person and animal can be changed over', () => {
  for (const { id, labels } of KEYPOINT_TEMPLATES) {
    const keypoints = labels.flatMap((_label, index) => [index + 1, index + 1, 2])
    const flipped = flipKeypoints(keypoints, labels)
    expect(flipKeypoints(flipped, labels)).toEqual(keypoints)
    const moved = flipped.filter((value, index) => index % 3 === 0 && value !== keypoints[index]).length
    expect(moved).toBe(id === 'person' ? 16 : id === 'animal' ? 14 : 0)
  }
})
