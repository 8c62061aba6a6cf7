/** Everything a person can do in the annotator: one table for the tool bar, the menus, the command palette and the keys. */
import type { Action } from './action'
import { drawing, keypointing, nudges, tips, toolActions } from './drawing'
import { editing, shaping } from './editing'
import { categories, image } from './image'
import { history, viewing } from './viewing'

export type { Action } from './action'

export const actions: readonly Action[] = [
  ...toolActions, ...drawing, ...tips, ...keypointing, ...nudges, ...editing, ...shaping, ...history, ...viewing, ...image, ...categories,
]

export function action(id: string): Action {
  const found = actions.find((each) => each.id === id)
  if (!found) throw new RangeError(`there is no action ${id}`)
  return found
}

/** `Ctrl+Shift+z` as it is read: `Ctrl+Shift+Z`. */
export const shownKey = ({ keys }: Action): string => {
  const [key = ''] = keys
  return key.replace(/(^|\+)([a-z])$/, (_, before: string, letter: string) => before + letter.toUpperCase())
}
