/** Corners cut off: Chaikin, 1974. */
import { simplifyRing } from './simplify'

const ROUNDS = 2
const LONGEST_CUT = 12 // pixels of an edge, so that a large shape stays what it is
const CLOSE = 0.3 // pixels within which the new points may be thinned out again

/** A ring with every corner cut at a quarter of its edges or less, twice; it stays within the corners of the given one. */
export function smoothRing(ring: readonly number[]): number[] {
  let smooth = ring.slice()
  for (let round = 0; round < ROUNDS; round++) smooth = cutCorners(smooth)
  return simplifyRing(smooth, CLOSE)
}

function cutCorners(ring: readonly number[]): number[] {
  const cut: number[] = []
  for (let index = 0; index + 1 < ring.length; index += 2) {
    const next = (index + 2) % (ring.length & ~1)
    const [ax, ay, bx, by] = [ring[index]!, ring[index + 1]!, ring[next]!, ring[next + 1]!]
    const share = Math.min(0.25, LONGEST_CUT / Math.max(Math.hypot(bx - ax, by - ay), 1))
    const [dx, dy] = [(bx - ax) * share, (by - ay) * share]
    cut.push(ax + dx, ay + dy, bx - dx, by - dy)
  }
  return cut
}
