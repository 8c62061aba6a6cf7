/** The shape of an action: the same for the tool bar, the menus, the command palette and the keys. */
import type { Command } from '../../shortcuts/bindings'
import type { Annotator } from '../annotator'
import { isUnfinished } from '../editor/draft'

export type Group = 'Tools' | 'Drawing' | 'Edit' | 'Shape' | 'History' | 'View' | 'Image' | 'Category' | 'Help'

/** Its keys are named as in shortcuts/keys.ts; the first one is shown. */
export interface Action extends Command {
  /** Name in icons.ts. */
  icon: string | null
  group: Group
  enabled(annotator: Annotator): boolean
  run(annotator: Annotator): void
}

export const always = () => true

export const someSelected = ({ view }: Annotator) => view.selection.value.size > 0

/** Something half-drawn is under the hand, which Enter finishes, Esc drops and undo takes back. */
export function isDrawing({ view }: Annotator): boolean {
  return isUnfinished(view.draft.value)
}
