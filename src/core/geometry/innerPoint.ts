/** A point well inside a ring. */
import { boxAround } from './box'

/**
 * The middle of the widest stretch inside the ring (even-odd) on the horizontal line at half its height.
 * For a ring without area, the middle of its box.
 */
export function innerPoint(ring: readonly number[]): { x: number; y: number } {
  const [left, top, width, height] = boxAround(ring)
  const y = top + height / 2
  const crossings = crossingsAt(ring, y).sort((a, b) => a - b)
  let [x, widest] = [left + width / 2, 0]
  for (let index = 0; index + 1 < crossings.length; index += 2) {
    const stretch = crossings[index + 1]! - crossings[index]!
    if (stretch > widest) [x, widest] = [crossings[index]! + stretch / 2, stretch]
  }
  return { x, y }
}

function crossingsAt(ring: readonly number[], y: number): number[] {
  const crossings: number[] = []
  let previous = ring.length - 2
  for (let index = 0; index + 1 < ring.length; previous = index, index += 2) {
    const [ax, ay, bx, by] = [ring[index]!, ring[index + 1]!, ring[previous]!, ring[previous + 1]!]
    if (ay > y !== by > y) crossings.push(((bx - ax) * (y - ay)) / (by - ay) + ax)
  }
  return crossings
}
