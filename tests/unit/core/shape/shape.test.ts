import { expect, test } from 'vitest'
import { InvalidInput } from '@/core/errors'
import type { Shape } from '@/core/shape/types'
import { decodeRle, encodeRle } from '@/core/mask/rle'
import { shapeBounds } from '@/core/shape/bounds'
import { hitShape, makePicker } from '@/core/shape/hit'
import {
  boxToShape,
  hasHoles,
  measureShape,
  segmentationToShape,
  shapeToRle,
  shapeToSegmentation,
} from '@/core/shape/shape'
import { draw, show } from '../mask/masks'
import { part, polygons, reversed, square } from './shapes'

const size = { width: 100, height: 80 }
const ring = polygons(part(square(10, 10, 40), square(20, 20, 20)))
const maskShape = (...rows: string[]): Shape => ({ kind: 'mask', ...encodeRle(draw(...rows)) })

test('parts unite, each without its own holes', () => {
  const shape = polygons(part([0, 0, 4, 0, 4, 3, 0, 3], [1, 1, 3, 1, 3, 2, 1, 2]), part([2, 1, 3, 1, 3, 2, 2, 2]))
  expect(show(decodeRle(shapeToRle(shape, { width: 4, height: 3 })))).toEqual(['####', '#.##', '####'])
})

test('winding means nothing', () => {
  const turned = polygons(part(reversed(square(10, 10, 40)), reversed(square(20, 20, 20))))
  expect(shapeToRle(turned, size)).toEqual(shapeToRle(ring, size))
})

test('area and bbox are those of the pixels', () => {
  // 40 * 40 - 20 * 20
  expect(measureShape(ring, size)).toEqual({ area: 1200, bbox: [10, 10, 40, 40] })
  expect(measureShape(boxToShape([0, 0, 50, 50]), size)).toEqual({ area: 2500, bbox: [0, 0, 50, 50] })
  // the vector bbox-7 of the reference, 14 x 9 pixels
  expect(measureShape(boxToShape([36.3, 28.94, 13.78, 8.56]), { width: 52, height: 71 })).toEqual({
    area: 126,
    bbox: [36, 29, 14, 9],
  })
  expect(measureShape(polygons(part(square(200, 200, 9))), size)).toEqual({ area: 0, bbox: [0, 0, 0, 0] })
})

test('a mask of another size than the image is refused', () => {
  expect(() => shapeToRle(maskShape('#.'), size)).toThrow(InvalidInput)
})

test('without holes the segmentation is the polygons, numbers unchanged', () => {
  const outer = [0.123456789, 1, 20, 1.0000001, 20, 30]
  expect(shapeToSegmentation(polygons(part(outer), part(square(1, 1, 2))), size)).toEqual([outer, square(1, 1, 2)])
})

test('with a hole it is a compressed mask', () => {
  const segmentation = shapeToSegmentation(ring, size)
  expect(segmentation).toEqual({ size: [80, 100], counts: expect.any(String) })
  const read = segmentationToShape(segmentation)!
  expect(measureShape(read, size)).toEqual(measureShape(ring, size))
})

test('a box is its four corners, a mask itself', () => {
  expect(shapeToSegmentation(boxToShape([1, 2, 3, 4]), size)).toEqual([[1, 2, 4, 2, 4, 6, 1, 6]])
  expect(shapeToSegmentation(maskShape('.#'), { width: 2, height: 1 })).toEqual({ size: [1, 2], counts: [1, 1] })
})

test('a segmentation becomes a shape: polygons unite and holes are never guessed', () => {
  expect(segmentationToShape([square(0, 0, 9), reversed(square(2, 2, 3))])).toEqual(
    polygons(part(square(0, 0, 9)), part(reversed(square(2, 2, 3)))),
  )
  expect(segmentationToShape([])).toBeNull()
  expect(segmentationToShape([[1, 2, 3, 4]])).toBeNull()
  expect(segmentationToShape({ size: [1, 2], counts: '11' })).toEqual({ kind: 'mask', size: [1, 2], counts: '11' })
})

test('only polygons have holes', () => {
  expect([ring, polygons(part(square(0, 0, 9))), maskShape('#.#'), boxToShape([0, 0, 1, 1])].map(hasHoles)).toEqual([
    true,
    false,
    false,
    false,
  ])
})

test('bounds', () => {
  expect(shapeBounds(polygons(part(square(-5, 2, 10)), part(square(20, 30, 5))))).toEqual([-5, 2, 30, 33])
  expect(shapeBounds(boxToShape([1.5, 2, 3, 4]))).toEqual([1.5, 2, 3, 4])
  expect(shapeBounds(maskShape('....', '..#.'))).toEqual([2, 1, 1, 1])
})

test('a point hits polygons but not their holes, unless the outline is near', () => {
  expect(hitShape(ring, 12, 12, 0)).toBe(true)
  expect(hitShape(ring, 30, 30, 0)).toBe(false)
  expect(hitShape(ring, 21, 30, 2)).toBe(true)
  expect(hitShape(ring, 8, 30, 2)).toBe(true)
  expect(hitShape(ring, 7, 30, 2)).toBe(false)
})

test('a point hits the pixels of a mask', () => {
  const shape = maskShape('....', '.##.', '....')
  expect(
    [
      [1, 1],
      [2.9, 1.9],
      [3, 1],
      [0.9, 1],
      [1.5, 0.9],
    ].map(([x, y]) => hitShape(shape, x!, y!, 0)),
  ).toEqual([true, true, false, false, false])
  expect(hitShape(shape, 0.4, 1.5, 0.7)).toBe(true)
  expect(hitShape(shape, 1.5, 2.5, 0.7)).toBe(true)
  expect(hitShape(shape, -50, -50, 3)).toBe(false)
  expect(hitShape(shape, 500, 500, 3)).toBe(false)
})

test('the smallest shape under the pointer is picked, the upper one of equals', () => {
  const candidates = [
    boxToShape([0, 0, 50, 50]),
    boxToShape([10, 10, 5, 5]),
    boxToShape([0, 0, 60, 60]),
    boxToShape([10, 10, 5, 5]),
  ].map((shape, index) => ({ id: index + 1, shape, bounds: shapeBounds(shape) }))
  const pick = makePicker(candidates)
  expect(pick({ x: 12, y: 12 }, 0)?.id).toBe(4)
  expect(pick({ x: 30, y: 30 }, 0)?.id).toBe(1)
  expect(pick({ x: 90, y: 90 }, 0)).toBeNull()
})
