/** Paints vertices and handles, in screen pixels. */
import type { Bbox } from '@/core/geometry/box'
import { imagePoint } from '@/core/geometry/point'
import type { PolygonsShape } from '@/core/shape/types'
import type { Item } from '../../editor/document'
import type { Editor } from '../../editor/editor'
import { handlePoint, HANDLES } from '../../editor/handles'
import { verticesShown } from '../../tools/gestures/targets'
import { toScreen } from '../../editor/viewport'

const HANDLE = 9 // screen pixels
const VERTEX = 4 // radius in screen pixels

export function paintHandles(context: CanvasRenderingContext2D, { viewport }: Editor, bounds: Bbox) {
  context.lineWidth = 1.5
  context.fillStyle = 'white'
  context.strokeStyle = '#1c2430'
  for (const handle of HANDLES) {
    const { x, y } = toScreen(viewport, handlePoint(bounds, handle))
    context.beginPath()
    context.rect(Math.round(x) - HANDLE / 2, Math.round(y) - HANDLE / 2, HANDLE, HANDLE)
    context.fill()
    context.stroke()
  }
}

export function paintVertices(
  context: CanvasRenderingContext2D,
  editor: Editor,
  { bounds }: Item,
  shape: PolygonsShape,
) {
  if (!verticesShown(shape, bounds, editor.zoom)) return
  context.lineWidth = 1.5
  shape.parts.forEach(({ outer, holes }, part) => {
    for (const [ring, points] of [outer, ...holes].entries()) {
      for (let vertex = 0; vertex * 2 < points.length; vertex++) {
        const active = editor.vertex?.part === part && editor.vertex.ring === ring && editor.vertex.vertex === vertex
        paintVertex(context, editor, points[vertex * 2]!, points[vertex * 2 + 1]!, active)
      }
    }
  })
}

function paintVertex(
  context: CanvasRenderingContext2D,
  { viewport, view }: Editor,
  imageX: number,
  imageY: number,
  active: boolean,
) {
  const { x, y } = toScreen(viewport, imagePoint(imageX, imageY))
  if (x < -VERTEX || y < -VERTEX || x > view.width + VERTEX || y > view.height + VERTEX) return
  context.beginPath()
  context.arc(x, y, active ? VERTEX + 2 : VERTEX, 0, 2 * Math.PI)
  context.fillStyle = active ? '#e5484d' : 'white'
  context.strokeStyle = active ? 'white' : '#1c2430'
  context.fill()
  context.stroke()
}
