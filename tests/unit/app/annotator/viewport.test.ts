import { expect, test } from 'vitest'
import { imagePoint, screenPoint } from '@/core/geometry/point'
import { fit, keepInSight, limitScale, resize, scaleAt, toImage, toScreen } from '@/app/annotator/editor/viewport'

const view = { width: 1048, height: 548 }
const picture = { width: 2000, height: 1000 }

test('fit shows the whole image in the middle', () => {
  // 1000 x 500 within margins of 24: scale 0.5, and 24 left on all sides.
  expect(fit(picture, view)).toEqual({ scale: 0.5, x: 24, y: 24 })
})

test('there and back is the same place', () => {
  const viewport = { scale: 3, x: 17, y: -40 }
  expect(toScreen(viewport, imagePoint(10, 20))).toEqual({ x: 47, y: 20 })
  expect(toImage(viewport, screenPoint(47, 20))).toEqual({ x: 10, y: 20 })
})

test('what is under the pointer stays there when the scale changes', () => {
  const before = fit(picture, view)
  const anchor = screenPoint(300, 200)
  const after = scaleAt(before, anchor, 8)
  expect(toImage(after, anchor)).toEqual(toImage(before, anchor))
  expect(after.scale).toBe(8)
})

test('the scale goes from fit to 6400 %, and small images down to 100 %', () => {
  expect(limitScale(0.01, picture, view)).toBe(0.5)
  expect(limitScale(1000, picture, view)).toBe(64)
  expect(limitScale(0.2, { width: 10, height: 10 }, view)).toBe(1)
})

test('the image cannot be pushed out of sight', () => {
  const far = keepInSight({ scale: 0.5, x: 99_999, y: -99_999 }, picture, view)
  // 64 pixels of the 1000 x 500 stay.
  expect(far).toEqual({ scale: 0.5, x: 1048 - 64, y: 64 - 500 })
})

test('a window that grows keeps the middle in the middle', () => {
  const wide = { width: 1248, height: 648 }
  const before = { scale: 2, x: 10, y: 20 }
  const after = resize(before, view, wide)
  expect(toImage(after, screenPoint(624, 324))).toEqual(toImage(before, screenPoint(524, 274)))
})
