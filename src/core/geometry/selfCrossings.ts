/** Where a ring crosses itself, as a bow-tie does. */
import { imagePoint, type ImagePoint } from './point'

/** Above this many points a ring is not examined: the time grows with the square. */
const MOST_POINTS = 2000

/** The places where two edges go through each other; edges that only touch are none. In image pixels. */
export function selfCrossings(ring: readonly number[]): ImagePoint[] {
  const count = ring.length >> 1
  const found: ImagePoint[] = []
  if (count < 4 || count > MOST_POINTS) return found
  for (let first = 0; first < count - 2; first++) {
    // the edges before and after share a corner with this one
    const end = first === 0 ? count - 1 : count
    for (let second = first + 2; second < end; second++) {
      const at = crossing(ring, first, second)
      if (at) found.push(at)
    }
  }
  return found
}

function crossing(ring: readonly number[], first: number, second: number): ImagePoint | null {
  const [ax, ay, bx, by] = edge(ring, first)
  const [cx, cy, dx, dy] = edge(ring, second)
  if (Math.max(ax, bx) < Math.min(cx, dx) || Math.max(cx, dx) < Math.min(ax, bx)) return null
  if (Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) return null
  const [fromC, fromD] = [side(ax, ay, bx, by, cx, cy), side(ax, ay, bx, by, dx, dy)]
  const isThrough = fromC * fromD < 0 && side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by) < 0
  if (!isThrough) return null
  const along = fromC / (fromC - fromD)
  return imagePoint(cx + (dx - cx) * along, cy + (dy - cy) * along)
}

const side = (ax: number, ay: number, bx: number, by: number, x: number, y: number) =>
  (bx - ax) * (y - ay) - (by - ay) * (x - ax)

function edge(ring: readonly number[], index: number): [number, number, number, number] {
  const next = (index * 2 + 2) % ring.length
  return [ring[index * 2]!, ring[index * 2 + 1]!, ring[next]!, ring[next + 1]!]
}
