import { expect, test } from 'vitest'
import { encodeRle, toRle } from '@/core/mask/rle'
import { addPart, cutHole, moveShape, scaleShape } from '@/core/shape/edit'
import { boxToShape, measureShape } from '@/core/shape/shape'
import type { MaskShape, PolygonsShape, Shape } from '@/core/shape/types'
import { deleteRing, deleteVertex, insertVertex, moveVertex, nearestEdge, nearestVertex } from '@/core/shape/vertex'
import { draw } from '../mask/masks'
import { part, polygons, square } from './shapes'

const triangle = [0, 0, 10, 0, 0, 10]
const ring = polygons(part(square(0, 0, 30), square(10, 10, 10)), part(square(50, 0, 10)))

test('shapes move, to 1/100 pixel', () => {
  expect(moveShape(polygons(part(triangle)), 0.123, 1)).toEqual(polygons(part([0.12, 1, 10.12, 1, 0.12, 11])))
  expect(moveShape(boxToShape([1, 1, 5.5, 5]), -0.5, 0)).toEqual(boxToShape([0.5, 1, 5.5, 5]))
})

test('masks move by whole pixels and are cut at the border', () => {
  const moved = moveShape({ kind: 'mask', ...encodeRle(draw('##..', '....')) }, 2.6, 0.6) as MaskShape
  expect(toRle(moved)).toEqual(encodeRle(draw('....', '...#')))
  expect(moved.kind).toBe('mask')
})

test('shapes are stretched from one box to another', () => {
  expect(scaleShape(polygons(part(triangle)), [0, 0, 10, 10], [5, 5, 20, 5])).toEqual(
    polygons(part([5, 5, 25, 5, 5, 10])),
  )
  expect(scaleShape(boxToShape([2, 2, 4, 4]), [2, 2, 4, 4], [0, 0, 1, 8])).toEqual(boxToShape([0, 0, 1, 8]))
  // A line has no width to stretch.
  expect(scaleShape(boxToShape([2, 2, 0, 4]), [2, 2, 0, 4], [9, 2, 5, 4])).toEqual(boxToShape([9, 2, 0, 4]))
  const mask = scaleShape({ kind: 'mask', ...encodeRle(draw('#...', '....')) }, [0, 0, 1, 1], [1, 0, 2, 2]) as MaskShape
  expect(toRle(mask)).toEqual(encodeRle(draw('.##.', '.##.')))
})

test('a moved vertex is rounded, all other numbers stay', () => {
  const precise = polygons(part([0.123456, 0, 10, 0, 0, 10]))
  expect(moveVertex(precise, { part: 0, ring: 0, vertex: 1 }, { x: 11.118, y: 1 })).toEqual(
    polygons(part([0.123456, 0, 11.12, 1, 0, 10])),
  )
  expect(precise).toEqual(polygons(part([0.123456, 0, 10, 0, 0, 10])))
})

test('a vertex of a hole is moved too', () => {
  const moved = moveVertex(ring, { part: 0, ring: 1, vertex: 0 }, { x: 11, y: 12 })
  expect(moved.parts[0]!.holes[0]!.slice(0, 4)).toEqual([11, 12, 20, 10])
  expect(moved.parts[1]).toBe(ring.parts[1])
})

test('a vertex is inserted behind the one named', () => {
  expect(
    insertVertex(polygons(part(triangle)), { part: 0, ring: 0, vertex: 2 }, { x: 0, y: 5 }).parts[0]!.outer,
  ).toEqual([...triangle, 0, 5])
})

test('deleting the last but two vertices of a ring deletes the ring', () => {
  expect(deleteVertex(polygons(part(square(0, 0, 2))), { part: 0, ring: 0, vertex: 0 })).toEqual(
    polygons(part([2, 0, 2, 2, 0, 2])),
  )
  expect(deleteVertex(polygons(part(square(0, 0, 30), triangle)), { part: 0, ring: 1, vertex: 0 })).toEqual(
    polygons(part(square(0, 0, 30))),
  )
  expect(deleteVertex(polygons(part(triangle), part(square(0, 0, 9))), { part: 0, ring: 0, vertex: 0 })).toEqual(
    polygons(part(square(0, 0, 9))),
  )
  expect(deleteVertex(polygons(part(triangle)), { part: 0, ring: 0, vertex: 0 })).toBeNull()
  expect(deleteRing(ring, { part: 0, ring: 1 })).toEqual(polygons(part(square(0, 0, 30)), part(square(50, 0, 10))))
})

test.each([
  { part: 2, ring: 0, vertex: 0 },
  { part: 0, ring: 2, vertex: 0 },
  { part: 0, ring: 0, vertex: 4 },
  { part: 0, ring: 0, vertex: -1 },
])('%j names nothing', (at) => expect(() => moveVertex(ring, at, { x: 0, y: 0 })).toThrow(RangeError))

test('the nearest vertex and the nearest place on an edge are found, in holes as well', () => {
  expect(nearestVertex(ring, { x: 12, y: 11 })).toMatchObject({ part: 0, ring: 1, vertex: 0, x: 10, y: 10 })
  expect(nearestEdge(ring, { x: 15, y: 12 })).toEqual({ part: 0, ring: 1, vertex: 0, x: 15, y: 10, distance: 2 })
  expect(nearestEdge(ring, { x: -3, y: 5 })).toEqual({ part: 0, ring: 0, vertex: 3, x: 0, y: 5, distance: 3 })
})

test('a part is added, rounded', () => {
  expect(addPart(polygons(part(triangle)), [0, 0, 1.234, 0, 0, 1]).parts[1]).toEqual(part([0, 0, 1.23, 0, 0, 1]))
})

const pixels = (shape: Shape | null) => shape && measureShape(shape, { width: 80, height: 40 }).area

test('a hole is cut out of the part it lies in', () => {
  const cut = cutHole(ring, square(2, 2, 5)) as PolygonsShape
  expect(cut.parts.map(({ holes }) => holes.length)).toEqual([2, 0])
  // 900 - 100 + 100 - 25
  expect(pixels(cut)).toBe(875)
})

test('a larger hole swallows a smaller one, and the parts that lie in it', () => {
  const island = polygons(...ring.parts, part(square(12, 12, 4)))
  const cut = cutHole(island, square(5, 5, 20)) as PolygonsShape
  expect(cut).toEqual(polygons(part(square(0, 0, 30), square(5, 5, 20)), part(square(50, 0, 10))))
  // 900 - 400 + 100
  expect(pixels(cut)).toBe(600)
})

test('a hole in a hole changes nothing, nor does one beside the shape', () => {
  expect(cutHole(ring, square(12, 12, 4))).toEqual(ring)
  expect(cutHole(ring, square(70, 30, 4))).toEqual(ring)
})

test('a ring that crosses an outline, or leaves nothing, is not cut here', () => {
  expect(cutHole(ring, square(25, 25, 10))).toBeNull()
  expect(cutHole(ring, square(15, 15, 10))).toBeNull()
  expect(cutHole(polygons(part(triangle)), square(-1, -1, 20))).toBeNull()
  expect(cutHole(polygons(part(triangle)), triangle)).toBeNull()
})
