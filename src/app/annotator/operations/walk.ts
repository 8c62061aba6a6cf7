/** From one annotation to the next, in the order of the list. */
import { isShown } from '../editor/display'
import type { Item } from '../editor/document'
import type { Editor } from '../editor/editor'

/** Selects the next one and shows it; from the last one it goes on with the first. Hidden and locked ones are passed over. */
export function walk(editor: Editor, by: 1 | -1) {
  const list = inListOrder(editor)
  if (list.length === 0) return
  const at = list.findIndex(({ id }) => editor.selection.has(id))
  const from = at < 0 && by < 0 ? 0 : at
  const next = list[(from + by + list.length) % list.length]!
  editor.select([next.id])
  editor.lookAt(next.bounds)
}

export const canWalk = ({ doc, display }: Pick<Editor, 'doc' | 'display'>): boolean =>
  [...doc.items.values()].some((item) => isOpen(display, item))

/** By category, as the panel lists them. */
function inListOrder({ doc, display }: Editor): Item[] {
  const byCategory = new Map([...doc.categories.keys()].map((id): [number, Item[]] => [id, []]))
  for (const item of doc.items.values()) if (isOpen(display, item)) byCategory.get(item.categoryId)?.push(item)
  return [...byCategory.values()].flat()
}

const isOpen = (display: Editor['display'], item: Item) => isShown(display, item) && !display.locked.has(item.id)
