/** Masks of YOLO: a sum of prototypes [1, m, height, width], weighted by the m coefficients of a box, above zero within the box. */
import { clipRingToRect } from '../geometry/clip'
import { roundCoordinate } from '../geometry/round'
import type { Part, Ring, Size } from '../shape/types'
import { ringsToParts, traceField } from './contour'
import type { Tensor } from './detections'
import { toImage, type Fit } from './fit'

const LEAST = 0.01 // of the largest outline: smaller ones are noise

/** Corners in pixels of the input; parts in image pixels. */
export function partsInBox(
  weights: readonly number[],
  { data, dims }: Tensor,
  [x1, y1, x2, y2]: readonly [number, number, number, number],
  fit: Fit,
  image: Size,
): Part[] {
  const [, , rows, columns] = dims as [number, number, number, number]
  const [stepX, stepY] = [fit.input.width / columns, fit.input.height / rows]
  const [left, top] = [Math.max(0, Math.floor(x1 / stepX)), Math.max(0, Math.floor(y1 / stepY))]
  const [right, bottom] = [Math.min(columns, Math.ceil(x2 / stepX)), Math.min(rows, Math.ceil(y2 / stepY))]
  if (right <= left || bottom <= top) return []
  const [width, height] = [right - left + 4, bottom - top + 4]
  const field = new Float32Array(width * height).fill(-1e3)
  for (let y = 1; y < height - 1; y++) {
    const row = Math.min(bottom - 1, Math.max(top, top + y - 2))
    for (let x = 1; x < width - 1; x++) {
      const column = Math.min(right - 1, Math.max(left, left + x - 2))
      let sum = 0
      for (let each = 0; each < weights.length; each++)
        sum += weights[each]! * data[(each * rows + row) * columns + column]!
      field[y * width + x] = sum
    }
  }
  const [corner, opposite] = [toImage(fit, x1, y1), toImage(fit, x2, y2)]
  const [boxLeft, boxTop] = [Math.max(0, corner[0]), Math.max(0, corner[1])]
  const box = [
    boxLeft,
    boxTop,
    Math.min(image.width, opposite[0]) - boxLeft,
    Math.min(image.height, opposite[1]) - boxTop,
  ] as const
  const placed = traceField({ data: field, width, height }).map((ring): Ring => {
    const points: Ring = []
    for (let index = 0; index < ring.length; index += 2)
      points.push(...toImage(fit, (left + ring[index]! - 1.5) * stepX, (top + ring[index + 1]! - 1.5) * stepY))
    return clipRingToRect(points, [...box]).map(roundCoordinate)
  })
  return ringsToParts(
    placed.filter((ring) => ring.length >= 6),
    LEAST,
  )
}
