import { expect, test } from 'vitest'
import { alongRing, deleteVertices, moveVertices, vertexRefs } from '@/core/shape/vertices'
import type { PolygonsShape } from '@/core/shape/types'

const outer = [0, 0, 10, 0, 10, 10, 0, 10]
const hole = [2, 2, 4, 2, 4, 4]
const shape: PolygonsShape = { kind: 'polygons', parts: [{ outer, holes: [hole] }] }
const at = (vertex: number, ring = 0) => ({ part: 0, ring, vertex })

test('several points move together, each kept where it may be', () => {
  const moved = moveVertices(shape, [at(1), at(2), at(0, 1)], [5, 1], ({ x, y }) => ({ x: Math.min(12, x), y }))
  expect(moved.parts[0]).toEqual({ outer: [0, 0, 12, 1, 12, 11, 0, 10], holes: [[7, 3, 4, 2, 4, 4]] })
  expect(shape.parts[0]!.outer, 'the shape given is left alone').toEqual(outer)
})

test('several points go together; a ring that is left with two goes, a part with its outline', () => {
  expect(deleteVertices(shape, [at(0), at(1, 1)])?.parts[0]).toEqual({ outer: outer.slice(2), holes: [] })
  expect(deleteVertices(shape, [at(0), at(1)])).toBeNull()
  expect(deleteVertices(shape, [at(99)])).toEqual(shape)
})

test('every point of every ring is named', () => {
  expect(vertexRefs(shape)).toHaveLength(7)
})

test('along a ring the corners between two places are passed, both ways', () => {
  expect(alongRing(outer, { x: 5, y: 0 }, { x: 10, y: 5 }, 0.5)).toEqual({
    shorter: [{ x: 10, y: 0 }],
    longer: [
      { x: 0, y: 0 },
      { x: 0, y: 10 },
      { x: 10, y: 10 },
    ],
  })
  expect(alongRing(outer, { x: 0, y: 0 }, { x: 10, y: 10 }, 0.5)?.shorter).toHaveLength(1)
  expect(alongRing(outer, { x: 5, y: 0 }, { x: 8, y: 0 }, 0.5)?.shorter).toEqual([])
  expect(alongRing(outer, { x: 5, y: 5 }, { x: 8, y: 0 }, 0.5), 'one does not lie on it').toBeNull()
})
