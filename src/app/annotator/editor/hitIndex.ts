/** What a press needs to find what is under it is made when there is time, not at the press. */
import { pickerOf } from './display'
import type { Editor } from './editor'
import { idle } from '../composables/idle'

/** Answers what ends it. */
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
