/** The nearest corner or edge of what is already drawn. */
import { boxContains } from '../geometry/box'
import { imagePoint, type ImagePoint } from '../geometry/point'
import { asPolygons } from './combine'
import type { Pickable } from './hit'
import { nearestEdge, nearestVertex } from './vertex'

interface Found {
  at: ImagePoint
  away: number
}

/** Within `reach` image pixels of the point; a corner wins over an edge, null when there is neither. Masks are passed over. */
export function snapPoint(shapes: Iterable<Pickable<unknown>>, point: ImagePoint, reach: number): ImagePoint | null {
  const corners: Found[] = []
  const edges: Found[] = []
  for (const { shape, bounds } of shapes) {
    if (shape.kind === 'mask' || !boxContains(bounds, point.x, point.y, reach)) continue
    const outline = asPolygons(shape)
    for (const [list, found] of [
      [corners, nearestVertex(outline, point)],
      [edges, nearestEdge(outline, point)],
    ] as const) {
      if (found && found.distance <= reach) list.push({ at: imagePoint(found.x, found.y), away: found.distance })
    }
  }
  return (nearest(corners) ?? nearest(edges))?.at ?? null
}

const nearest = (list: Found[]): Found | undefined => list.sort((a, b) => a.away - b.away)[0]
