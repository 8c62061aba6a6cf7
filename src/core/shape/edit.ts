/**
 * Edits of whole shapes: data in, a new shape out. Coordinates that change are rounded to 1/100 pixel.
 * Single points: vertex.ts, whose functions are here too.
 */
import { roundBox, type Bbox } from '../geometry/box'
import type { AnyRle } from '../mask/types'
import { ringRelation } from '../geometry/ringRelation'
import { roundCoordinate } from '../geometry/round'
import { moveRle } from '../mask/move'
import { compressRle, toRle } from '../mask/rle'
import { scaleRle } from '../mask/scale'
import { boxOf, boxToShape } from './shape'
import type { MaskShape, Part, PolygonsShape, Ring, Shape } from './types'

export { roundCoordinate } from '../geometry/round'
export { deleteRing, deleteVertex, insertVertex, moveVertex, nearestEdge, nearestVertex } from './vertex'

/** Moves by dx to the right and dy down, in image pixels; a mask by the nearest whole ones, cut at the image's border. */
export function moveShape(shape: Shape, dx: number, dy: number): Shape {
  if (shape.kind === 'mask') return toMaskShape(moveRle(toRle(shape), Math.round(dx), Math.round(dy)))
  if (shape.kind === 'box') return { ...shape, x: roundCoordinate(shape.x + dx), y: roundCoordinate(shape.y + dy) }
  return mapPoints(shape, (x, y) => [x + dx, y + dy])
}

/** Stretches so that what filled the box `from` fills the box `to`. A side of no length is moved, not stretched. */
export function scaleShape(shape: Shape, from: Bbox, to: Bbox): Shape {
  if (shape.kind === 'mask') return toMaskShape(scaleRle(toRle(shape), from, to))
  const scaleX = from[2] > 0 ? to[2] / from[2] : 1
  const scaleY = from[3] > 0 ? to[3] / from[3] : 1
  const scale = (x: number, y: number): [number, number] => [
    to[0] + (x - from[0]) * scaleX,
    to[1] + (y - from[1]) * scaleY,
  ]
  if (shape.kind === 'polygons') return mapPoints(shape, scale)
  const [x, y, width, height] = boxOf(shape)
  return boxToShape(roundBox([...scale(x, y), width * scaleX, height * scaleY]))
}

/** One part more; parts unite. */
export function addPart(shape: PolygonsShape, ring: Ring): PolygonsShape {
  return { kind: 'polygons', parts: [...shape.parts, { outer: ring.map(roundCoordinate), holes: [] }] }
}

/**
 * Cuts a ring out of polygons as a hole. Holes and parts that lie in the ring go with it; a ring in a hole cuts nothing.
 * Null when the outline of the ring crosses one of the shape's, or nothing would be left: then subtract pixels (mask/combine).
 */
export function cutHole(shape: PolygonsShape, ring: Ring): PolygonsShape | null {
  const cut = ring.map(roundCoordinate)
  const parts: Part[] = []
  for (const part of shape.parts) {
    const relation = ringRelation(cut, part.outer)
    const holes = part.holes.map((hole) => ringRelation(cut, hole))
    if (relation === 'crossing' || holes.includes('crossing')) return null
    // Equal rings lie in each other: nothing is left of the part then either.
    if (ringRelation(part.outer, cut) === 'inside') continue
    if (relation === 'apart' || holes.includes('inside')) parts.push(part)
    else parts.push({ outer: part.outer, holes: [...part.holes.filter((_, index) => holes[index] === 'apart'), cut] })
  }
  return parts.length > 0 ? { kind: 'polygons', parts } : null
}

function mapPoints(shape: PolygonsShape, map: (x: number, y: number) => [number, number]): PolygonsShape {
  const mapRing = (ring: Ring) => {
    const mapped: Ring = []
    for (let index = 0; index + 1 < ring.length; index += 2) {
      const [x, y] = map(ring[index]!, ring[index + 1]!)
      mapped.push(roundCoordinate(x), roundCoordinate(y))
    }
    return mapped
  }
  return {
    kind: 'polygons',
    parts: shape.parts.map(({ outer, holes }) => ({ outer: mapRing(outer), holes: holes.map(mapRing) })),
  }
}

const toMaskShape = (rle: AnyRle): MaskShape => ({ kind: 'mask', ...compressRle(rle) })
