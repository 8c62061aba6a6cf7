/** The space bar: starts an annotation with the last drawing tool. */
import { onScopeDispose } from 'vue'
import type { Editor } from '../editor/editor'
import { pressAtCursor } from '../editor/keyCursor'

export function useNewAnnotation(editor: Editor): () => void {
  let last = 'polygon'
  onScopeDispose(
    editor.on((part) => {
      if (part === 'tool' && editor.tool.draws) last = editor.tool.id
    }),
  )
  return () => {
    if (editor.tool.traces) return // a tap would paint a dot that nobody asked for
    if (editor.tool.draws) return pressAtCursor(editor)
    editor.select([])
    editor.setMode('new')
    editor.setTool(last)
  }
}
