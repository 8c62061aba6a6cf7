/** Paints vertices and handles, in screen pixels. */
import type { Bbox } from '@/core/geometry/box'
import { sameVertex } from '@/core/shape/vertices'
import { imagePoint, type ImagePoint } from '@/core/geometry/point'
import type { PolygonsShape } from '@/core/shape/types'
import type { Item } from '../../editor/document'
import type { Editor } from '../../editor/editor'
import { handlePoint, HANDLES } from '../../editor/handles'
import { middleOf, verticesShown } from '../../tools/gestures/targets'
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
        const active = editor.vertices.some((each) => sameVertex(each, { part, ring, vertex }))
        const middle = middleOf(points, vertex, editor.zoom)
        if (middle) paintMiddle(context, editor, middle)
        paintVertex(context, editor, points[vertex * 2]!, points[vertex * 2 + 1]!, active)
      }
    }
  })
}

/** Smaller and see-through: dragged, it becomes a point. */
function paintMiddle(context: CanvasRenderingContext2D, { viewport }: Editor, middle: ImagePoint) {
  const { x, y } = toScreen(viewport, middle)
  context.beginPath()
  context.arc(x, y, VERTEX - 1, 0, 2 * Math.PI)
  context.fillStyle = 'rgb(255 255 255 / 0.35)'
  context.strokeStyle = 'rgb(28 36 48 / 0.8)'
  context.fill()
  context.stroke()
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
