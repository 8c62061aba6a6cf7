/** One shape in another form: simpler, smoother, without holes, as box, polygons or mask, on another image. */
import { intersectBoxes, roundBox, type Bbox } from '../geometry/box'
import { clipRingToRect, signedArea, simplifyRing } from '../geometry/polygon'
import { roundCoordinate } from '../geometry/round'
import { smoothRing } from '../geometry/smooth'
import { fitRle } from '../mask/fit'
import { rleArea } from '../mask/measure'
import { toRle } from '../mask/rle'
import { sameSize, toMaskSize } from '../mask/size'
import { smoothRle } from '../mask/smooth'
import { shapeBounds } from './bounds'
import { toMaskShape } from './combine'
import { shapeToPolygons } from './polygons'
import { boxOf, boxToShape, shapeToRle } from './shape'
import type { BoxShape, MaskShape, PolygonsShape, Ring, Shape, Size } from './types'

/** Fewer points whose outline stays within `tolerance` pixels; a mask becomes the polygons around its pixels first. */
export function simplifyShape(shape: Shape, tolerance: number, size: Size): PolygonsShape {
  const simplified = mapRings(shapeToPolygons(shape, size), (ring) => simplifyRing(ring, tolerance))
  return simplified ?? shapeToPolygons(shape, size)
}

/** Rounder corners, for masks a calmer border. Boxes have no rough edges. */
export function smoothShape(shape: Shape, size: Size): Shape {
  if (shape.kind === 'box') return shape
  if (shape.kind === 'polygons') return mapRings(shape, smoothRing) ?? shape
  const smoothed = smoothRle(shapeToRle(shape, size), SMOOTH_RADIUS)
  // A hair of a mask would vanish altogether.
  return rleArea(smoothed) > 0 ? toMaskShape(smoothed) : shape
}

const SMOOTH_RADIUS = 2 // pixels

export function fillHoles(shape: Shape, size: Size): Shape {
  if (shape.kind === 'box') return shape
  const { parts } = shape.kind === 'mask' ? shapeToPolygons(shape, size) : shape
  const filled: PolygonsShape = { kind: 'polygons', parts: parts.map(({ outer }) => ({ outer, holes: [] })) }
  return shape.kind === 'mask' ? toMask(filled, size) : filled
}

/** The box around it, null for a shape without extent. */
export function toBox(shape: Shape): BoxShape | null {
  const bounds = shapeBounds(shape)
  return bounds[2] > 0 && bounds[3] > 0 ? boxToShape(roundBox(bounds)) : null
}

export const toMask = (shape: Shape, size: Size): MaskShape => toMaskShape(shapeToRle(shape, size))

/** A shape of another image, cut at the borders of this one; null when nothing of it is here. */
export function fitShape(shape: Shape, size: Size): Shape | null {
  const image: Bbox = [0, 0, size.width, size.height]
  if (shape.kind === 'mask') {
    const rle = toRle(shape)
    const fitted = sameSize(rle.size, toMaskSize(size)) ? rle : fitRle(rle, toMaskSize(size))
    return rleArea(fitted) > 0 ? toMaskShape(fitted) : null
  }
  const bounds = shapeBounds(shape)
  if (bounds[0] >= 0 && bounds[1] >= 0 && bounds[0] + bounds[2] <= size.width && bounds[1] + bounds[3] <= size.height)
    return shape
  if (shape.kind === 'polygons') return mapRings(shape, (ring) => clipRingToRect(ring, image))
  const cut = intersectBoxes(boxOf(shape), image)
  return cut && cut[2] > 0 && cut[3] > 0 ? boxToShape(roundBox(cut)) : null
}

/** Every ring changed and rounded; those that enclose nothing any more are left out, null when all do. */
function mapRings({ parts }: PolygonsShape, change: (ring: Ring) => Ring): PolygonsShape | null {
  const changed = (ring: Ring) => change(ring).map(roundCoordinate)
  const encloses = (ring: Ring) => ring.length >= 6 && signedArea(ring) !== 0
  const left = parts
    .map(({ outer, holes }) => ({ outer: changed(outer), holes: holes.map(changed).filter(encloses) }))
    .filter(({ outer }) => encloses(outer))
  return left.length > 0 ? { kind: 'polygons', parts: left } : null
}
