/** Drawing by keys: arrows move the cross-hair, a tap of the space bar presses there. */
import { imagePoint, screenPoint } from '@/core/geometry/point'
import type { Editor } from './editor'
import type { PointerInfo } from './tools/tool'
import { toImage, toScreen } from './viewport'

const STEP = 4 // screen pixels, but at least one of the image

export function moveCursor(editor: Editor, dx: number, dy: number): boolean {
  if (!editor.tool.draws) return false
  const { x, y } = editor.pointer ?? toImage(editor.viewport, screenPoint(editor.view.width / 2, editor.view.height / 2))
  const step = Math.max(1, editor.reach(STEP))
  editor.pointerMove(infoAt(editor, x + dx * step, y + dy * step))
  return true
}

export function pressAtCursor(editor: Editor) {
  if (!editor.tool.draws || !editor.pointer) return
  const info = infoAt(editor, editor.pointer.x, editor.pointer.y)
  editor.pointerDown(info)
  editor.pointerUp(info)
}

function infoAt(editor: Editor, x: number, y: number): PointerInfo {
  const point = editor.clamp(imagePoint(x, y))
  return { point, screen: toScreen(editor.viewport, point), shift: false, alt: false, touch: false }
}
