/** Boxes `[x, y, width, height]` in image pixels; width and height are never negative. */
import { roundCoordinate } from './round'

/** `[x, y, width, height]` in pixels. */
export type Bbox = [x: number, y: number, width: number, height: number]

interface Corner {
  readonly x: number
  readonly y: number
}

/** The box between two opposite corners, in any order. */
export function boxFromPoints(a: Corner, b: Corner): Bbox {
  return [Math.min(a.x, b.x), Math.min(a.y, b.y), Math.abs(a.x - b.x), Math.abs(a.y - b.y)]
}

/** Whether two boxes have an area in common, however small. */
export const boxesOverlap = (a: Bbox, b: Bbox): boolean =>
  a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3]

/** The smallest box around a flat list x1, y1, x2, y2, ...; zeros for an empty list. */
export function boxAround(coordinates: readonly number[]): Bbox {
  if (coordinates.length < 2) return [0, 0, 0, 0]
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let index = 0; index + 1 < coordinates.length; index += 2) {
    left = Math.min(left, coordinates[index]!)
    right = Math.max(right, coordinates[index]!)
    top = Math.min(top, coordinates[index + 1]!)
    bottom = Math.max(bottom, coordinates[index + 1]!)
  }
  return [left, top, right - left, bottom - top]
}

/** What two boxes share, or null when they do not even touch. */
export function intersectBoxes(a: Bbox, b: Bbox): Bbox | null {
  const [left, top] = [Math.max(a[0], b[0]), Math.max(a[1], b[1])]
  const [right, bottom] = [Math.min(a[0] + a[2], b[0] + b[2]), Math.min(a[1] + a[3], b[1] + b[3])]
  return right < left || bottom < top ? null : [left, top, right - left, bottom - top]
}

/** The smallest box around two boxes. */
export function uniteBoxes(a: Bbox, b: Bbox): Bbox {
  const [left, top] = [Math.min(a[0], b[0]), Math.min(a[1], b[1])]
  return [left, top, Math.max(a[0] + a[2], b[0] + b[2]) - left, Math.max(a[1] + a[3], b[1] + b[3]) - top]
}

/** True on the border too; a tolerance widens the box on all sides. */
export function boxContains([left, top, width, height]: Bbox, x: number, y: number, tolerance = 0): boolean {
  return x >= left - tolerance && x <= left + width + tolerance && y >= top - tolerance && y <= top + height + tolerance
}

/** Corners rounded to 1/100 pixel, so that a box that meets the border of another still does. */
export function roundBox([x, y, width, height]: Bbox): Bbox {
  const [left, top] = [roundCoordinate(x), roundCoordinate(y)]
  return [
    left,
    top,
    roundCoordinate(roundCoordinate(x + width) - left),
    roundCoordinate(roundCoordinate(y + height) - top),
  ]
}

/** The corners as a ring: top-left, top-right, bottom-right, bottom-left. */
export function boxCorners([x, y, width, height]: Bbox): number[] {
  return [x, y, x + width, y, x + width, y + height, x, y + height]
}
