/** Keyboard drawing: arrow keys move the cross-hair, a tap of the space bar presses there. */
import { imagePoint, screenPoint, type ImagePoint } from '@/core/geometry/point'
import type { Editor } from './editor'
import type { PointerInfo } from '../tools/tool'
import { toImage, toScreen } from './viewport'

const STEP = 4 // screen pixels, but at least one of the image

export function moveCursor(editor: Editor, dx: number, dy: number): boolean {
  if (!editor.tool.draws) return false
  const { x, y } = cursorOf(editor)
  const step = Math.max(1, editor.reach(STEP))
  editor.pointerMove(infoAt(editor, x + dx * step, y + dy * step))
  return true
}

export function pressAtCursor(editor: Editor) {
  if (!editor.tool.draws) return
  const { x, y } = cursorOf(editor)
  const info = infoAt(editor, x, y)
  editor.pointerDown(info)
  editor.pointerUp(info)
}

/** Starts in the middle of the view. */
const cursorOf = ({ pointer, viewport, view }: Editor): ImagePoint =>
  pointer ?? toImage(viewport, screenPoint(view.width / 2, view.height / 2))

function infoAt(editor: Editor, x: number, y: number): PointerInfo {
  const point = editor.clamp(imagePoint(x, y))
  return { point, screen: toScreen(editor.viewport, point), shift: false, alt: false, touch: false }
}
