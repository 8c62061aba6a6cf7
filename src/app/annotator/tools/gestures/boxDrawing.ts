/** Drawing by the two corners of a box: a drag, or two clicks. */
import { boxFromPoints, type Bbox } from '@/core/geometry/box'
import { distance } from '@/core/geometry/point'
import { modeFor } from '../../editor/combine'
import type { Draft, DrawMode } from '../../editor/draft'
import type { Editor } from '../../editor/editor'
import type { Activation, PointerInfo } from '../tool'
import { Corners } from './corners'

const CLICK = 4 // screen pixels a press may move and still be a click
const LEAST = 0.01 // image pixels of either side

/** What is drawn in the box. */
export interface InBox {
  draft(box: Bbox, mode: DrawMode): Draft
  finish(editor: Editor, box: Bbox, mode: DrawMode): void
}

export function boxDrawing(editor: Editor, made: InBox): Activation {
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
    if (box[2] >= LEAST && box[3] >= LEAST) made.finish(editor, box, mode)
  }

  return {
    pointerDown(info) {
      pressed = true
      last = info
      if (corners) return
      corners = new Corners(editor, editor.clamp(info.point), info)
      mode = modeFor(editor, info)
    },
    pointerMove(info) {
      last = info
      if (corners) editor.showDraft(made.draft(boxFromPoints(...corners.follow(info)), mode))
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
