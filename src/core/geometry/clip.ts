/** Clipping to a rectangle, one side after the other: Sutherland and Hodgman, 1974. */
import type { Bbox } from './box'

interface Side {
  /** 0 compares x, 1 compares y. */
  axis: 0 | 1
  limit: number
  /** 1 keeps what is greater than the limit, -1 what is less. */
  keep: 1 | -1
}

/**
 * The part of a ring inside a rectangle; empty when there is none.
 *
 * Exact in area and pixels for every ring. A concave ring that falls into several pieces comes back as one ring whose
 * pieces hang together by edges along the border: they cover nothing, but they are there.
 */
export function clipRingToRect(ring: readonly number[], [x, y, width, height]: Bbox): number[] {
  const sides: Side[] = [
    { axis: 0, limit: x, keep: 1 },
    { axis: 0, limit: x + width, keep: -1 },
    { axis: 1, limit: y, keep: 1 },
    { axis: 1, limit: y + height, keep: -1 },
  ]
  return sides.reduce<number[]>(clipToSide, ring.slice(0, ring.length & ~1))
}

function clipToSide(ring: number[], { axis, limit, keep }: Side): number[] {
  const clipped: number[] = []
  const push = (x: number, y: number) => {
    const repeated = clipped.length > 0 && clipped.at(-2) === x && clipped.at(-1) === y
    if (!repeated) clipped.push(x, y)
  }
  let previous = ring.length - 2
  for (let index = 0; index < ring.length; previous = index, index += 2) {
    const [from, to] = [ring[previous + axis]! - limit, ring[index + axis]! - limit]
    if (from * keep < 0 !== to * keep < 0) {
      const other = 1 - axis
      const along = from / (from - to)
      const crossing = ring[previous + other]! + along * (ring[index + other]! - ring[previous + other]!)
      // The limit itself, not what the division makes of it: clipped points lie on the border exactly.
      if (axis === 0) push(limit, crossing)
      else push(crossing, limit)
    }
    if (to * keep >= 0) push(ring[index]!, ring[index + 1]!)
  }
  while (clipped.length > 2 && clipped[0] === clipped.at(-2) && clipped[1] === clipped.at(-1)) clipped.length -= 2
  return clipped
}
