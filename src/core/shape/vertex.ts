/** Single points of polygons: finding, moving, adding and removing them. The shape given is never changed. */
import { nearestOnSegment } from '../geometry/point'
import { roundCoordinate } from '../geometry/round'
import { ringPoint } from '../geometry/polygon'
import type { Part, PolygonsShape, Ring } from './types'

/** Which ring: number of the part, then 0 for its outer ring, 1 for its first hole and so on. */
export interface RingRef {
  part: number
  ring: number
}

/** Which point of the ring, counted from 0. */
export interface VertexRef extends RingRef {
  vertex: number
}

interface Point {
  readonly x: number
  readonly y: number
}

/** A point found, its coordinates and its distance from where it was looked for, in image pixels. */
export interface FoundVertex extends VertexRef, Point {
  distance: number
}

/** The ring a reference names. Throws RangeError when there is none. */
export function ringAt(shape: PolygonsShape, { part, ring }: RingRef): Ring {
  const found = ring === 0 ? shape.parts[part]?.outer : shape.parts[part]?.holes[ring - 1]
  if (!found) throw new RangeError(`there is no ring ${ring} in part ${part}`)
  return found
}

/** Puts a point elsewhere, to 1/100 pixel; all others keep their numbers. */
export function moveVertex(shape: PolygonsShape, at: VertexRef, to: Point): PolygonsShape {
  const ring = ringAt(shape, at).slice()
  ring.splice(checkVertex(ring, at) * 2, 2, roundCoordinate(to.x), roundCoordinate(to.y))
  return withRing(shape, at, ring)
}

/** Adds a point behind the one named. */
export function insertVertex(shape: PolygonsShape, after: VertexRef, point: Point): PolygonsShape {
  const ring = ringAt(shape, after).slice()
  ring.splice(checkVertex(ring, after) * 2 + 2, 0, roundCoordinate(point.x), roundCoordinate(point.y))
  return withRing(shape, after, ring)
}

/** Removes a point. A ring of three goes as a whole: a hole is filled, a part is gone; null when nothing is left. */
export function deleteVertex(shape: PolygonsShape, at: VertexRef): PolygonsShape | null {
  const ring = ringAt(shape, at).slice()
  ring.splice(checkVertex(ring, at) * 2, 2)
  return ring.length >= 6 ? withRing(shape, at, ring) : deleteRing(shape, at)
}

/** Removes a hole, or with its outer ring a whole part; null when nothing is left. */
export function deleteRing(shape: PolygonsShape, at: RingRef): PolygonsShape | null {
  ringAt(shape, at)
  const parts = shape.parts.flatMap((part, index): Part[] => {
    if (index !== at.part) return [part]
    return at.ring === 0 ? [] : [{ ...part, holes: part.holes.filter((_, hole) => hole !== at.ring - 1) }]
  })
  return parts.length > 0 ? { kind: 'polygons', parts } : null
}

/** The point nearest to a place; null for a shape without points. */
export function nearestVertex(shape: PolygonsShape, place: Point): FoundVertex | null {
  return nearest(shape, (ring, vertex) => {
    const { x, y } = ringPoint(ring, vertex)
    return { x, y, distance: Math.hypot(x - place.x, y - place.y) }
  })
}

/** The place on an edge nearest to a place; `vertex` is where the edge starts, so insertVertex puts a point there. */
export function nearestEdge(shape: PolygonsShape, place: Point): FoundVertex | null {
  return nearest(shape, (ring, vertex) => {
    const { x, y } = nearestOnSegment(place, ringPoint(ring, vertex), ringPoint(ring, (vertex + 1) % (ring.length / 2)))
    return { x, y, distance: Math.hypot(x - place.x, y - place.y) }
  })
}

function nearest(
  shape: PolygonsShape,
  measure: (ring: Ring, vertex: number) => Point & { distance: number },
): FoundVertex | null {
  let best: FoundVertex | null = null
  shape.parts.forEach(({ outer, holes }, part) => {
    for (const [index, ring] of [outer, ...holes].entries()) {
      for (let vertex = 0; vertex < ring.length / 2; vertex++) {
        const found = measure(ring, vertex)
        if (!best || found.distance < best.distance) best = { part, ring: index, vertex, ...found }
      }
    }
  })
  return best
}

function checkVertex(ring: Ring, { vertex }: VertexRef): number {
  if (!Number.isInteger(vertex) || vertex < 0 || vertex * 2 >= ring.length)
    throw new RangeError(`there is no point ${vertex} in a ring of ${ring.length / 2}`)
  return vertex
}

function withRing(shape: PolygonsShape, at: RingRef, ring: Ring): PolygonsShape {
  const replace = (part: Part): Part =>
    at.ring === 0
      ? { ...part, outer: ring }
      : { ...part, holes: part.holes.map((hole, index) => (index === at.ring - 1 ? ring : hole)) }
  return { kind: 'polygons', parts: shape.parts.map((part, index) => (index === at.part ? replace(part) : part)) }
}
