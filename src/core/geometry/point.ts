/** Points. ImagePoint: pixels of the upright image, origin top-left. ScreenPoint: CSS pixels of the canvas. */
interface Point {
  readonly x: number
  readonly y: number
}

/** The brands keep one from being passed for the other; at run time both are plain objects. */
export type ImagePoint = Point & { readonly space?: 'image' }
export type ScreenPoint = Point & { readonly space?: 'screen' }

export const imagePoint = (x: number, y: number): ImagePoint => ({ x, y })
export const screenPoint = (x: number, y: number): ScreenPoint => ({ x, y })

/** Between two points of the same space, in its units. */
export function distance<P extends ImagePoint | ScreenPoint>(a: P, b: NoInfer<P>): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

/** From a point to the nearest point of the segment a-b, in its units. */
export function distanceToSegment<P extends ImagePoint | ScreenPoint>(point: P, a: NoInfer<P>, b: NoInfer<P>): number {
  const nearest = nearestOnSegment(point, a, b)
  return Math.hypot(point.x - nearest.x, point.y - nearest.y)
}

/** The point of the segment a-b nearest to a point; `along` is 0 at a and 1 at b. */
export function nearestOnSegment(
  point: ImagePoint | ScreenPoint,
  a: ImagePoint | ScreenPoint,
  b: ImagePoint | ScreenPoint,
) {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const squared = dx * dx + dy * dy
  const projected = squared > 0 ? ((point.x - a.x) * dx + (point.y - a.y) * dy) / squared : 0
  const along = Math.min(1, Math.max(0, projected))
  return { x: a.x + along * dx, y: a.y + along * dy, along }
}
