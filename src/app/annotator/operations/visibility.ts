/** What is shown and what can be touched. Only the view: nothing of it is stored with the image; locks are kept on this device. */
import { isShown, toggled } from '../editor/display'
import type { Editor } from '../editor/editor'

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

/** Hides everything but what is selected; a second time shows everything. */
export function toggleSolo(editor: Editor) {
  const others = [...editor.doc.items.keys()].filter((id) => !editor.selection.has(id))
  const alone = others.every((id) => editor.display.hidden.has(id))
  editor.show({ hidden: new Set(alone ? [] : others), hiddenCategories: new Set(), hideAll: false })
}

/** What is locked cannot be selected, and so not be changed. With nothing selected, everything is unlocked. */
export function lockSelected(editor: Editor) {
  const { selection, display } = editor
  if (selection.size === 0) return editor.show({ locked: new Set() })
  editor.show({ locked: new Set([...display.locked, ...selection]) })
  editor.select([])
}

export function toggleLock(editor: Editor, id: number) {
  editor.show({ locked: toggled(editor.display.locked, id) })
  if (editor.display.locked.has(id)) editor.select([...editor.selection].filter((each) => each !== id))
}
