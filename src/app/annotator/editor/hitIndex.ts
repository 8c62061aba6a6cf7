/** Builds the hit-test index when the main thread is idle. */
import { pickerOf } from './display'
import type { Editor } from './editor'
import { idle } from '../composables/idle'

/** Returns a function that stops it. */
export function buildHitIndexWhenIdle(editor: Editor): () => void {
  let isComing = false
  return editor.on((part) => {
    if (isComing || (part !== 'doc' && part !== 'display')) return
    isComing = true
    void idle().then(() => {
      isComing = false
      pickerOf(editor.doc, editor.display)
    })
  })
}
