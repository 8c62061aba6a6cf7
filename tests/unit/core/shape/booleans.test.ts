/** Polygons that are clipped cover what they should, whatever is thrown at them. */
import { describe, expect, test } from 'vitest'
import { distanceToRing } from '@/core/geometry/polygon'
import { isSimpleRing } from '@/core/geometry/simpleRing'
import { rleArea } from '@/core/mask/measure'
import { clipParts } from '@/core/shape/booleans'
import { toMaskShape } from '@/core/shape/combine'
import { intersectShapes, sliceShape, subtractShapes } from '@/core/shape/subtract'
import { hitShape } from '@/core/shape/hit'
import { shapeToRle } from '@/core/shape/shape'
import type { PolygonsShape, Shape } from '@/core/shape/types'
import { randomFrom, testSeed } from '../../../support/seed'

const size = { width: 120, height: 90 }
const polygons = (...rings: number[][]): PolygonsShape => ({
  kind: 'polygons',
  parts: rings.map((outer) => ({ outer, holes: [] })),
})
const square = (x: number, y: number, side: number) => polygons([x, y, x + side, y, x + side, y + side, x, y + side])
const areaOf = (shape: Shape | null) => (shape ? rleArea(shapeToRle(shape, size)) : 0)

const random = randomFrom(testSeed)
const ring = (points: number, cell: number) =>
  Array.from({ length: points }, () => [
    Math.round(random() * (size.width / cell)) * cell,
    Math.round(random() * (size.height / cell)) * cell,
  ]).flat()

/** Whether a place lies clearly off every outline, so that rounding cannot decide. */
const isClear = (shapes: PolygonsShape[], x: number, y: number) =>
  shapes.every(({ parts }) => parts.every(({ outer }) => distanceToRing(outer, x, y) > 0.1))

/** One that neither crosses nor touches itself. */
const simpleRing = (points: number, cell: number) => {
  for (;;) {
    const made = ring(points, cell)
    if (isSimpleRing(made)) return made
  }
}

describe('random outlines, sharing corners and edges', () => {
  test.each([1, 5, 10, 30])('on a grid of %i pixels: every place is where it belongs', (cell) => {
    for (let round = 0; round < 60; round++) {
      const [a, b] = [polygons(simpleRing(3 + (round % 5), cell)), polygons(simpleRing(4, cell), simpleRing(3, cell))]
      const cut = clipParts('subtract', a.parts, b.parts)!
      const common = clipParts('intersect', a.parts, b.parts)!
      for (let sample = 0; sample < 200; sample++) {
        const [x, y] = [random() * size.width, random() * size.height]
        if (!isClear([a, b], x, y)) continue
        const [inA, inB] = [hitShape(a, x, y, 0), hitShape(b, x, y, 0)]
        const told = `seed ${testSeed}: ${JSON.stringify({ a, b, x, y })}`
        expect(hitShape({ kind: 'polygons', parts: cut }, x, y, 0), told).toBe(inA && !inB)
        expect(hitShape({ kind: 'polygons', parts: common }, x, y, 0), told).toBe(inA && inB)
      }
    }
  })
})

test('holes stay holes, and an island in a hole is a part', () => {
  const frame: PolygonsShape = {
    kind: 'polygons',
    parts: [{ outer: square(0, 0, 60).parts[0]!.outer, holes: [square(20, 20, 20).parts[0]!.outer] }],
  }
  const cut = subtractShapes(frame, [square(50, 50, 20)], size) as PolygonsShape
  expect(cut.parts).toMatchObject([{ holes: [{ length: 8 }] }])
  expect(areaOf(cut)).toBe(3600 - 400 - 100)
  expect(areaOf(intersectShapes([frame, square(10, 10, 20)], size))).toBe(300)
})

test('with a mask the pixels are combined', () => {
  expect(subtractShapes(square(0, 0, 20), [toMaskShape(shapeToRle(square(10, 0, 20), size))], size)?.kind).toBe('mask')
})

test.each([
  ['crosses itself', [0, 0, 9, 9, 9, 0, 0, 9]],
  ['touches itself', [0, 0, 9, 0, 4, 4, 9, 9, 0, 9, 4, 4]],
  ['runs back on itself', [0, 0, 9, 0, 9, 9, 9, 3, 0, 9]],
  ['has a corner twice', [0, 0, 9, 0, 9, 0, 9, 9]],
])('an outline that %s is left to the pixels', (_what, outer) => {
  expect(clipParts('subtract', polygons(outer).parts, square(2, 2, 4).parts)).toBeNull()
  expect(areaOf(subtractShapes(polygons(outer), [square(200, 200, 4)], size))).toBe(areaOf(polygons(outer)))
})

test('numbers that cannot be clipped are left to the pixels', () => {
  for (const outer of [
    [NaN, 0, 5, 5, 0, 9],
    [Infinity, 0, 5, 5, 0, 9],
    [1e12, 0, 5, 5, 0, 9],
    [0, 0, 5],
  ])
    expect(clipParts('subtract', square(0, 0, 9).parts, polygons(outer).parts)).toBeNull()
  expect(clipParts('subtract', square(0, 0, 9).parts, [])).toMatchObject([{ holes: [] }])
  expect(clipParts('intersect', square(0, 0, 9).parts, polygons([3, 3, 3, 3, 3, 3]).parts)).toBeNull()
})

test('a line slices a shape in two that cover it', () => {
  for (const shape of [square(10, 10, 40), toMaskShape(shapeToRle(square(10, 10, 40), size))]) {
    const [left, right] = sliceShape(shape, { x: 0, y: 30 }, { x: 100, y: 30 }, size)!
    expect([areaOf(left), areaOf(right), left.kind, right.kind]).toEqual([800, 800, shape.kind, shape.kind])
  }
  expect(sliceShape(square(10, 10, 40), { x: 0, y: 5 }, { x: 100, y: 5 }, size)).toBeNull()
  expect(sliceShape(square(10, 10, 40), { x: 30, y: 30 }, { x: 30, y: 30 }, size)).toBeNull()
})
