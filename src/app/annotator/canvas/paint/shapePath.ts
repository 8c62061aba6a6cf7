/** Outlines as Path2D in image pixels, cached per shape. */
import { signedArea } from '@/core/geometry/polygon'
import type { BoxShape, PolygonsShape, Ring } from '@/core/shape/types'

export interface ShapePath {
  path: Path2D
  rule: CanvasFillRule
}

const cache = new WeakMap<object, ShapePath>()

export function shapePath(shape: PolygonsShape | BoxShape): ShapePath {
  const known = cache.get(shape)
  if (known) return known
  const made = shape.kind === 'box' ? boxPath(shape) : polygonsPath(shape)
  cache.set(shape, made)
  return made
}

function boxPath({ x, y, width, height }: BoxShape): ShapePath {
  const path = new Path2D()
  path.rect(x, y, width, height)
  return { path, rule: 'nonzero' }
}

/** Even-odd for one part. Several unite: outer rings turned one way and holes the other, by the nonzero rule. */
function polygonsPath({ parts }: PolygonsShape): ShapePath {
  const path = new Path2D()
  const single = parts.length === 1
  for (const { outer, holes } of parts) {
    traceRing(path, outer, !single && signedArea(outer) < 0)
    for (const hole of holes) traceRing(path, hole, !single && signedArea(hole) > 0)
  }
  return { path, rule: single ? 'evenodd' : 'nonzero' }
}

function traceRing(path: Path2D, ring: Ring, backwards: boolean) {
  const count = ring.length >> 1
  for (let step = 0; step < count; step++) {
    const index = (backwards ? count - 1 - step : step) * 2
    if (step === 0) path.moveTo(ring[index]!, ring[index + 1]!)
    else path.lineTo(ring[index]!, ring[index + 1]!)
  }
  path.closePath()
}
