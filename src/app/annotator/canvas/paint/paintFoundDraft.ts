/** Paints the result of smart select: the outline, and the points that were clicked. */
import { imagePoint } from '@/core/geometry/point'
import type { Prompt } from '@/core/models/sam'
import type { FoundDraft } from '../../editor/draft'
import type { Editor } from '../../editor/editor'
import { toScreen } from '../../editor/viewport'
import { candidateOutline } from '../../tools/smartShape'
import { colorOf, strokeTwice } from './paintDraft'

const INSIDE = '#2b9a66'
const OUTSIDE = '#e5484d'
const POINT = 6 // radius in screen pixels

export function paintFoundDraft(
  context: CanvasRenderingContext2D,
  editor: Editor,
  { candidate, prompt, mode, isHover }: FoundDraft,
) {
  const color = colorOf(editor, mode)
  if (candidate) {
    context.beginPath()
    for (const { outer, holes } of candidateOutline(editor, candidate).parts)
      for (const ring of [outer, ...holes]) traceRing(context, editor, ring)
    context.globalAlpha = isHover ? 0.25 : 0.4
    context.fillStyle = color
    context.fill('evenodd')
    context.globalAlpha = isHover ? 0.7 : 1
    strokeTwice(context, color)
    context.globalAlpha = 1
  }
  if (prompt.box) paintBox(context, editor, prompt.box, color)
  for (const point of prompt.points) paintPoint(context, editor, point)
}

function traceRing(context: CanvasRenderingContext2D, { viewport }: Editor, ring: readonly number[]) {
  for (let index = 0; index + 1 < ring.length; index += 2) {
    const { x, y } = toScreen(viewport, imagePoint(ring[index]!, ring[index + 1]!))
    if (index === 0) context.moveTo(x, y)
    else context.lineTo(x, y)
  }
  context.closePath()
}

function paintBox(
  context: CanvasRenderingContext2D,
  editor: Editor,
  [left, top, width, height]: NonNullable<Prompt['box']>,
  color: string,
) {
  const { x, y } = toScreen(editor.viewport, imagePoint(left, top))
  context.beginPath()
  context.rect(x, y, width * editor.zoom, height * editor.zoom)
  context.setLineDash([5, 4])
  context.lineWidth = 1.5
  context.strokeStyle = color
  context.stroke()
  context.setLineDash([])
}

/** A plus or minus sign. */
function paintPoint(
  context: CanvasRenderingContext2D,
  { viewport }: Editor,
  { x, y, inside }: Prompt['points'][number],
) {
  const at = toScreen(viewport, imagePoint(x, y))
  context.beginPath()
  context.arc(at.x, at.y, POINT, 0, 2 * Math.PI)
  context.fillStyle = inside ? INSIDE : OUTSIDE
  context.fill()
  context.lineWidth = 1.5
  context.strokeStyle = 'white'
  context.stroke()
  context.beginPath()
  context.moveTo(at.x - 3, at.y)
  context.lineTo(at.x + 3, at.y)
  if (inside) {
    context.moveTo(at.x, at.y - 3)
    context.lineTo(at.x, at.y + 3)
  }
  context.stroke()
}
