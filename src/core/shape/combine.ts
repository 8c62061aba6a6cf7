/**
 * Several shapes made into one, and one into several. Polygons stay polygons: united they are parts of one shape. With a mask among
 * them it is done pixel by pixel. What subtracts and intersects is in subtract.ts.
 */
import type { AnyRle } from '../mask/types'
import { boxCorners } from '../geometry/box'
import { unite } from '../mask/combine'
import { compressRle, decodeRle } from '../mask/rle'
import { traceMask } from '../mask/trace'
import { boxOf, ringToShape, shapeToRle } from './shape'
import type { BoxShape, MaskShape, PolygonsShape, Shape, Size } from './types'

export const toMaskShape = (rle: AnyRle): MaskShape => ({ kind: 'mask', ...compressRle(rle) })

/** A box as its four corners. */
export const asPolygons = (shape: PolygonsShape | BoxShape): PolygonsShape =>
  shape.kind === 'polygons' ? shape : ringToShape(boxCorners(boxOf(shape)))

export const isMask = (shape: Shape): shape is MaskShape => shape.kind === 'mask'

export function uniteShapes(shapes: readonly Shape[], size: Size): Shape {
  if (shapes.some(isMask)) return toMaskShape(unite(shapes.map((shape) => shapeToRle(shape, size))))
  const parts = shapes.flatMap((shape) => asPolygons(shape as PolygonsShape | BoxShape).parts)
  return { kind: 'polygons', parts }
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
