/** The annotator's actions on the keyboard. What is typed while a dialog is still on its way is meant for it. */
import { useShortcuts } from '../../shortcuts/useShortcuts'
import { actions } from '../actions'
import type { Annotator } from '../annotator'

export function useKeys(annotator: Annotator) {
  useShortcuts(actions, (action) => {
    if (annotator.dialog.value || !action.enabled(annotator)) return false
    action.run(annotator)
    return true
  })
}
