/** Builders of shapes for tests. */
import type { Part, PolygonsShape, Ring } from '@/core/shape/types'

export const square = (x: number, y: number, side: number): Ring => [x, y, x + side, y, x + side, y + side, x, y + side]

export const part = (outer: Ring, ...holes: Ring[]): Part => ({ outer, holes })

export const polygons = (...parts: Part[]): PolygonsShape => ({ kind: 'polygons', parts })

/** The same ring run the other way. */
export const reversed = (ring: Ring): Ring => {
  const points = Array.from({ length: ring.length / 2 }, (_, index) => ring.slice(index * 2, index * 2 + 2))
  return points.reverse().flat()
}
