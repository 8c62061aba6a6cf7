/** What is locked stays so on this device, image by image. */
import { onScopeDispose } from 'vue'
import type { Editor } from '../editor/editor'
import { storeLocked, storedLocked } from '../save/localDrafts'

/** Answers what locks again what was locked on the image that has just been opened. */
export function useLocks(editor: Editor): () => void {
  let shown: { imageId: number; locked: ReadonlySet<number> } | null = null

  onScopeDispose(editor.on((part) => {
    const { doc: { imageId, items }, display: { locked } } = editor
    // while an image is being opened nothing is locked, which is not to be kept
    if (part !== 'display' || shown?.imageId !== imageId || shown.locked === locked) return
    shown = { imageId, locked }
    storeLocked(imageId, [...locked].flatMap((id) => items.get(id)?.storedId ?? []))
  }))

  return () => {
    const { imageId, items } = editor.doc
    shown = { imageId, locked: new Set(storedLocked(imageId).filter((id) => items.has(id))) }
    if (shown.locked.size > 0) editor.show({ locked: shown.locked })
  }
}
