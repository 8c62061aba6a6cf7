/**
 * Runs the annotator's actions by key. Keys typed while a dialog is loading go to the dialog. After Esc, Tab does what it
 * does elsewhere: it leaves the drawing area.
 */
import { onScopeDispose } from 'vue'
import { useShortcuts } from '../../shortcuts/useShortcuts'
import { actions } from '../actions'
import type { Annotator } from '../annotator'

export function useKeys(annotator: Annotator) {
  let leaves = false
  onScopeDispose(annotator.editor.on((part) => part === 'selection' && (leaves = false)))
  useShortcuts(actions, (action, key) => {
    if (leaves && /(^|\+)Tab$/.test(key)) return (leaves = false)
    if (annotator.dialog.value || !action.enabled(annotator)) return false
    action.run(annotator)
    leaves = action.id === 'cancel'
    return true
  })
}
