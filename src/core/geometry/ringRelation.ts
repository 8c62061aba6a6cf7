/** How two rings lie to each other. */
import { boxAround, intersectBoxes } from './box'
import { innerPoint } from './innerPoint'
import { distanceToRing, pointInRing, signedArea } from './polygon'

/** Pixels from an outline within which a point counts as on it. */
const ON_OUTLINE = 0.01

export type RingRelation = 'apart' | 'inside' | 'around' | 'crossing'

/** Touching is allowed in all of them; equal rings are inside each other. Takes points x points. */
export function ringRelation(a: readonly number[], b: readonly number[]): RingRelation {
  if (!intersectBoxes(boxAround(a), boxAround(b)) || a.length < 6 || b.length < 6) return 'apart'
  if (outlinesCross(a, b)) return 'crossing'
  const [ofA, ofB] = [sides(a, b), sides(b, a)]
  const inner = innerPoint(a)
  const smaller = Math.abs(signedArea(a)) <= Math.abs(signedArea(b))
  if (smaller && pointInRing(b, inner.x, inner.y)) return ofA.outside ? 'crossing' : 'inside'
  const innerOfB = innerPoint(b)
  if (!smaller && pointInRing(a, innerOfB.x, innerOfB.y)) return ofB.outside ? 'crossing' : 'around'
  return ofA.inside || ofB.inside ? 'crossing' : 'apart'
}

/** Whether corners or middles of edges of a ring lie clearly inside and outside another. */
function sides(ring: readonly number[], other: readonly number[]) {
  const found = { inside: false, outside: false }
  for (const [ax, ay, bx, by] of edges(ring)) {
    for (const [x, y] of [
      [ax, ay],
      [(ax + bx) / 2, (ay + by) / 2],
    ] as const) {
      const side = pointInRing(other, x, y) ? 'inside' : 'outside'
      if (!found[side] && distanceToRing(other, x, y) > ON_OUTLINE) found[side] = true
    }
  }
  return found
}

/** True when an edge of one crosses an edge of the other, both going on beyond. */
function outlinesCross(a: readonly number[], b: readonly number[]): boolean {
  const edgesOfB = edges(b)
  return edges(a).some((edge) => edgesOfB.some((other) => edgesCross(edge, other)))
}

type Edge = readonly [ax: number, ay: number, bx: number, by: number]

function edges(ring: readonly number[]): Edge[] {
  const list: Edge[] = []
  let previous = ring.length - 2
  for (let index = 0; index + 1 < ring.length; previous = index, index += 2) {
    list.push([ring[previous]!, ring[previous + 1]!, ring[index]!, ring[index + 1]!])
  }
  return list
}

/** The ends of each lie strictly on both sides of the other. */
function edgesCross(e: Edge, f: Edge): boolean {
  if (Math.max(e[0], e[2]) < Math.min(f[0], f[2]) || Math.max(f[0], f[2]) < Math.min(e[0], e[2])) return false
  return side(e, f[0], f[1]) * side(e, f[2], f[3]) < 0 && side(f, e[0], e[1]) * side(f, e[2], e[3]) < 0
}

const side = ([ax, ay, bx, by]: Edge, x: number, y: number) => Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax))
