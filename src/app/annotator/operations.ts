/** What can be done with the selected annotations, whatever tool is in hand. */
import { isShown, toggled } from './display'
import type { Editor } from './editor'

export function removeSelected(editor: Editor): boolean {
  const items = editor.selectedItems
  if (items.length === 0) return false
  const label = items.length === 1 ? 'Delete annotation' : `Delete ${items.length} annotations`
  editor.commit(label, (changes) => items.forEach(({ id }) => changes.remove(id)))
  return true
}

/** The category to draw with; in the select tool also that of what is selected. */
export function chooseCategory(editor: Editor, categoryId: number) {
  editor.setCategory(categoryId)
  if (!editor.tool.draws) recategorise(editor, [...editor.selection], categoryId)
}

export function recategorise(editor: Editor, ids: readonly number[], categoryId: number) {
  const others = ids.filter((id) => editor.doc.items.get(id)?.categoryId !== categoryId)
  if (others.length === 0) return
  editor.commit('Change category', (changes) => others.forEach((id) => changes.setCategory(id, categoryId)))
}

export function setCrowd(editor: Editor, id: number, iscrowd: boolean) {
  editor.commit(iscrowd ? 'Mark as crowd' : 'Mark as single', (changes) => changes.setCrowd(id, iscrowd))
}

/** Hides what is selected, or shows it again when all of it is hidden. */
export function toggleSelected(editor: Editor) {
  const items = editor.selectedItems
  const hidden = new Set(editor.display.hidden)
  const allHidden = items.every((item) => !isShown(editor.display, item))
  for (const { id } of items) {
    if (allHidden) hidden.delete(id)
    else hidden.add(id)
  }
  editor.show({ hidden })
}

export const toggleItem = (editor: Editor, id: number) => editor.show({ hidden: toggled(editor.display.hidden, id) })

export const toggleCategory = (editor: Editor, id: number) =>
  editor.show({ hiddenCategories: toggled(editor.display.hiddenCategories, id) })
