/** Several points of polygons at once, and the way along an outline. The shape given is never changed. */
import { nearestOnSegment } from '../geometry/point'
import { ringPoint } from '../geometry/polygon'
import { roundCoordinate } from '../geometry/round'
import type { Part, PolygonsShape, Ring } from './types'
import type { VertexRef } from './vertex'

interface Point {
  readonly x: number
  readonly y: number
}

export const sameVertex = (a: VertexRef, b: VertexRef): boolean =>
  a.part === b.part && a.ring === b.ring && a.vertex === b.vertex

/** All points of a shape. */
export function vertexRefs({ parts }: PolygonsShape): VertexRef[] {
  return parts.flatMap(({ outer, holes }, part) =>
    [outer, ...holes].flatMap((points, ring) =>
      Array.from({ length: points.length >> 1 }, (_, vertex) => ({ part, ring, vertex })),
    ),
  )
}

/** Moves points by dx and dy; `keep` puts each where it may be. References to points that are not there are passed over. */
export function moveVertices(
  shape: PolygonsShape,
  refs: readonly VertexRef[],
  [dx, dy]: readonly [number, number],
  keep: (point: Point) => Point = (point) => point,
): PolygonsShape {
  return mapRings(shape, refs, (ring, vertices) => {
    const moved = ring.slice()
    for (const vertex of vertices) {
      const { x, y } = ringPoint(ring, vertex)
      const to = keep({ x: x + dx, y: y + dy })
      moved.splice(vertex * 2, 2, roundCoordinate(to.x), roundCoordinate(to.y))
    }
    return moved
  })
}

/** Removes points. A ring of which less than three are left goes, and with its outer ring a part; null when nothing is left. */
export function deleteVertices(shape: PolygonsShape, refs: readonly VertexRef[]): PolygonsShape | null {
  const left = mapRings(shape, refs, (ring, vertices) =>
    ring.filter((_, index) => !vertices.has(Math.floor(index / 2))),
  )
  const parts = left.parts.flatMap(({ outer, holes }): Part[] =>
    outer.length < 6 ? [] : [{ outer, holes: holes.filter((hole) => hole.length >= 6) }],
  )
  return parts.length > 0 ? { kind: 'polygons', parts } : null
}

function mapRings(
  shape: PolygonsShape,
  refs: readonly VertexRef[],
  map: (ring: Ring, vertices: ReadonlySet<number>) => Ring,
): PolygonsShape {
  const changed = (points: Ring, part: number, ring: number): Ring => {
    const vertices = new Set(
      refs
        .filter((ref) => ref.part === part && ref.ring === ring && ref.vertex * 2 < points.length)
        .map(({ vertex }) => vertex),
    )
    return vertices.size === 0 ? points : map(points, vertices)
  }
  const parts = shape.parts.map(({ outer, holes }, part) => ({
    outer: changed(outer, part, 0),
    holes: holes.map((hole, index) => changed(hole, part, index + 1)),
  }))
  return { kind: 'polygons', parts }
}

/**
 * The points of a ring between two places on it, the shorter way round or the longer one. Null when a place is farther
 * from the ring than `reach`.
 */
export function alongRing(
  ring: Ring,
  from: Point,
  to: Point,
  reach: number,
): { shorter: Point[]; longer: Point[] } | null {
  const [start, end] = [placeOn(ring, from), placeOn(ring, to)]
  if (start.distance > reach || end.distance > reach) return null
  const forward = between(ring, start, end)
  const backward = between(ring, end, start).reverse()
  const isShorter = lengthOf([from, ...forward, to]) <= lengthOf([from, ...backward, to])
  return isShorter ? { shorter: forward, longer: backward } : { shorter: backward, longer: forward }
}

interface Place {
  /** The edge: the number of the point that it begins with. */
  edge: number
  /** From the beginning of the edge. */
  along: number
  distance: number
}

function placeOn(ring: Ring, point: Point): Place {
  const count = ring.length >> 1
  let best: Place = { edge: 0, along: 0, distance: Infinity }
  for (let edge = 0; edge < count; edge++) {
    const start = ringPoint(ring, edge)
    const at = nearestOnSegment(point, start, ringPoint(ring, (edge + 1) % count))
    const distance = Math.hypot(at.x - point.x, at.y - point.y)
    if (distance < best.distance) best = { edge, along: Math.hypot(at.x - start.x, at.y - start.y), distance }
  }
  return best
}

/** Corners passed from one place to the other, going up in number; places on a corner do not count it. */
function between(ring: Ring, start: Place, end: Place): Point[] {
  const count = ring.length >> 1
  const steps =
    start.edge === end.edge && end.along >= start.along ? 0 : (end.edge - start.edge + count) % count || count
  const corners = Array.from({ length: steps }, (_, step) => (start.edge + 1 + step) % count)
  if (end.along < 0.01) corners.pop()
  return corners.map((corner) => ringPoint(ring, corner))
}

const lengthOf = (path: readonly Point[]) =>
  path.reduce((sum, { x, y }, index) => {
    const before = path[index - 1]
    return before ? sum + Math.hypot(x - before.x, y - before.y) : 0
  }, 0)
