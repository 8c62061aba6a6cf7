/** What a press in the select tool begins, by what is under the pointer. */
import { distance } from '@/core/geometry/point'
import type { VertexRef } from '@/core/shape/vertex'
import { sameVertex } from '@/core/shape/vertices'
import { hitShape } from '@/core/shape/hit'
import { isShown } from '../../editor/display'
import type { Editor } from '../../editor/editor'
import type { PointerInfo } from '../tool'
import { dragKeypoint, dragMidpoint, dragVertex, scaleByHandle } from './drag'
import { moveSelected } from './move'
import { LASSO, selectArea } from './selectArea'
import { findTarget } from './targets'

export interface Gesture {
  move(info: PointerInfo): void
  end(info: PointerInfo): void
}

const DRAG = 3 // screen pixels a press must move to be a drag
const DRAG_UNSELECTED = 10 // more for what was not selected: a click that slips must not move it

/** `again`: the press is where the last click was. */
export function beginGesture(editor: Editor, info: PointerInfo, again = false): Gesture | null {
  const target = findTarget(editor, info)
  if (target?.kind === 'vertex' && info.shift) return toggleVertex(editor, target.at)
  if (target?.kind === 'vertex') return afterSlop(editor, info, dragVertex(editor, target), () => {})
  if (target?.kind === 'midpoint' && !info.shift) return orSelect(editor, info, dragMidpoint(editor, target))
  if (target?.kind === 'keypoint') return dragKeypoint(editor, target)
  if (target?.kind === 'handle') return scaleByHandle(editor, target)
  const picked = editor.pick(info.point, info.touch)
  if (info.shift) return picked === null ? selectArea(editor, info) : toggle(editor, picked)
  // What is selected can be dragged even where something smaller lies on it; a mere click selects that.
  const isSelected = onSelected(editor, info)
  if (!isSelected) {
    if (picked === null) return info.touch && !editor.option(LASSO) ? panView(editor, info) : selectArea(editor, info)
    editor.select([picked])
  }
  const click = () => {
    const wanted = isSelected && again ? editor.pick(info.point, info.touch, editor.selected?.id) : picked
    if (wanted !== null) editor.select([wanted])
  }
  const slop = isSelected ? DRAG : DRAG_UNSELECTED
  return afterSlop(editor, info, moveSelected(editor, info.point), click, slop)
}

function onSelected(editor: Editor, { point }: PointerInfo) {
  return editor.selectedItems.some(
    (item) => item.shape && isShown(editor.display, item) && hitShape(item.shape, point.x, point.y, 0),
  )
}

function toggleVertex(editor: Editor, at: VertexRef): null {
  const others = editor.vertices.filter((each) => !sameVertex(each, at))
  editor.pickVertices(others.length < editor.vertices.length ? others : [...others, at])
  return null
}

/** A click on the middle of an edge is one on the shape; a drag inserts a point. */
function orSelect(editor: Editor, info: PointerInfo, gesture: Gesture): Gesture {
  const picked = editor.pick(info.point, info.touch)
  return afterSlop(editor, info, gesture, () => picked !== null && editor.select([picked]))
}

/** The gesture from where the press has moved far enough; a click when it never does. */
function afterSlop(editor: Editor, start: PointerInfo, gesture: Gesture, click: () => void, slop = DRAG): Gesture {
  let dragging = false
  return {
    move(info) {
      dragging ||= distance(start.point, info.point) * editor.zoom >= slop
      if (dragging) gesture.move(info)
    },
    end(info) {
      if (dragging) gesture.end(info)
      else click()
    },
  }
}

function toggle(editor: Editor, id: number): null {
  const selection = new Set(editor.selection)
  if (!selection.delete(id)) selection.add(id)
  editor.select(selection)
  return null
}

/** A finger on empty ground moves the image. */
function panView(editor: Editor, start: PointerInfo): Gesture {
  let last = start.screen
  const panTo = ({ screen }: PointerInfo) => {
    editor.panBy(screen.x - last.x, screen.y - last.y)
    last = screen
  }
  return afterSlop(editor, start, { move: panTo, end: () => {} }, () => editor.select([]))
}
