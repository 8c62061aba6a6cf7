/** Remembers locked annotations on this device, per image. */
import { onScopeDispose } from 'vue'
import type { Editor } from '../editor/editor'
import { storeLocked, storedLocked } from '../save/localDrafts'

/** Returns a function that restores the locks of the image that was just opened. */
export function useLocks(editor: Editor): () => void {
  let shown: { imageId: number; locked: ReadonlySet<number> } | null = null

  onScopeDispose(
    editor.on((part) => {
      const {
        doc: { imageId, items },
        display: { locked },
      } = editor
      // does not store the empty set while an image is opening
      if (part !== 'display' || shown?.imageId !== imageId || shown.locked === locked) return
      shown = { imageId, locked }
      storeLocked(
        imageId,
        [...locked].flatMap((id) => items.get(id)?.storedId ?? []),
      )
    }),
  )

  return () => {
    const { imageId, items } = editor.doc
    shown = { imageId, locked: new Set(storedLocked(imageId).filter((id) => items.has(id))) }
    if (shown.locked.size > 0) editor.show({ locked: shown.locked })
  }
}
