/** Marks where the outline of a polygon crosses itself. */
import { selfCrossings } from '@/core/geometry/selfCrossings'
import type { ImagePoint } from '@/core/geometry/point'
import type { PolygonsShape } from '@/core/shape/types'
import type { Editor } from '../../editor/editor'
import { toScreen } from '../../editor/viewport'

const ARM = 6 // screen pixels

const cache = new WeakMap<PolygonsShape, ImagePoint[]>()

export function crossingsOf(shape: PolygonsShape): ImagePoint[] {
  const known = cache.get(shape)
  if (known) return known
  const found = shape.parts.flatMap(({ outer, holes }) => [outer, ...holes].flatMap(selfCrossings))
  cache.set(shape, found)
  return found
}

export function paintCrossings(context: CanvasRenderingContext2D, { viewport }: Editor, shape: PolygonsShape) {
  const crossings = crossingsOf(shape)
  if (crossings.length === 0) return
  context.beginPath()
  for (const crossing of crossings) {
    const { x, y } = toScreen(viewport, crossing)
    context.moveTo(x - ARM, y - ARM)
    context.lineTo(x + ARM, y + ARM)
    context.moveTo(x + ARM, y - ARM)
    context.lineTo(x - ARM, y + ARM)
  }
  context.lineWidth = 5
  context.strokeStyle = 'white'
  context.stroke()
  context.lineWidth = 2.5
  context.strokeStyle = '#e5484d'
  context.stroke()
}
