/** Bezier paths to rings of straight edges. */
import { InvalidInput } from '../errors'
import type { PaperPath, PaperSegment, Vector } from './paperPath'
import type { Ring } from './types'

/** Pixels between a curve and its chords; the rounding to come must fit into half a pixel too. */
const TOLERANCE = 0.25
const MAX_POINTS = 400_000

/** The points of the paths, each a ring, as many on a curve as the tolerance asks. An open path is closed by a straight edge. */
export function flattenPaths(paths: PaperPath[]): Ring[] {
  let numbers = 0
  return paths.map(({ segments, closed }) => {
    const ring: Ring = []
    segments.forEach((segment, index) => {
      ring.push(...segment.point)
      const next = segments[index + 1] ?? (closed ? segments[0] : undefined)
      if (next) pushCurve(ring, segment, next)
      if (numbers + ring.length > MAX_POINTS * 2)
        throw new InvalidInput(`a path with more than ${MAX_POINTS} points is too complicated`)
    })
    numbers += ring.length
    return ring
  })
}

/** The points between two segments; none on a straight edge. */
function pushCurve(ring: Ring, from: PaperSegment, to: PaperSegment) {
  if (isZero(from.handleOut) && isZero(to.handleIn)) return
  const xs = controls(from, to, 0)
  const ys = controls(from, to, 1)
  const pieces = countPieces(xs, ys)
  for (let piece = 1; piece < pieces; piece++) ring.push(cubicAt(xs, piece / pieces), cubicAt(ys, piece / pieces))
}

type Cubic = readonly [number, number, number, number]

const controls = (from: PaperSegment, to: PaperSegment, axis: 0 | 1): Cubic => [
  from.point[axis],
  from.point[axis] + from.handleOut[axis],
  to.point[axis] + to.handleIn[axis],
  to.point[axis],
]

/** A chord over 1/n of a curve is at most |second derivative| / 8n^2 away; that of a cubic is 6 times its second differences. */
function countPieces(xs: Cubic, ys: Cubic): number {
  const bend = Math.max(
    Math.hypot(xs[0] - 2 * xs[1] + xs[2], ys[0] - 2 * ys[1] + ys[2]),
    Math.hypot(xs[1] - 2 * xs[2] + xs[3], ys[1] - 2 * ys[2] + ys[3]),
  )
  return Math.max(1, Math.ceil(Math.sqrt((6 * bend) / (8 * TOLERANCE))))
}

function cubicAt([a, b, c, d]: Cubic, t: number): number {
  const u = 1 - t
  return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d
}

const isZero = ([x, y]: Vector) => x === 0 && y === 0
