/** The annotator's actions on the keyboard. */
import { useShortcuts } from '../shortcuts/useShortcuts'
import { actions } from './actions'
import type { Annotator } from './annotator'

export function useKeys(annotator: Annotator) {
  useShortcuts(actions, (action) => {
    if (!action.enabled(annotator)) return false
    action.run(annotator)
    return true
  })
}
