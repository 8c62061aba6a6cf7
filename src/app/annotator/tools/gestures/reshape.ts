/** In drawing tools the points of the selected polygon can be corrected: a drag from a point or the middle of an edge, Alt-click on a point. */
import { distance } from '@/core/geometry/point'
import type { Editor } from '../../editor/editor'
import type { Activation, PointerInfo } from '../tool'
import { dragMidpoint, dragVertex } from './drag'
import type { Gesture } from './gesture'
import { removeVertexAt } from './insert'
import { findTarget } from './targets'

const DRAG = 4 // screen pixels; a press that moves less is a click of the tool, which may begin a neighbour there

/** The tool, with that. */
export function withReshaping(editor: Editor, tool: Activation): Activation {
  let press: PointerInfo | null = null
  let gesture: Gesture | null = null

  const begin = (): Gesture | null => {
    const target = press && findTarget(editor, press)
    if (target?.kind === 'vertex') return dragVertex(editor, target)
    return target?.kind === 'midpoint' ? dragMidpoint(editor, target) : null
  }
  const reset = () => {
    const held = press !== null
    press = gesture = null
    return held
  }

  return Object.assign(Object.create(tool) as Activation, {
    pointerDown(info: PointerInfo) {
      const kind = editor.draft === null ? findTarget(editor, info)?.kind : undefined
      if (kind !== 'vertex' && kind !== 'midpoint') return tool.pointerDown?.(info)
      if (info.alt && kind === 'vertex' && removeVertexAt(editor, info)) return
      if (info.alt || info.shift) return tool.pointerDown?.(info)
      press = info
    },
    pointerMove(info: PointerInfo) {
      if (!press) return tool.pointerMove?.(info)
      if (!gesture && distance(press.screen, info.screen) >= DRAG) gesture = begin()
      gesture?.move(info)
    },
    pointerUp(info: PointerInfo) {
      const [pressed, ended] = [press, gesture]
      if (!reset()) return tool.pointerUp?.(info)
      if (ended) {
        ended.end(info)
        return editor.showDraft(null)
      }
      tool.pointerDown?.(pressed!)
      tool.pointerUp?.(info)
    },
    pointerCancel() {
      const dragged = gesture !== null
      if (!reset()) return tool.pointerCancel?.()
      if (dragged) editor.showDraft(null)
    },
    cancel() {
      const dragged = gesture !== null
      reset()
      if (!dragged) return tool.cancel?.() ?? false
      editor.showDraft(null)
      return true
    },
  })
}
