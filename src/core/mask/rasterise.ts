/**
 * Polygons and boxes to masks, bit by bit what the reference library gives.
 *
 * Ring    flat x1, y1, x2, y2, ... in image pixels; may leave the image, cross itself or be degenerate.
 * How     points snap to fifths of a pixel; where the outline passes the middle of a pixel column it
 *         gives a crossing (column * height + row); between odd and even crossings is inside.
 *         The library walks every fifth of a pixel; here the crossings are computed from the same sums.
 * Errors  InvalidInput for a size that is none, for coordinates that are not finite or beyond
 *         MAX_COORDINATE, and for outlines with more than MAX_CROSSINGS crossings.
 * Source  cocodataset/cocoapi: common/maskApi.c (rleFrPoly, rleFrBbox), PythonAPI/pycocotools/mask.py.
 */
import { InvalidInput } from '../errors'
import type { Bbox } from '../geometry/box'
import type { Rle } from './types'
import type { Ring, Size } from '../shape/types'
import { unite } from './combine'
import { countPixels, name, toMaskSize } from './size'

const SCALE = 5
/** Five times this still fits the 32-bit integers of the reference library. */
const MAX_COORDINATE = 4e8
const MAX_CROSSINGS = 2 ** 25

// Reused from call to call: allocating them anew costs more than the arithmetic. Grown by doubling.
let snapped = new Int32Array(1024)
let crossings = new Uint32Array(4096)

/** The mask of one polygon (even-odd inside itself). Less than three points give an empty mask. */
export function polygonToRle(ring: Ring, size: Size): Rle {
  const pixels = countPixels(size)
  const points = snap(ring)
  reserve(points, size.width)
  let used = 0
  for (let point = 0; point < points; point++) {
    const next = point + 1 < points ? point + 1 : 0
    used = crossEdge(point * 2, next * 2, size, used)
  }
  return { size: toMaskSize(size), counts: toRuns(used, pixels) }
}

/** The union of the masks of several polygons. None give an empty mask. */
export function polygonsToRle(rings: Ring[], size: Size): Rle {
  if (rings.length === 0) return { size: toMaskSize(size), counts: [countPixels(size)] }
  return unite(rings.map((ring) => polygonToRle(ring, size)))
}

/** The mask of a box, which need not lie on whole pixels. */
export function boxToRle([x, y, width, height]: Bbox, size: Size): Rle {
  return polygonToRle([x, y, x, y + height, x + width, y + height, x + width, y], size)
}

/** Writes the points in fifths of a pixel to `snapped`, cutting towards zero as C does; returns their number. */
function snap(ring: Ring): number {
  const points = ring.length >> 1
  if (snapped.length < points * 2) snapped = new Int32Array(points * 4)
  for (let index = 0; index < points * 2; index++) {
    const coordinate = ring[index]!
    // Also what a type does not keep out at run time: text and objects from a file.
    if (typeof coordinate !== 'number' || !(Math.abs(coordinate) <= MAX_COORDINATE))
      throw new InvalidInput(`${name(coordinate)} is not a coordinate`)
    snapped[index] = SCALE * coordinate + 0.5
  }
  return points
}

/** The middle of column c lies between the fifths 5c + 2 and 5c + 3. */
const firstColumn = (left: number) => Math.max(0, Math.ceil((left - 2) / SCALE))
const lastColumn = (right: number, width: number) => Math.min(width - 1, Math.floor((right - 3) / SCALE))

/** Makes room for all crossings, and refuses outlines that would take forever. */
function reserve(points: number, width: number) {
  let needed = 1
  for (let point = 0; point < points; point++) {
    const a = snapped[point * 2]!
    const b = snapped[point + 1 < points ? point * 2 + 2 : 0]!
    needed += Math.max(0, lastColumn(Math.max(a, b), width) - firstColumn(Math.min(a, b)) + 1)
  }
  if (needed > MAX_CROSSINGS)
    throw new InvalidInput(`a polygon that crosses ${needed} pixel columns is too complicated`)
  if (crossings.length < needed) crossings = new Uint32Array(needed * 2)
}

/** Adds the crossings of the edge between two points (indexes into `snapped`); returns how many there are now. */
function crossEdge(from: number, to: number, { width, height }: Size, used: number): number {
  const spanX = Math.abs(snapped[from]! - snapped[to]!)
  const spanY = Math.abs(snapped[from + 1]! - snapped[to + 1]!)
  // The library starts flat edges at their left end and steep ones at their upper end.
  const along = spanX >= spanY ? 0 : 1
  const start = snapped[from + along]! > snapped[to + along]! ? to : from
  const end = start === from ? to : from
  const startX = snapped[start]!
  const startY = snapped[start + 1]!
  const slope = along === 0 ? (snapped[end + 1]! - startY) / spanX : (snapped[end]! - startX) / spanY
  const first = firstColumn(Math.min(startX, snapped[end]!))
  const last = lastColumn(Math.max(startX, snapped[end]!), width)
  for (let column = first; column <= last; column++) {
    const fifths =
      along === 0
        ? flatCrossing(SCALE * column + 2 - startX, startY, slope)
        : startY + steepSteps(SCALE * column + 3 - startX, startX, slope) - 1
    const row = Math.floor((fifths + 2) / SCALE)
    crossings[used++] = column * height + Math.min(Math.max(row, 0), height)
  }
  return used
}

/** The upper of the two points left and right of the column's middle, in fifths. */
function flatCrossing(step: number, startY: number, slope: number): number {
  return Math.min(Math.trunc(startY + slope * step + 0.5), Math.trunc(startY + slope * (step + 1) + 0.5))
}

/** How many steps down a steep edge first lie on the other side of the column's middle. */
function steepSteps(distance: number, startX: number, slope: number): number {
  const middle = startX + distance
  const passed = (step: number) => startX + slope * step + 0.5 >= middle === slope > 0
  // The division is right to a step or so; the library's own sum decides.
  let step = Math.max(0, Math.ceil((distance - 0.5) / slope))
  while (step > 0 && passed(step - 1)) step -= 1
  while (!passed(step)) step += 1
  return step
}

/** Sorted crossings to run lengths; two at the same place cancel out. */
function toRuns(used: number, pixels: number): number[] {
  crossings[used] = pixels
  const places = crossings.subarray(0, used + 1).sort()
  const counts = [places[0]!]
  for (let index = 1; index <= used; index++) {
    const run = places[index]! - places[index - 1]!
    if (run > 0) {
      counts.push(run)
    } else if (index < used) {
      index += 1
      counts[counts.length - 1]! += places[index]! - places[index - 1]!
    }
  }
  return counts
}
