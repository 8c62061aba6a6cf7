/** Everything a person can do in the annotator: one table for the tool bar, the menus, the command palette and the keys. */
import { keysOf } from '../../shortcuts/bindings'
import { shownKey } from '../../shortcuts/keys'
import type { Action } from './action'
import { drawing, keypointing, nudges, tips, toolActions } from './drawing'
import { editing, shaping, walking } from './editing'
import { categories, choosing, image } from './image'
import { help } from './help'
import { history, viewing } from './viewing'

export type { Action } from './action'

export const actions: readonly Action[] = [
  ...toolActions,
  ...drawing,
  ...tips,
  ...keypointing,
  ...nudges,
  ...editing,
  ...walking,
  ...shaping,
  ...history,
  ...viewing,
  ...image,
  ...choosing,
  ...categories,
  ...help,
]

export function action(id: string): Action {
  const found = actions.find((each) => each.id === id)
  if (!found) throw new RangeError(`there is no action ${id}`)
  return found
}

/** As it is printed on the keyboard; nothing for an action without a key. */
export function shownKeyOf(command: Action): string {
  const [key] = keysOf(command)
  return key === undefined ? '' : shownKey(key)
}
