/** Rings: flat lists x1, y1, x2, y2, ... in image pixels, closed by themselves (the first point is not repeated). */
import { boxAround } from './box'
import { distanceToSegment, imagePoint, type ImagePoint } from './point'

export { clipRingToRect } from './clip'
export { simplifyRing } from './simplify'

/** Half the shoelace sum in square pixels: positive when the ring runs clockwise on screen (y points down). */
export function signedArea(ring: readonly number[]): number {
  const last = ring.length - 2
  if (last < 4) return 0
  // Taken from the first point: far from the origin the products would lose their last digits.
  const [originX, originY] = [ring[0]!, ring[1]!]
  let [sum, previousX, previousY] = [0, ring[last]! - originX, ring[last + 1]! - originY]
  for (let index = 0; index <= last; index += 2) {
    const [x, y] = [ring[index]! - originX, ring[index + 1]! - originY]
    sum += previousX * y - x * previousY
    ;[previousX, previousY] = [x, y]
  }
  return sum / 2
}

/** Even-odd rule. A point on the border may count either way, but of two rings that share an edge only one has it. */
export function pointInRing(ring: readonly number[], x: number, y: number): boolean {
  let inside = false
  let previous = ring.length - 2
  for (let index = 0; index + 1 < ring.length; previous = index, index += 2) {
    const [ax, ay, bx, by] = [ring[index]!, ring[index + 1]!, ring[previous]!, ring[previous + 1]!]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
  }
  return inside
}

/** From a point to the nearest edge, in pixels; Infinity for an empty ring. */
export function distanceToRing(ring: readonly number[], x: number, y: number): number {
  const point = imagePoint(x, y)
  let nearest = Infinity
  let previous = ringPoint(ring, ring.length / 2 - 1)
  for (let index = 0; index < ring.length / 2; index++) {
    const next = ringPoint(ring, index)
    nearest = Math.min(nearest, distanceToSegment(point, previous, next))
    previous = next
  }
  return nearest
}

/** The point with that number, counted from 0. */
export function ringPoint(ring: readonly number[], vertex: number): ImagePoint {
  return imagePoint(ring[vertex * 2] ?? NaN, ring[vertex * 2 + 1] ?? NaN)
}

export const ringFromPoints = (points: readonly ImagePoint[]): number[] => points.flatMap(({ x, y }) => [x, y])

/** The smallest box around a ring. */
export const ringBounds = boxAround
