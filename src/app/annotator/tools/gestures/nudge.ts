/** Arrow keys: steps add up and are stored as one change after a pause. */
import { moveVertices } from '@/core/shape/vertices'
import { imagePoint } from '@/core/geometry/point'
import { roundCoordinate } from '@/core/geometry/round'
import { keypointAt } from '@/core/shape/keypoints'
import { editDraft, type EditDraft } from '../../editor/draft'
import type { Editor } from '../../editor/editor'
import { commitMoved, movedDraft } from './move'

const PAUSE = 400 // milliseconds

export function createNudge(editor: Editor) {
  let [dx, dy] = [0, 0]
  let draft: EditDraft | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const drop = (): boolean => {
    const dropped = draft !== null
    clearTimeout(timer)
    ;[dx, dy, draft] = [0, 0, null]
    if (dropped) editor.showDraft(null)
    return dropped
  }

  const flush = () => {
    const waiting = draft
    drop()
    const still =
      waiting && [...waiting.shapes.keys(), ...waiting.keypoints.keys()].every((id) => editor.doc.items.has(id))
    if (waiting && still) commitMoved(editor, waiting)
  }

  const by = (stepX: number, stepY: number): boolean => {
    const items = editor.selectedItems
    if (items.length === 0) return false
    ;[dx, dy] = [dx + stepX, dy + stepY]
    draft = movedVertex(editor, dx, dy) ?? movedKeypoint(editor, dx, dy) ?? movedDraft(editor, items, dx, dy)
    editor.showDraft(draft)
    clearTimeout(timer)
    timer = setTimeout(flush, PAUSE)
    return true
  }

  return { by, flush, drop }
}

function movedKeypoint({ selected, keypoint, clamp }: Editor, dx: number, dy: number): EditDraft | null {
  if (!selected || keypoint === null) return null
  const { x, y, visibility } = keypointAt(selected.keypoints, keypoint)
  if (visibility === 0) return null
  const to = clamp(imagePoint(x + dx, y + dy))
  const keypoints = selected.keypoints.slice()
  keypoints.splice(keypoint * 3, 2, roundCoordinate(to.x), roundCoordinate(to.y))
  return editDraft([], [[selected.id, keypoints]])
}

function movedVertex({ selected, vertices, clamp }: Editor, dx: number, dy: number): EditDraft | null {
  if (vertices.length === 0 || selected?.shape?.kind !== 'polygons') return null
  const keep = ({ x, y }: { x: number; y: number }) => clamp(imagePoint(x, y))
  return editDraft([[selected.id, moveVertices(selected.shape, vertices, [dx, dy], keep)]])
}
