/**
 * Shapes and their COCO forms: mask, area and bbox, segmentation.
 *
 * Units   image pixels, as in types.ts.
 * Errors  InvalidInput for masks and sizes that are none, and a mask of another size than the image.
 * Source  cocodataset.org/#format-data; pycocotools for areas and boxes of masks.
 */
import { InvalidInput } from '../errors'
import { boxCorners, type Bbox } from '../geometry/box'
import type { Rle } from '../mask/types'
import type { Segmentation, BoxShape, Part, PolygonsShape, Shape, Size } from './types'
import { subtract, unite } from '../mask/combine'
import { rleArea, rleBbox } from '../mask/measure'
import { boxToRle, polygonsToRle, polygonToRle } from '../mask/rasterise'
import { compressRle, toRle } from '../mask/rle'
import { sameSize, toMaskSize } from '../mask/size'

/** The pixels of a shape: parts unite, each without its holes. */
export function shapeToRle(shape: Shape, size: Size): Rle {
  if (shape.kind === 'box') return boxToRle(boxOf(shape), size)
  if (shape.kind === 'polygons') return partsToRle(shape.parts, size)
  const rle = toRle(shape)
  if (sameSize(rle.size, toMaskSize(size))) return rle
  throw new InvalidInput(
    `a mask of ${rle.size[1]} x ${rle.size[0]} does not fit an image of ${size.width} x ${size.height}`,
  )
}

function partsToRle(parts: Part[], size: Size): Rle {
  // Without holes this is the same thing, and one step.
  if (parts.every((part) => part.holes.length === 0))
    return polygonsToRle(
      parts.map((part) => part.outer),
      size,
    )
  return unite(parts.map((part) => partToRle(part, size)))
}

function partToRle({ outer, holes }: Part, size: Size): Rle {
  const filled = polygonToRle(outer, size)
  return holes.length === 0 ? filled : subtract(filled, polygonsToRle(holes, size))
}

/**
 * Area and bounding box of the rasterised shape, in whole pixels, equal to what pycocotools says of its segmentation.
 *
 * Applies to everything made or changed here. A box too is measured as the mask of its four corners. The exact
 * box is in the shape and in its segmentation; an imported box keeps its own area and bbox until it is changed.
 */
export function measureShape(shape: Shape, size: Size): { area: number; bbox: Bbox } {
  const rle = shapeToRle(shape, size)
  return { area: rleArea(rle), bbox: rleBbox(rle) }
}

/** What COCO writes: polygons as they are, a compressed mask when there are holes, the four corners of a box. */
export function shapeToSegmentation(shape: Shape, size: Size): Segmentation {
  if (shape.kind === 'box') return [boxCorners(boxOf(shape))]
  if (shape.kind === 'mask') return { size: shape.size, counts: shape.counts } as Segmentation
  if (hasHoles(shape)) return compressRle(shapeToRle(shape, size))
  return shape.parts.map((part) => part.outer)
}

/**
 * The shape of a COCO segmentation, its numbers unchanged; null when there is none. Polygons unite whatever their winding.
 * Polygons of less than three points have no area and no place in a shape: they are left out.
 */
export function segmentationToShape(segmentation: Segmentation): Shape | null {
  if (!Array.isArray(segmentation))
    return { kind: 'mask', size: segmentation.size, counts: segmentation.counts } as Shape
  const parts = segmentation.filter((ring) => ring.length >= 6).map((outer): Part => ({ outer, holes: [] }))
  return parts.length > 0 ? { kind: 'polygons', parts } : null
}

export const boxToShape = ([x, y, width, height]: Bbox): BoxShape => ({ kind: 'box', x, y, width, height })

export const boxOf = ({ x, y, width, height }: BoxShape): Bbox => [x, y, width, height]

/** One polygon without holes. */
export const ringToShape = (outer: number[]): PolygonsShape => ({ kind: 'polygons', parts: [{ outer, holes: [] }] })

/** True for polygons of which a part has a hole, so that COCO needs a mask. */
export const hasHoles = (shape: Shape): boolean =>
  shape.kind === 'polygons' && shape.parts.some((part) => part.holes.length > 0)
