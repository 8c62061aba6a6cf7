import { expect, test } from 'vitest'
import { selfCrossings } from '@/core/geometry/selfCrossings'

test('a bow-tie crosses itself once, where its long edges meet', () => {
  expect(selfCrossings([0, 0, 10, 10, 10, 0, 0, 10])).toEqual([{ x: 5, y: 5 }])
})

test('convex and concave outlines, and edges that only touch, cross nowhere', () => {
  expect(selfCrossings([0, 0, 10, 0, 10, 10, 0, 10])).toEqual([])
  expect(selfCrossings([0, 0, 10, 0, 10, 10, 5, 2, 0, 10])).toEqual([])
  expect(selfCrossings([0, 0, 10, 0, 10, 10, 5, 0, 0, 10])).toEqual([])
})

test('rings too short, repeated points and numbers that are none cross nowhere', () => {
  for (const ring of [[], [1, 1], [0, 0, 1, 1, 0, 0], [3, 3, 3, 3, 3, 3, 3, 3], [NaN, 0, 1, NaN, 5, 5, 0, 5]])
    expect(selfCrossings(ring)).toEqual([])
})
