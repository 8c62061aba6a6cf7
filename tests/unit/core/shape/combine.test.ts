import { expect, test } from 'vitest'
import { rleArea } from '@/core/mask/measure'
import { splitShape, uniteShapes } from '@/core/shape/combine'
import { intersectShapes, subtractShapes } from '@/core/shape/subtract'
import { fillHoles, fitShape, simplifyShape, smoothShape, toBox, toMask } from '@/core/shape/reform'
import { shapeToRle } from '@/core/shape/shape'
import type { PolygonsShape, Shape } from '@/core/shape/types'

const size = { width: 40, height: 30 }
const square = (x: number, y: number, side: number): PolygonsShape => ({
  kind: 'polygons',
  parts: [{ outer: [x, y, x + side, y, x + side, y + side, x, y + side], holes: [] }],
})
const box = (x: number, y: number, width: number, height: number): Shape => ({ kind: 'box', x, y, width, height })
const areaOf = (shape: Shape | null) => (shape ? rleArea(shapeToRle(shape, size)) : 0)

test('polygons unite as parts and split into the same again', () => {
  const united = uniteShapes([square(2, 2, 5), square(20, 2, 5)], size)
  expect(united).toMatchObject({ kind: 'polygons', parts: [{}, {}] })
  expect(splitShape(united, size)).toEqual([square(2, 2, 5), square(20, 2, 5)])
})

test('a mask among them makes the whole a mask, and its groups of pixels split', () => {
  const united = uniteShapes([toMask(square(2, 2, 5), size), square(20, 2, 5)], size)
  expect(united.kind).toBe('mask')
  expect(splitShape(united, size)).toEqual([toMask(square(2, 2, 5), size), toMask(square(20, 2, 5), size)])
})

test('what lies inside is cut out as a hole, where outlines cross they are clipped, and nothing may be left', () => {
  expect(subtractShapes(square(2, 2, 20), [square(5, 5, 5)], size)).toMatchObject({
    kind: 'polygons',
    parts: [{ holes: [square(5, 5, 5).parts[0]!.outer] }],
  })
  const crossed = subtractShapes(square(2, 2, 20), [square(12, 2, 20)], size)
  expect([crossed?.kind, areaOf(crossed)]).toEqual(['polygons', 200])
  expect(subtractShapes(square(5, 5, 5), [square(2, 2, 20)], size)).toBeNull()
})

test('two boxes have a box in common, others pixels, those apart nothing', () => {
  expect(intersectShapes([box(0, 0, 10, 10), box(5, 5, 10, 10)], size)).toEqual(box(5, 5, 5, 5))
  expect(areaOf(intersectShapes([square(0, 0, 10), box(5, 5, 10, 10)], size))).toBe(25)
  expect(intersectShapes([square(0, 0, 5), square(20, 20, 5)], size)).toBeNull()
})

test('simplifying keeps within its tolerance and makes polygons of a mask', () => {
  const rough: Shape = { kind: 'polygons', parts: [{ outer: [0, 0, 5, 0.4, 10, 0, 10, 10, 0, 10], holes: [] }] }
  expect(simplifyShape(rough, 0.5, size)).toEqual(square(0, 0, 10))
  expect(simplifyShape(toMask(square(3, 3, 8), size), 0.5, size)).toEqual(square(3, 3, 8))
})

test('smoothing rounds corners, calms the border of a mask and never empties it', () => {
  const smooth = smoothShape(square(5, 5, 20), size) as PolygonsShape
  expect(smooth.parts[0]!.outer.length).toBeGreaterThan(8)
  expect(areaOf(smooth)).toBeLessThan(400)
  const speckled = uniteShapes([toMask(square(5, 5, 20), size), square(30, 5, 1)], size)
  const calm = smoothShape(speckled, size)
  expect(splitShape(calm, size)).toHaveLength(1)
  expect(areaOf(calm)).toBeGreaterThan(380)
  expect(smoothShape(toMask(square(30, 5, 1), size), size)).toEqual(toMask(square(30, 5, 1), size))
})

test('holes are filled in polygons and in masks', () => {
  const ring = subtractShapes(square(2, 2, 20), [square(5, 5, 5)], size)!
  expect(fillHoles(ring, size)).toEqual(square(2, 2, 20))
  expect(areaOf(fillHoles(toMask(ring, size), size))).toBe(400)
})

test('the box around a shape; none around nothing', () => {
  expect(toBox(square(2, 3, 5))).toEqual(box(2, 3, 5, 5))
  expect(toBox({ kind: 'mask', size: [30, 40], counts: [1200] })).toBeNull()
})

test('on a smaller image what is outside is cut off', () => {
  const small = { width: 10, height: 10 }
  expect(fitShape(square(2, 2, 5), small)).toEqual(square(2, 2, 5))
  expect(toBox(fitShape(square(5, 5, 20), small)!)).toEqual(box(5, 5, 5, 5))
  expect(fitShape(box(5, 5, 20, 3), small)).toEqual(box(5, 5, 5, 3))
  expect(fitShape(square(20, 20, 5), small)).toBeNull()
  expect(fitShape(toMask(square(5, 5, 20), size), small)).toEqual(toMask(square(5, 5, 5), small))
  expect(fitShape(toMask(square(20, 2, 5), size), small)).toBeNull()
})

test('on a larger image a mask keeps its place', () => {
  expect(fitShape(toMask(square(5, 5, 8), { width: 20, height: 20 }), size)).toEqual(toMask(square(5, 5, 8), size))
})
