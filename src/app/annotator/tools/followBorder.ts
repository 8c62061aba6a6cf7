/** The two ways between two points along the outline of a neighbour. */
import { imagePoint, type ImagePoint } from '@/core/geometry/point'
import { asPolygons } from '@/core/shape/combine'
import type { Pickable } from '@/core/shape/hit'
import { alongRing } from '@/core/shape/vertices'

/** The points passed, the shorter way first. */
export type Ways = [ImagePoint[], ImagePoint[]]

/** Of the first outline that has both within `reach` image pixels; null when none has. Masks are passed over. */
export function waysBetween(
  shapes: Iterable<Pickable<unknown>>,
  [from, to]: readonly ImagePoint[],
  reach: number,
): Ways | null {
  if (!from || !to) return null
  for (const { shape } of shapes) {
    if (shape.kind === 'mask') continue
    for (const { outer, holes } of asPolygons(shape).parts) {
      for (const ring of [outer, ...holes]) {
        const found = alongRing(ring, from, to, reach)
        if (found) return [toPoints(found.shorter), toPoints(found.longer)]
      }
    }
  }
  return null
}

const toPoints = (path: readonly { x: number; y: number }[]) => path.map(({ x, y }) => imagePoint(x, y))
