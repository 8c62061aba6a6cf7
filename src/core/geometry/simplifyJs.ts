/**
 * Which points simplify-js leaves of a line with its high quality: Douglas and Peucker on squared distances. Written as
 * that package computes it, so that the last bit of a distance decides as it does there; without its recursion.
 * Source: simplify-js 1.2.4, by Vladimir Agafonkin (BSD-2-Clause).
 */
type Point = readonly [x: number, y: number]

/** The points that stay, in their order. */
export function simplifyJs<P extends Point>(points: readonly P[], tolerance: number): P[] {
  if (points.length <= 2) return [...points]
  const limit = tolerance * tolerance
  const kept = new Uint8Array(points.length)
  kept[0] = kept[points.length - 1] = 1
  const open: [first: number, last: number][] = [[0, points.length - 1]]
  for (let piece = open.pop(); piece; piece = open.pop()) {
    const [first, last] = piece
    let [most, index] = [limit, -1]
    for (let between = first + 1; between < last; between++) {
      const away = squaredDistance(points[between]!, points[first]!, points[last]!)
      if (away > most) [most, index] = [away, between]
    }
    if (index < 0) continue
    kept[index] = 1
    open.push([first, index], [index, last])
  }
  return points.filter((_point, index) => kept[index] === 1)
}

/** Of a point from a segment. */
function squaredDistance([px, py]: Point, [fromX, fromY]: Point, [toX, toY]: Point): number {
  let [x, y] = [fromX, fromY]
  let [dx, dy] = [toX - x, toY - y]
  if (dx !== 0 || dy !== 0) {
    const along = ((px - x) * dx + (py - y) * dy) / (dx * dx + dy * dy)
    if (along > 1) [x, y] = [toX, toY]
    else if (along > 0) [x, y] = [x + dx * along, y + dy * along]
  }
  dx = px - x
  dy = py - y
  return dx * dx + dy * dy
}
