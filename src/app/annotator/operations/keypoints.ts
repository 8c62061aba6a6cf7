/** Keypoints of annotations that have some. */
import { imagePoint } from '@/core/geometry/point'
import { countKeypoints, flipKeypoints, keypointAt, withKeypoint, type Visibility } from '@/core/shape/keypoints'
import type { Item } from '../editor/document'
import type { Editor } from '../editor/editor'
import { findTarget } from '../tools/gestures/targets'
import { removeSelected } from './annotation'

/** Left and right changed over, by the names in the category. */
export function flipSelected(editor: Editor) {
  const flipped = editor.selectedItems.flatMap(({ id, keypoints, categoryId }) => {
    const labels = editor.doc.categories.get(categoryId)?.keypointLabels ?? []
    const after = flipKeypoints(keypoints, labels)
    return keypoints.length === 0 || after.join() === keypoints.join() ? [] : [{ id, after }]
  })
  editor.commit('Change left and right over', (changes) =>
    flipped.forEach(({ id, after }) => changes.setKeypoints(id, after)),
  )
}

/**
 * Marks the keypoint under the pointer, else the picked one, of the selected annotation: hidden or visible again, or not
 * labelled. Returns whether there was one.
 */
export function markKeypoint(editor: Editor, as: 'hidden' | 'absent'): boolean {
  if (editor.mark(as)) return true
  const { selected, pointer, keypoint } = editor
  if (!selected) return false
  const under = pointer && findTarget(editor, { point: pointer, touch: false })
  const index = under?.kind === 'keypoint' ? under.index : keypoint
  const { visibility } = keypointAt(selected.keypoints, index ?? -1)
  if (index === null || visibility === 0) return false
  if (as === 'absent' && !selected.shape && countKeypoints(selected.keypoints) === 1) return removeSelected(editor)
  setVisibility(editor, selected, index, as === 'absent' ? 0 : visibility === 2 ? 1 : 2)
  return true
}

/** A keypoint that was not there appears in the middle of the annotation, to be dragged from there. */
export function setVisibility(editor: Editor, item: Item, index: number, visibility: Visibility) {
  const { x, y, visibility: before } = keypointAt(item.keypoints, index)
  if (before === visibility) return
  const [left, top, width, height] = item.bounds
  const place = before > 0 ? { x, y } : editor.clamp(imagePoint(left + width / 2, top + height / 2))
  const count = editor.doc.categories.get(item.categoryId)?.keypointLabels.length ?? 0
  editor.commit('Change keypoint', (changes) =>
    changes.setKeypoints(item.id, withKeypoint(item.keypoints, index, { ...place, visibility }, count)),
  )
}
