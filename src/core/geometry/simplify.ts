/** Fewer points for the same outline: Douglas and Peucker, 1973, without recursion. */
import { distanceToSegment, imagePoint, type ImagePoint } from './point'

/**
 * A ring whose outline stays within `tolerance` pixels of the given one, made of some of its points.
 * Keeps the first point; never less than three points (a ring of three comes back as it is).
 */
export function simplifyRing(ring: readonly number[], tolerance: number): number[] {
  const count = ring.length >> 1
  if (count <= 3 || !(tolerance > 0)) return ring.slice()
  const point = (index: number) => imagePoint(ring[(index % count) * 2]!, ring[(index % count) * 2 + 1]!)
  const farthest = (from: number, to: number) => {
    let [index, most] = [-1, -1]
    for (let between = from + 1; between < to; between++) {
      const away = distanceToSegment(point(between), point(from), point(to))
      if (away > most) [index, most] = [between, away]
    }
    return { index, most }
  }
  // A ring has no ends: the first point and the one farthest from it stand in for them.
  const opposite = farthest(0, count).index
  const kept = new Set([0, opposite])
  const open: [number, number][] = [
    [0, opposite],
    [opposite, count],
  ]
  for (let piece = open.pop(); piece; piece = open.pop()) {
    const { index, most } = farthest(piece[0], piece[1])
    if (index < 0 || most <= tolerance) continue
    kept.add(index)
    open.push([piece[0], index], [index, piece[1]])
  }
  if (kept.size < 3) kept.add(thirdPoint(opposite, count, farthest))
  return [...kept].sort((a, b) => a - b).flatMap((index) => [point(index).x, point(index).y])
}

/** When all lies within the tolerance of one segment, the point farthest from it keeps the ring a ring. */
function thirdPoint(
  opposite: number,
  count: number,
  farthest: (from: number, to: number) => { index: number; most: number },
): number {
  const [there, back] = [farthest(0, opposite), farthest(opposite, count)]
  return there.most >= back.most ? there.index : back.index
}

/** A line, some of its points left out, that stays within `tolerance` pixels of the given one. Keeps both ends. */
export function simplifyLine(line: readonly ImagePoint[], tolerance: number): ImagePoint[] {
  if (line.length < 3) return [...line]
  const kept = new Set([0, line.length - 1])
  const open: [number, number][] = [[0, line.length - 1]]
  for (let piece = open.pop(); piece; piece = open.pop()) {
    const [from, to] = piece
    let [index, most] = [-1, tolerance]
    for (let between = from + 1; between < to; between++) {
      const away = distanceToSegment(line[between]!, line[from]!, line[to]!)
      if (away > most) [index, most] = [between, away]
    }
    if (index < 0) continue
    kept.add(index)
    open.push([from, index], [index, to])
  }
  return line.filter((_, index) => kept.has(index))
}
