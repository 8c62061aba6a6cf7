/**
 * Directed rings to parts with holes by the nonzero rule: same directions unite, an opposite one inside cuts.
 *
 * Rings count as one inside the other or apart. One ring that crosses another is inside it when its middle is; for two of
 * one direction that is the union all the same, for two of opposite directions it is an approximation.
 */
import { InvalidInput } from '../errors'
import { boxAround, boxContains, type Bbox } from '../geometry/box'
import { innerPoint } from '../geometry/innerPoint'
import { pointInRing, signedArea } from '../geometry/polygon'
import type { Part, Ring } from './types'

interface Directed {
  ring: Ring
  index: number
  direction: number
  area: number
  bounds: Bbox
  inner: { x: number; y: number }
}

interface Outer {
  of: Directed
  holes: Directed[]
}

/** Every ring is looked for in every larger one, so the work grows with rings x points. */
const MAX_WORK = 2e8

/** Parts in the order of their outer rings. A ring without area takes no part. Throws InvalidInput for too many rings. */
export function nonzeroParts(rings: Ring[]): Part[] {
  const points = rings.reduce((sum, ring) => sum + ring.length / 2, 0)
  if (rings.length * points > MAX_WORK)
    throw new InvalidInput(`${rings.length} rings of ${points} points are too complicated`)
  // Larger ones first: a ring can only be in one that comes before it, and holes before what is in them.
  const directed = rings
    .map(describe)
    .filter(({ area }) => area > 0)
    .sort((a, b) => b.area - a.area || a.index - b.index)
  const outers: Outer[] = []
  directed.forEach((ring, position) => {
    const around = new Set(directed.slice(0, position).filter((larger) => isInside(ring, larger)))
    let outside = 0
    for (const larger of around) outside += larger.direction
    if (outside === 0) outers.push({ of: ring, holes: [] })
    else if (outside + ring.direction === 0) cut(outers, ring, around)
  })
  return outers
    .sort((a, b) => a.of.index - b.of.index)
    .map(({ of, holes }) => ({
      outer: of.ring,
      holes: holes.sort((a, b) => a.index - b.index).map((hole) => hole.ring),
    }))
}

/** Out of every part around it, unless a hole of that part is around it already (then it is a hole of an island there). */
function cut(outers: Outer[], hole: Directed, around: Set<Directed>) {
  for (const { of, holes } of outers) {
    if (around.has(of) && !holes.some((larger) => around.has(larger))) holes.push(hole)
  }
}

function describe(ring: Ring, index: number): Directed {
  const area = signedArea(ring)
  return {
    ring,
    index,
    direction: Math.sign(area),
    area: Math.abs(area),
    bounds: boxAround(ring),
    inner: innerPoint(ring),
  }
}

function isInside({ inner }: Directed, other: Directed): boolean {
  return boxContains(other.bounds, inner.x, inner.y) && pointInRing(other.ring, inner.x, inner.y)
}
