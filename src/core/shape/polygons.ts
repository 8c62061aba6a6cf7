/** Any shape as polygons whose rings do not cross, for those that draw or edit rings. */
import { boxCorners } from '../geometry/box'
import { ringRelation } from '../geometry/ringRelation'
import { decodeRle } from '../mask/rle'
import { traceMask } from '../mask/trace'
import { boxOf, ringToShape, shapeToRle } from './shape'
import type { Part, PolygonsShape, Shape, Size } from './types'

/** More pairs of points than this are not compared: such a shape is traced. */
const MAX_COMPARED = 5e6

/**
 * A box becomes its corners, a mask its pixel borders. Polygons stay as they are, unless a hole leaves its part or
 * meets another hole: those, which drawing by the nonzero rule would show wrongly, become the borders of their pixels.
 */
export function shapeToPolygons(shape: Shape, size: Size): PolygonsShape {
  if (shape.kind === 'box') return ringToShape(boxCorners(boxOf(shape)))
  if (shape.kind === 'polygons' && shape.parts.every(holesAreClean)) return shape
  return { kind: 'polygons', parts: traceMask(decodeRle(shapeToRle(shape, size))) }
}

function holesAreClean({ outer, holes }: Part): boolean {
  if (holes.length === 0) return true
  const numbers = outer.length + holes.reduce((sum, hole) => sum + hole.length, 0)
  // Every pair of rings is compared at most once, every pair of edges in it.
  if ((numbers / 2) ** 2 > MAX_COMPARED) return false
  return holes.every((hole, index) => {
    if (ringRelation(hole, outer) !== 'inside') return false
    return holes.slice(0, index).every((other) => ringRelation(hole, other) === 'apart')
  })
}
