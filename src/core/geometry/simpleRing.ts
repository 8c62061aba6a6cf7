/** Whether a ring is simple: it neither crosses nor touches itself. */

/** Above this many points a ring is not examined, and counts as not simple: the time grows with the square. */
const MOST_POINTS = 3000

/** False also for rings with fewer than three points or with edges of no length. */
export function isSimpleRing(ring: readonly number[]): boolean {
  const count = ring.length >> 1
  if (count < 3 || count > MOST_POINTS) return false
  for (let first = 0; first < count; first++) {
    if (turnsBack(ring, first, count)) return false
    // the edges before and after share a corner with this one
    const end = first === 0 ? count - 1 : count
    for (let second = first + 2; second < end; second++) if (edgesMeet(ring, first, second, count)) return false
  }
  return true
}

/** The edge has no length, or the next one runs back on it. */
function turnsBack(ring: readonly number[], index: number, count: number): boolean {
  const [ax, ay, bx, by] = edge(ring, index, count)
  const [, , cx, cy] = edge(ring, (index + 1) % count, count)
  if (ax === bx && ay === by) return true
  return side(ax, ay, bx, by, cx, cy) === 0 && (bx - ax) * (cx - bx) + (by - ay) * (cy - by) <= 0
}

function edgesMeet(ring: readonly number[], first: number, second: number, count: number): boolean {
  const [ax, ay, bx, by] = edge(ring, first, count)
  const [cx, cy, dx, dy] = edge(ring, second, count)
  if (Math.max(ax, bx) < Math.min(cx, dx) || Math.max(cx, dx) < Math.min(ax, bx)) return false
  if (Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) return false
  return (
    side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy) <= 0 &&
    side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by) <= 0
  )
}

const side = (ax: number, ay: number, bx: number, by: number, x: number, y: number) =>
  Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax))

function edge(ring: readonly number[], index: number, count: number): [number, number, number, number] {
  const next = (index + 1) % count
  return [ring[2 * index]!, ring[2 * index + 1]!, ring[2 * next]!, ring[2 * next + 1]!]
}
