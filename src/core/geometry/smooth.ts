/** Corners cut off: Chaikin, 1974. */
import { simplifyRing } from './simplify'

const ROUNDS = 2
const CLOSE = 0.3 // pixels within which the new points may be thinned out again

/** A ring with every corner cut at a quarter of its edges, twice; it stays within the corners of the given one. */
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
    cut.push(0.75 * ax + 0.25 * bx, 0.75 * ay + 0.25 * by, 0.25 * ax + 0.75 * bx, 0.25 * ay + 0.75 * by)
  }
  return cut
}
