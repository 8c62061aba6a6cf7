/**
 * Several shapes made into one, and one into several. Null: nothing is left.
 *
 * Polygons stay polygons where that loses nothing: united they are parts of one shape, and a polygon that lies inside
 * another is cut out as a hole. Everything else is done pixel by pixel and gives a mask.
 */
import type { AnyRle } from '../mask/types'
import { boxCorners, intersectBoxes, roundBox } from '../geometry/box'
import { intersect, subtract, unite } from '../mask/combine'
import { rleArea } from '../mask/measure'
import { compressRle, decodeRle } from '../mask/rle'
import { traceMask } from '../mask/trace'
import { cutHole } from './edit'
import { boxOf, boxToShape, hasHoles, ringToShape, shapeToRle } from './shape'
import type { BoxShape, MaskShape, PolygonsShape, Shape, Size } from './types'

export const toMaskShape = (rle: AnyRle): MaskShape => ({ kind: 'mask', ...compressRle(rle) })

const orNothing = (rle: AnyRle): MaskShape | null => (rleArea(rle) > 0 ? toMaskShape(rle) : null)

/** A box as its four corners. */
export const asPolygons = (shape: PolygonsShape | BoxShape): PolygonsShape =>
  shape.kind === 'polygons' ? shape : ringToShape(boxCorners(boxOf(shape)))

const isMask = (shape: Shape): shape is MaskShape => shape.kind === 'mask'

export function uniteShapes(shapes: readonly Shape[], size: Size): Shape {
  if (shapes.some(isMask)) return toMaskShape(unite(shapes.map((shape) => shapeToRle(shape, size))))
  const parts = shapes.flatMap((shape) => asPolygons(shape as PolygonsShape | BoxShape).parts)
  return { kind: 'polygons', parts }
}

/** What of a shape is in none of the others. */
export function subtractShapes(shape: Shape, others: readonly Shape[], size: Size): Shape | null {
  return (
    cutOutlines(shape, others) ??
    orNothing(subtract(shapeToRle(shape, size), unite(others.map((other) => shapeToRle(other, size)))))
  )
}

/** Holes for all that lies inside; null when something is a mask, has holes itself or crosses the outline. */
function cutOutlines(shape: Shape, others: readonly Shape[]): PolygonsShape | null {
  if (isMask(shape) || others.some((other) => isMask(other) || hasHoles(other))) return null
  let left: PolygonsShape | null = asPolygons(shape)
  for (const other of others) {
    for (const { outer } of asPolygons(other as PolygonsShape | BoxShape).parts) left = left && cutHole(left, outer)
  }
  return left
}

/** What all of the shapes have in common. Two boxes have a box. */
export function intersectShapes(shapes: readonly Shape[], size: Size): Shape | null {
  const boxes = shapes.filter((shape) => shape.kind === 'box')
  if (boxes.length < shapes.length) return orNothing(intersect(shapes.map((shape) => shapeToRle(shape, size))))
  const [first, ...others] = boxes.map(boxOf)
  const common =
    first &&
    others.reduce((box, other) => box && intersectBoxes(box, other), first as ReturnType<typeof intersectBoxes>)
  return common && common[2] > 0 && common[3] > 0 ? boxToShape(roundBox(common)) : null
}

/** The parts of polygons, or the groups of pixels of a mask that touch by their sides; one shape when there is only one. */
export function splitShape(shape: Shape, size: Size): Shape[] {
  if (shape.kind === 'polygons')
    return shape.parts.length < 2 ? [shape] : shape.parts.map((part) => ({ kind: 'polygons', parts: [part] }))
  if (shape.kind === 'box') return [shape]
  const parts = traceMask(decodeRle(shapeToRle(shape, size)))
  // Traced outlines give back their pixels exactly.
  return parts.length < 2
    ? [shape]
    : parts.map((part) => toMaskShape(shapeToRle({ kind: 'polygons', parts: [part] }, size)))
}
