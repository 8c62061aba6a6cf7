/**
 * The eight EXIF orientations as moves of the plane, from the stored pixels to the upright image.
 *
 * Orientation  1 to 8 as EXIF counts: core/image/exif.ts. 2 to 4 keep width and height, 5 to 8 swap them.
 * Matrix       [a, b, c, d, e, f] as a canvas takes it: x' = a x + c y + e, y' = b x + d y + f; a, b, c and d are -1, 0 or 1.
 * Source       CIPA DC-008 (EXIF 2.32), 4.6.4 A, Orientation.
 */
import { boxFromPoints, type Bbox } from './box'

export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number]

interface Size {
  width: number
  height: number
}

/** Whether an orientation swaps width and height. */
export const isRotated = (orientation: number) => orientation >= 5

/** The orientation that undoes another: a quarter turn the other way, or the same mirror again. */
export const oppositeOrientation = (orientation: number) =>
  orientation === 6 ? 8 : orientation === 8 ? 6 : orientation

export const orientedSize = ({ width, height }: Size, orientation: number): Size =>
  isRotated(orientation) ? { width: height, height: width } : { width, height }

/** Takes a place in an image of that size, as it is stored, to the same place in the upright one. */
export function orientationMatrix(orientation: number, { width, height }: Size): Matrix {
  switch (orientation) {
    case 2:
      return [-1, 0, 0, 1, width, 0]
    case 3:
      return [-1, 0, 0, -1, width, height]
    case 4:
      return [1, 0, 0, -1, 0, height]
    case 5:
      return [0, 1, 1, 0, 0, 0]
    case 6:
      return [0, 1, -1, 0, height, 0]
    case 7:
      return [0, -1, -1, 0, height, width]
    case 8:
      return [0, -1, 1, 0, 0, width]
    default:
      return [1, 0, 0, 1, 0, 0]
  }
}

/** A subtraction leaves crumbs such as 93.58999999999999; what has at most nine decimals comes back as it was. Adding 0 makes -0 to 0. */
const withoutCrumbs = (value: number) => Math.round(value * 1e9) / 1e9 + 0

export function movePoint([a, b, c, d, e, f]: Matrix, x: number, y: number): [x: number, y: number] {
  const [across, down] = [a * x + c * y, b * x + d * y]
  return [e === 0 ? across : withoutCrumbs(across + e), f === 0 ? down : withoutCrumbs(down + f)]
}

/** A flat list x1, y1, x2, y2, ... */
export function moveCoordinates(matrix: Matrix, coordinates: readonly number[]): number[] {
  const moved: number[] = []
  for (let at = 0; at + 1 < coordinates.length; at += 2)
    moved.push(...movePoint(matrix, coordinates[at]!, coordinates[at + 1]!))
  return moved
}

export function moveBox(matrix: Matrix, [x, y, width, height]: Bbox): Bbox {
  const [first, last] = [movePoint(matrix, x, y), movePoint(matrix, x + width, y + height)]
  const [left, top] = boxFromPoints({ x: first[0], y: first[1] }, { x: last[0], y: last[1] })
  // the sides are those it had, to the last digit
  return matrix[0] === 0 ? [left, top, height, width] : [left, top, width, height]
}
