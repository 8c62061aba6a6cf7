/** A point well inside a ring. */
import { boxAround } from './box'

/** Heights that are tried in turn, as fractions of the box: a ring may touch itself at half its height. */
const HEIGHTS = [1 / 2, 1 / 4, 3 / 4, 1 / 8, 3 / 8, 5 / 8, 7 / 8]
const HAIR = 1e-6 // pixels; a narrower stretch is no inside

/**
 * The middle of the widest stretch inside the ring (even-odd) on a horizontal line: at half its height, or at another one
 * where the ring has no width there. For a ring without area, the middle of its box.
 */
export function innerPoint(ring: readonly number[]): { x: number; y: number } {
  const [left, top, width, height] = boxAround(ring)
  for (const fraction of HEIGHTS) {
    const y = top + height * fraction
    const x = widestMiddle(crossingsAt(ring, y).sort((a, b) => a - b))
    if (x !== undefined) return { x, y }
  }
  return { x: left + width / 2, y: top + height / 2 }
}

/** The middle of the widest stretch between an even crossing and the next; undefined when none is wider than a hair. */
function widestMiddle(crossings: number[]): number | undefined {
  let [middle, widest]: [number | undefined, number] = [undefined, HAIR]
  for (let index = 0; index + 1 < crossings.length; index += 2) {
    const stretch = crossings[index + 1]! - crossings[index]!
    if (stretch > widest) [middle, widest] = [crossings[index]! + stretch / 2, stretch]
  }
  return middle
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
