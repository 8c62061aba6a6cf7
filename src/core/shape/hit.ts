/** Which shape is under the pointer. */
import { boxContains, type Bbox } from '../geometry/box'
import { distanceToRing, pointInRing } from '../geometry/polygon'
import { toRle } from '../mask/rle'
import { boxOf } from './shape'
import type { MaskShape, Part, Shape } from './types'

/** True when the point, in image pixels, is in the shape or within `tolerance` image pixels of its outline. */
export function hitShape(shape: Shape, x: number, y: number, tolerance: number): boolean {
  if (shape.kind === 'box') return boxContains(boxOf(shape), x, y, tolerance)
  if (shape.kind === 'polygons') return shape.parts.some((part) => hitPart(part, x, y, tolerance))
  return hitMask(shape, x, y, tolerance)
}

function hitPart({ outer, holes }: Part, x: number, y: number, tolerance: number): boolean {
  if (pointInRing(outer, x, y) && !holes.some((hole) => pointInRing(hole, x, y))) return true
  return tolerance > 0 && [outer, ...holes].some((ring) => distanceToRing(ring, x, y) <= tolerance)
}

/** Pixels are looked up among the runs of the columns that the tolerance reaches. */
function hitMask(shape: MaskShape, x: number, y: number, tolerance: number): boolean {
  const { size, counts } = toRle(shape)
  const [height, width] = size
  const [firstColumn, lastColumn] = [
    Math.max(0, Math.floor(x - tolerance)),
    Math.min(width - 1, Math.floor(x + tolerance)),
  ]
  let end = 0
  for (let run = 0; run < counts.length; run++) {
    const start = end
    end += counts[run]!
    if (end <= firstColumn * height) continue
    if (start >= (lastColumn + 1) * height) return false
    if (run % 2 === 1 && hitRun({ start, end, height }, x, y, tolerance)) return true
  }
  return false
}

interface Run {
  start: number
  end: number
  height: number
}

/** A run in pieces of one column, each a box one pixel wide. */
function hitRun({ start, end, height }: Run, x: number, y: number, tolerance: number): boolean {
  const last = Math.min(Math.floor((end - 1) / height), Math.floor(x + tolerance))
  for (let column = Math.max(Math.floor(start / height), Math.floor(x - tolerance)); column <= last; column++) {
    const top = Math.max(0, start - column * height)
    const bottom = Math.min(height, end - column * height)
    // Half open, as pixels are: a point on the border between two columns is in the right one.
    const inside = x >= column && x < column + 1 && y >= top && y < bottom
    if (inside || (tolerance > 0 && boxContains([column, top, 1, bottom - top], x, y, tolerance))) return true
  }
  return false
}

export interface Pickable<Id> {
  id: Id
  shape: Shape
  /** The box around the shape, from shapeBounds. */
  bounds: Bbox
  /** Square pixels; that of the bounds when it is not known. */
  area?: number
}

/** `below`: what lies under that one is wanted, and from the lowest the first again. */
export type Picker<Id> = (point: { x: number; y: number }, tolerance: number, below?: Id) => Pickable<Id> | null

/** Finds the smallest shape under a point, the last one drawn of equals; null when there is none. */
export function makePicker<Id>(shapes: readonly Pickable<Id>[]): Picker<Id> {
  // most are told apart by four numbers that lie side by side; only the few whose boxes are hit are put in order
  const edges = new Float64Array(4 * shapes.length)
  let end = 0
  for (const { bounds } of shapes) {
    edges[end++] = bounds[0]
    edges[end++] = bounds[1]
    edges[end++] = bounds[0] + bounds[2]
    edges[end++] = bounds[1] + bounds[3]
  }
  return ({ x, y }, tolerance, below) => {
    const [right, left, lower, upper] = [x + tolerance, x - tolerance, y + tolerance, y - tolerance]
    const near: Pickable<Id>[] = []
    for (let at = edges.length - 4; at >= 0; at -= 4) {
      if (edges[at]! > right || edges[at + 1]! > lower || edges[at + 2]! < left || edges[at + 3]! < upper) continue
      near.push(shapes[at >> 2]!)
    }
    // of equals the last one stays the first
    near.sort((a, b) => areaOf(a) - areaOf(b))
    const isHit = ({ shape }: Pickable<Id>) => hitShape(shape, x, y, tolerance)
    const at = below === undefined ? -1 : near.findIndex(({ id }) => id === below)
    return near.slice(at + 1).find(isHit) ?? near.find(isHit) ?? null
  }
}

const areaOf = ({ area, bounds }: Pickable<unknown>) => area ?? bounds[2] * bounds[3]
