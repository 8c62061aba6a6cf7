/** Draws the stroke in progress. Each piece is drawn once into a bitmap of the view, so that the cost of a move does not depend on the length. */
import type { StrokeDraft } from '../../editor/draft'
import type { Editor } from '../../editor/editor'
import { toScreen, type Viewport } from '../../editor/viewport'
import { imagePoint, type ScreenPoint } from '@/core/geometry/point'
import { colorOf } from './paintDraft'

interface Drawn {
  path: readonly number[]
  viewport: Viewport
  color: string
  /** Number of points already in the bitmap. */
  points: number
}

const OPACITY = 0.5

let bitmap: CanvasRenderingContext2D | null = null
let drawn: Drawn | null = null

export function paintStrokeDraft(context: CanvasRenderingContext2D, editor: Editor, draft: StrokeDraft) {
  const { width, height } = context.canvas
  bitmap ??= document.createElement('canvas').getContext('2d')
  if (!bitmap) return
  const color = colorOf(editor, draft.mode)
  const { viewport } = editor
  const goesOn =
    drawn?.path === draft.path &&
    drawn.viewport === viewport &&
    drawn.color === color &&
    bitmap.canvas.width === width &&
    bitmap.canvas.height === height
  if (!drawn || !goesOn) {
    // setting the size also clears the canvas
    Object.assign(bitmap.canvas, { width, height })
    bitmap.setTransform(context.getTransform())
    drawn = { path: draft.path, viewport, color, points: 0 }
  }
  drawRest(bitmap, drawn, draft)
  context.save()
  context.resetTransform()
  context.globalAlpha = OPACITY
  context.drawImage(bitmap.canvas, 0, 0)
  context.restore()
}

function drawRest(context: CanvasRenderingContext2D, done: Drawn, { path, radii }: StrokeDraft) {
  const { viewport, color } = done
  const at = (index: number) => toScreen(viewport, imagePoint(path[index * 2]!, path[index * 2 + 1]!))
  context.fillStyle = color
  for (let index = done.points; index < radii.length; index++) {
    const before = Math.max(0, index - 1)
    drawPiece(context, [at(before), radii[before]! * viewport.scale], [at(index), radii[index]! * viewport.scale])
  }
  done.points = radii.length
}

type Disc = [middle: ScreenPoint, radius: number]

/** The area that the tip covers between two discs of different size. */
function drawPiece(context: CanvasRenderingContext2D, [a, ar]: Disc, [b, br]: Disc) {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const length = Math.hypot(dx, dy)
  context.beginPath()
  if (length <= Math.abs(ar - br)) {
    const [{ x, y }, radius] = ar > br ? [a, ar] : [b, br]
    context.arc(x, y, radius, 0, 2 * Math.PI)
  } else {
    const [along, lean] = [Math.atan2(dy, dx), Math.acos((ar - br) / length)]
    context.arc(a.x, a.y, ar, along + lean, along - lean + 2 * Math.PI)
    context.arc(b.x, b.y, br, along - lean, along + lean)
  }
  context.fill()
}

/** The brush tip, drawn in place of a cursor. */
export function paintTip(context: CanvasRenderingContext2D, { pointer, viewport, zoom }: Editor, radius: number) {
  if (!pointer) return
  const { x, y } = toScreen(viewport, pointer)
  context.beginPath()
  context.arc(x, y, Math.max(1.5, radius * zoom), 0, 2 * Math.PI)
  context.lineWidth = 3
  context.strokeStyle = 'rgb(0 0 0 / 0.5)'
  context.stroke()
  context.lineWidth = 1
  context.strokeStyle = 'white'
  context.stroke()
}
