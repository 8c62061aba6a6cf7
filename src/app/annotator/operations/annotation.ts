/** What can be set of annotations, whatever tool is in hand. */
import type { Metadata } from '@/contract/common'
import { roundBox, type Bbox } from '@/core/geometry/box'
import { sameList } from '@/core/sameList'
import { countKeypoints } from '@/core/shape/keypoints'
import { boxToShape } from '@/core/shape/shape'
import { isUnfinished } from '../editor/draft'
import type { Item } from '../editor/document'
import type { Editor } from '../editor/editor'

export function removeSelected(editor: Editor): boolean {
  const items = editor.selectedItems
  if (items.length === 0) return false
  const label = items.length === 1 ? 'Delete annotation' : `Delete ${items.length} annotations`
  editor.commit(label, (changes) => items.forEach(({ id }) => changes.remove(id)))
  return true
}

/** The category to draw with, and that of what is selected, so also of the shape just drawn. While something is being drawn, only its. */
export function chooseCategory(editor: Editor, categoryId: number) {
  editor.setCategory(categoryId)
  if (!isUnfinished(editor.draft)) recategorise(editor, [...editor.selection], categoryId)
}

export function recategorise(editor: Editor, ids: readonly number[], categoryId: number) {
  const others = ids.filter((id) => editor.doc.items.get(id)?.categoryId !== categoryId)
  if (others.length === 0) return
  const misnamed = others.filter((id) => hasOtherKeypoints(editor, id, categoryId)).length
  editor.commit('Change category', (changes) => others.forEach((id) => changes.setCategory(id, categoryId)))
  if (misnamed > 0)
    editor.onNotice({
      key: 'notices.misnamed',
      values: { count: misnamed, name: editor.doc.categories.get(categoryId)?.name ?? '' },
    })
}

/** Whether the names of its keypoints would be others in the category. */
function hasOtherKeypoints({ doc: { items, categories } }: Editor, id: number, categoryId: number): boolean {
  const item = items.get(id)
  if (!item || countKeypoints(item.keypoints) === 0) return false
  const labelsOf = (category: number) => categories.get(category)?.keypointLabels ?? []
  return !sameList(labelsOf(item.categoryId), labelsOf(categoryId))
}

export function setCrowd(editor: Editor, id: number, iscrowd: boolean) {
  editor.commit(iscrowd ? 'Mark as crowd' : 'Mark as single', (changes) => changes.setCrowd(id, iscrowd))
}

export function setColor(editor: Editor, items: readonly Item[], color: string) {
  const others = items.filter((item) => item.color !== color)
  editor.commit('Change colour', (changes) => others.forEach(({ id }) => changes.setColor(id, color)))
}

export function setMetadata(editor: Editor, id: number, metadata: Metadata) {
  editor.commit('Change metadata', (changes) => changes.setMetadata(id, metadata))
}

/** Exact numbers for a box, cut at the borders of the image. False when it would have no extent. */
export function setBox(editor: Editor, id: number, [x, y, width, height]: Bbox): boolean {
  const from = editor.clamp({ x, y })
  const to = editor.clamp({ x: x + width, y: y + height })
  const box = roundBox([from.x, from.y, to.x - from.x, to.y - from.y])
  if (!(box[2] > 0 && box[3] > 0)) return false
  editor.commit('Set box', (changes) => changes.setShape(id, boxToShape(box)))
  return true
}
