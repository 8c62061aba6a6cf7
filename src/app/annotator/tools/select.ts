// Select tool. Click: the smallest shape under the pointer, again the one beneath it, Shift adds. Drag: move; on empty ground: select by a frame or, with Alt, by a lasso.
// Handles scale; a vertex drags; double-click or Alt-click on an edge adds one, Alt-click on a vertex removes it; Delete removes those picked. Shift-click or a frame picks several. Arrows nudge.
import { ABSENT, countKeypoints, withKeypoint } from '@/core/shape/keypoints'
import { deleteVertices } from '@/core/shape/vertices'
import type { Editor } from '../editor/editor'
import { removeSelected } from '../operations/annotation'
import { insertOnEdge, removeVertexAt } from './gestures/insert'
import { idleCursor } from './gestures/cursor'
import { beginGesture, type Gesture } from './gestures/gesture'
import { LASSO } from './gestures/selectArea'
import { Clicks } from './gestures/clicks'
import { createNudge } from './gestures/nudge'
import { SNAP } from './snapping'
import type { RangeOption } from './options'
import { defineTool, type Activation } from './tool'

/** How far an outline may move when it is simplified. */
export const SIMPLIFY_WITHIN: RangeOption = {
  kind: 'range',
  id: 'simplify-within',
  min: 1,
  max: 10,
  initial: 1,
  unit: 'px',
}

export const selectTool = defineTool({
  id: 'select',
  icon: 'select',
  key: 's',
  cursor: 'default',
  draws: false,
  options: [LASSO, SNAP, SIMPLIFY_WITHIN],
  activate: selecting,
})

function selecting(editor: Editor): Activation {
  let gesture: Gesture | null = null
  const nudge = createNudge(editor)
  const clicks = new Clicks(editor)

  const abandon = () => {
    const abandoned = gesture !== null
    gesture = null
    editor.showDraft(null)
    return abandoned
  }

  return {
    pointerDown(info) {
      nudge.flush()
      if (info.alt && (removeVertexAt(editor, info) || insertOnEdge(editor, info))) return
      gesture = beginGesture(editor, info, clicks.press(info))
    },
    pointerMove(info) {
      if (gesture) gesture.move(info)
      else {
        editor.setCursor(idleCursor(editor, info))
        editor.hover(editor.pick(info.point))
      }
    },
    pointerUp(info) {
      const ended = gesture
      gesture = null
      ended?.end(info)
      clicks.release(info)
      editor.showDraft(null)
    },
    pointerCancel: abandon,
    doubleClick: (info) => clicks.selectFirst(() => insertOnEdge(editor, info)),
    cancel() {
      if (nudge.drop() || abandon()) return true
      if (editor.vertex || editor.keypoint !== null) return (editor.select(editor.selection), true)
      if (editor.selection.size === 0) return false
      return (editor.select([]), true)
    },
    stepBack: () => nudge.drop() || abandon(),
    remove() {
      nudge.flush()
      return removeVertex(editor) || removeKeypoint(editor) || removeSelected(editor)
    },
    nudge: nudge.by,
    finish: nudge.flush,
  }
}

/** Marks the picked keypoint as not labelled. An annotation without any, and without a shape, goes. */
function removeKeypoint(editor: Editor): boolean {
  const { selected, keypoint } = editor
  if (!selected || keypoint === null) return false
  const left = withKeypoint(selected.keypoints, keypoint, ABSENT, selected.keypoints.length / 3)
  editor.select([selected.id])
  editor.commit('Delete point', (changes) =>
    selected.shape || countKeypoints(left) > 0 ? changes.setKeypoints(selected.id, left) : changes.remove(selected.id),
  )
  return true
}

function removeVertex(editor: Editor): boolean {
  const { selected, vertices } = editor
  if (vertices.length === 0 || selected?.shape?.kind !== 'polygons') return false
  const left = deleteVertices(selected.shape, vertices)
  editor.select([selected.id])
  const label = vertices.length === 1 ? 'Delete point' : 'Delete points'
  editor.commit(label, (changes) => (left ? changes.setShape(selected.id, left) : changes.remove(selected.id)))
  return true
}
