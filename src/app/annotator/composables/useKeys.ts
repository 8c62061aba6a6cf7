/** Runs the annotator's actions by key. Keys typed while a dialog is loading go to the dialog. */
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
