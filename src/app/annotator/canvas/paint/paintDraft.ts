/** Paints the ring or box being drawn, in screen pixels and in the colour of its category. */
import type { BoxDraft, DrawMode, MarqueeDraft, RingDraft, LiveWireDraft } from '../../editor/draft'
import type { Editor } from '../../editor/editor'
import { imagePoint, type ImagePoint } from '@/core/geometry/point'
import { toScreen } from '../../editor/viewport'

const CUT = '#e5484d'
const FALLBACK = '#3e8ef7'
const POINT = 3.5 // radius in screen pixels

export function colorOf({ doc, categoryId, selected }: Editor, mode: DrawMode): string {
  if (mode === 'cut') return CUT
  const id = mode !== 'new' && selected ? selected.categoryId : categoryId
  return (id !== null && doc.categories.get(id)?.color) || FALLBACK
}

export function paintRingDraft(
  context: CanvasRenderingContext2D,
  editor: Editor,
  { points, pointer, closing, snapped, mode }: RingDraft,
) {
  const color = colorOf(editor, mode)
  const ahead = closing ? points[0] : pointer
  paintLine(context, editor, [...points, ...(ahead ? [ahead] : [])], color)
  points.forEach((point, index) => paintPoint(context, editor, point, color, index === 0, index === 0 && closing))
  if (snapped && pointer && !closing) paintPoint(context, editor, pointer, color, false, true)
}

export function paintLiveWireDraft(
  context: CanvasRenderingContext2D,
  editor: Editor,
  { path, anchors, closing, mode }: LiveWireDraft,
) {
  const color = colorOf(editor, mode)
  paintLine(context, editor, path, color)
  anchors.forEach((point, index) => paintPoint(context, editor, point, color, index === 0, index === 0 && closing))
}

/** The line so far, and a faint fill of the area it will enclose. */
function paintLine(
  context: CanvasRenderingContext2D,
  { viewport }: Editor,
  points: readonly ImagePoint[],
  color: string,
) {
  context.beginPath()
  points
    .map((point) => toScreen(viewport, point))
    .forEach(({ x, y }, index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)))
  context.globalAlpha = 0.2
  context.fillStyle = color
  context.fill()
  context.globalAlpha = 1
  strokeTwice(context, color)
}

function paintPoint(
  context: CanvasRenderingContext2D,
  { viewport }: Editor,
  point: ImagePoint,
  color: string,
  first: boolean,
  closing: boolean,
) {
  const { x, y } = toScreen(viewport, point)
  context.beginPath()
  context.arc(x, y, closing ? POINT + 4 : first ? POINT + 1.5 : POINT, 0, 2 * Math.PI)
  context.fillStyle = first ? 'white' : color
  context.strokeStyle = first ? color : 'white'
  context.lineWidth = first ? 2.5 : 1.5
  context.fill()
  context.stroke()
}

export function paintBoxDraft(context: CanvasRenderingContext2D, editor: Editor, draft: BoxDraft | MarqueeDraft) {
  const [left, top, width, height] = draft.box
  const from = toScreen(editor.viewport, imagePoint(left, top))
  const color = draft.kind === 'box' ? colorOf(editor, draft.mode) : FALLBACK
  context.beginPath()
  if (draft.kind === 'marquee' && draft.outline) traceOutline(context, editor, draft.outline)
  else context.rect(from.x, from.y, width * editor.zoom, height * editor.zoom)
  context.globalAlpha = draft.kind === 'box' ? 0.2 : 0.1
  context.fillStyle = color
  context.fill()
  context.globalAlpha = 1
  if (draft.kind === 'marquee') context.setLineDash([5, 4])
  strokeTwice(context, color)
  context.setLineDash([])
}

function traceOutline(context: CanvasRenderingContext2D, { viewport }: Editor, outline: readonly number[]) {
  for (let index = 0; index + 1 < outline.length; index += 2) {
    const { x, y } = toScreen(viewport, imagePoint(outline[index]!, outline[index + 1]!))
    if (index === 0) context.moveTo(x, y)
    else context.lineTo(x, y)
  }
  context.closePath()
}

/** Draws a bright line under the coloured one, so that it is visible on any image. */
export function strokeTwice(context: CanvasRenderingContext2D, color: string) {
  context.lineJoin = 'round'
  context.lineWidth = 4
  context.strokeStyle = 'rgb(255 255 255 / 0.75)'
  context.stroke()
  context.lineWidth = 2
  context.strokeStyle = color
  context.stroke()
}
