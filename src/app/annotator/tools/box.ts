// Box tool. Drag: a box. Click, then click: the two corners. Shift adds to the selected annotation, Alt cuts out of it.
import { boxFromPoints } from '@/core/geometry/box'
import { distance, type ImagePoint } from '@/core/geometry/point'
import { finishBox, modeFor } from '../editor/combine'
import type { DrawMode } from '../editor/draft'
import type { Editor } from '../editor/editor'
import { withReshaping } from './gestures/reshape'
import { defineTool, type Activation, type PointerInfo } from './tool'

const CLICK = 4 // screen pixels a press may move and still be a click

export const boxTool = defineTool({
  id: 'box',
  icon: 'box',
  key: 'r',
  cursor: 'crosshair',
  draws: true,
  reshapes: true,
  activate: (editor) => withReshaping(editor, drawing(editor)),
})

function drawing(editor: Editor): Activation {
  let corner: ImagePoint | null = null
  let mode: DrawMode = 'new'
  let pressed = false

  const show = (to: ImagePoint) => corner && editor.showDraft({ kind: 'box', box: boxFromPoints(corner, to), mode })
  const drop = () => {
    const dropped = corner !== null
    corner = null
    pressed = false
    editor.showDraft(null)
    return dropped
  }
  const finish = (to: ImagePoint) => {
    const box = corner && boxFromPoints(corner, to)
    drop()
    if (box && box[2] >= 0.01 && box[3] >= 0.01) finishBox(editor, box, mode)
  }
  const isClick = (to: ImagePoint) => corner !== null && distance(corner, to) * editor.zoom < CLICK

  return {
    pointerDown(info: PointerInfo) {
      pressed = true
      if (corner) return
      corner = editor.clamp(info.point)
      mode = modeFor(editor, info)
    },
    pointerMove: ({ point }) => show(editor.clamp(point)),
    pointerUp({ point }) {
      if (!pressed) return
      pressed = false
      if (!isClick(editor.clamp(point))) finish(editor.clamp(point))
    },
    pointerCancel: drop,
    cancel: drop,
    stepBack: drop,
    complete() {
      if (!corner || !editor.pointer) return false
      finish(editor.clamp(editor.pointer))
      return true
    },
  }
}
