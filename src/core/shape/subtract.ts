/**
 * Shapes less others, and what shapes have in common. Null: nothing is left. Polygons stay polygons: a polygon that lies inside
 * another is cut out as a hole, and where outlines cross they are clipped (booleans.ts). With a mask among them it is done pixel by pixel.
 */
import type { AnyRle } from '../mask/types'
import { intersectBoxes, roundBox } from '../geometry/box'
import { intersect, subtract, unite } from '../mask/combine'
import { rleArea } from '../mask/measure'
import { clipParts, type PolygonOperation } from './booleans'
import { asPolygons, isMask, toMaskShape } from './combine'
import { cutHole } from './edit'
import { boxOf, boxToShape, hasHoles, ringToShape, shapeToRle } from './shape'
import type { BoxShape, MaskShape, Part, PolygonsShape, Shape, Size } from './types'

const orNothing = (rle: AnyRle): MaskShape | null => (rleArea(rle) > 0 ? toMaskShape(rle) : null)

/** What of a shape is in none of the others. */
export function subtractShapes(shape: Shape, others: readonly Shape[], size: Size): Shape | null {
  const outlines = cutOutlines(shape, others)
  if (outlines) return outlines
  const parts = clipShapes('subtract', shape, others)
  if (parts) return partsOrNothing(parts, size)
  return orNothing(subtract(shapeToRle(shape, size), unite(others.map((other) => shapeToRle(other, size)))))
}

/** Null when one is a mask, or cannot be clipped. */
function clipShapes(operation: PolygonOperation, shape: Shape, others: readonly Shape[]): Part[] | null {
  if (isMask(shape) || others.some(isMask)) return null
  const partsOf = (each: Shape) => asPolygons(each as PolygonsShape | BoxShape).parts
  if (operation === 'subtract') return clipParts('subtract', partsOf(shape), others.flatMap(partsOf))
  return others.reduce<Part[] | null>(
    (parts, other) => parts && clipParts('intersect', parts, partsOf(other)),
    partsOf(shape),
  )
}

/** Null when the parts cover no pixel: such a shape would have no area and no box. */
function partsOrNothing(parts: Part[], size: Size): PolygonsShape | null {
  const shape: PolygonsShape = { kind: 'polygons', parts }
  return parts.length > 0 && rleArea(shapeToRle(shape, size)) > 0 ? shape : null
}

/**
 * The two sides of a line through both points, without end; null when the shape lies on one side of it.
 * Left is where the first point of the line sees it when looking to the second.
 */
export function sliceShape(shape: Shape, from: Point, to: Point, size: Size): [left: Shape, right: Shape] | null {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  if (!(length > 0)) return null
  const side = halfPlane(from, { x: (to.x - from.x) / length, y: (to.y - from.y) / length }, size)
  const [left, right] = [intersectShapes([shape, side], size), subtractShapes(shape, [side], size)]
  return left && right ? [left, right] : null
}

interface Point {
  x: number
  y: number
}

/** A square beyond the image on one side of a line. */
function halfPlane({ x, y }: Point, along: Point, { width, height }: Size): PolygonsShape {
  const far = 4 * (width + height)
  const [right, down] = [along.x * far, along.y * far]
  return ringToShape([
    x - right,
    y - down,
    x + right,
    y + down,
    x + right + down,
    y + down - right,
    x - right + down,
    y - down - right,
  ])
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
  if (boxes.length < shapes.length) {
    const parts = shapes[0] && clipShapes('intersect', shapes[0], shapes.slice(1))
    if (parts) return partsOrNothing(parts, size)
    return orNothing(intersect(shapes.map((shape) => shapeToRle(shape, size))))
  }
  const [first, ...others] = boxes.map(boxOf)
  const common =
    first &&
    others.reduce((box, other) => box && intersectBoxes(box, other), first as ReturnType<typeof intersectBoxes>)
  return common && common[2] > 0 && common[3] > 0 ? boxToShape(roundBox(common)) : null
}
