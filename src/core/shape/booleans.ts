/**
 * Subtracts and intersects polygons by their outlines, with Clipper2. Answers null if they cannot be clipped; the caller works on
 * pixels then. Rings that cross or touch themselves are among those: Clipper2 may answer wrongly for them, or never.
 *
 * A point is inside a part if it is inside its outer ring and outside its holes. Parts unite.
 */
import { Clipper64, ClipType, FillRule, PolyTree64, type Path64, type Paths64, type PolyPath64 } from 'clipper2-ts'
import { signedArea } from '../geometry/polygon'
import { isSimpleRing } from '../geometry/simpleRing'
import type { Part, Ring } from './types'

const SCALE = 100 // Clipper counts in whole numbers; coordinates are kept to 1/100 pixel
const FARTHEST = 1e7 // pixels from the origin, far beyond any image: above, products would lose digits
const SLIVER = 0.05 // square pixels: less is left over by rounding
const MOST_POINTS = 200_000

export type PolygonOperation = 'subtract' | 'intersect'

/** An empty list when nothing is left. */
export function clipParts(operation: PolygonOperation, parts: readonly Part[], others: readonly Part[]): Part[] | null {
  if (![...parts, ...others].every(isClippable)) return null
  if (countPoints(parts) + countPoints(others) > MOST_POINTS) return null
  try {
    const type = operation === 'subtract' ? ClipType.Difference : ClipType.Intersection
    return toParts(execute(type, FillRule.NonZero, united(parts), united(others)))
  } catch {
    return null
  }
}

const countPoints = (parts: readonly Part[]) =>
  parts.reduce((sum, part) => ringsOf(part).reduce((more, ring) => more + ring.length / 2, sum), 0)

const ringsOf = ({ outer, holes }: Part) => [outer, ...holes]

const isClippable = (part: Part) =>
  ringsOf(part).every(
    (ring) => ring.length % 2 === 0 && ring.every((value) => Math.abs(value) <= FARTHEST) && isSimpleRing(ring),
  )

/** Outlines turned so that the nonzero rule holds for all of them together. */
function united(parts: readonly Part[]): Paths64 {
  const pieces = parts.flatMap(({ outer, holes }) =>
    flat(execute(ClipType.Difference, FillRule.EvenOdd, [toPath(outer)], unitedRings(holes))),
  )
  return parts.length < 2 ? pieces : flat(execute(ClipType.Union, FillRule.NonZero, pieces, []))
}

/** Holes may overlap: each is even-odd by itself. */
function unitedRings(rings: readonly Ring[]): Paths64 {
  if (rings.length < 2) return rings.map(toPath)
  const each = rings.flatMap((ring) => flat(execute(ClipType.Union, FillRule.EvenOdd, [toPath(ring)], [])))
  return flat(execute(ClipType.Union, FillRule.NonZero, each, []))
}

function execute(type: ClipType, rule: FillRule, subject: Paths64, clip: Paths64): PolyTree64 {
  const clipper = new Clipper64()
  clipper.preserveCollinear = false
  clipper.addSubject(subject)
  clipper.addClip(clip)
  const tree = new PolyTree64()
  if (!clipper.execute(type, rule, tree)) throw new Error('the polygons could not be clipped')
  return tree
}

function toPath(ring: Ring): Path64 {
  const path: Path64 = []
  for (let index = 0; index + 1 < ring.length; index += 2)
    path.push({ x: Math.round(ring[index]! * SCALE), y: Math.round(ring[index + 1]! * SCALE) })
  return path
}

const toRing = (path: Path64): Ring => path.flatMap(({ x, y }) => [x / SCALE, y / SCALE])

const childrenOf = (path: PolyPath64): PolyPath64[] =>
  Array.from({ length: path.count }, (_, index) => path.child(index))

function flat(tree: PolyPath64): Paths64 {
  return childrenOf(tree).flatMap((child) => [...(child.poly ? [child.poly] : []), ...flat(child)])
}

/** What lies in a hole is a part of its own. */
function toParts(tree: PolyPath64): Part[] {
  return childrenOf(tree).flatMap((child): Part[] => {
    const inner = childrenOf(child)
    const outer = toRing(child.poly ?? [])
    const holes = inner.map((hole) => toRing(hole.poly ?? [])).filter(isMore)
    return [...(isMore(outer) ? [{ outer, holes }] : []), ...inner.flatMap(toParts)]
  })
}

const isMore = (ring: Ring) => ring.length >= 6 && Math.abs(signedArea(ring)) >= SLIVER
