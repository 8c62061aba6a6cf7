// Box tool. Drag: a box. Click, then click: the two corners. Shift held before adds to the selected annotation, Alt cuts out of it.
// While the box is drawn, Shift makes it a square and Space moves it.
import { boxFromPoints, type Bbox } from '@/core/geometry/box'
import { distance } from '@/core/geometry/point'
import { finishBox, modeFor } from '../editor/combine'
import type { DrawMode } from '../editor/draft'
import type { Editor } from '../editor/editor'
import { Corners } from './gestures/corners'
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
  let corners: Corners | null = null
  let mode: DrawMode = 'new'
  let pressed = false
  /** Where the pointer was last, with what was held. */
  let last: PointerInfo | null = null

  const drop = () => {
    const dropped = corners !== null
    corners = last = null
    pressed = false
    editor.showDraft(null)
    return dropped
  }
  const finish = (box: Bbox) => {
    drop()
    if (box[2] >= 0.01 && box[3] >= 0.01) finishBox(editor, box, mode)
  }

  return {
    pointerDown(info: PointerInfo) {
      pressed = true
      last = info
      if (corners) return
      corners = new Corners(editor, editor.clamp(info.point), info)
      mode = modeFor(editor, info)
    },
    pointerMove(info) {
      last = info
      if (corners) editor.showDraft({ kind: 'box', box: boxFromPoints(...corners.follow(info)), mode })
    },
    pointerUp(info) {
      if (!pressed || !corners) return
      pressed = false
      const [from, to] = corners.follow(info)
      if (distance(from, to) * editor.zoom >= CLICK) finish(boxFromPoints(from, to))
    },
    pointerCancel: drop,
    cancel: drop,
    stepBack: drop,
    complete() {
      if (!corners || !last) return false
      finish(boxFromPoints(...corners.follow(last)))
      return true
    },
  }
}
