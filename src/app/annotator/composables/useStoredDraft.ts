/** The draft of an earlier visit: offered when its image opens, stored again while one draws. */
import { shallowRef, watch, type Ref } from 'vue'
import type { StoredDraft } from '../editor/draft'
import type { Editor } from '../editor/editor'
import { storeDraft, storedDraft } from '../save/localDrafts'
import { tools } from '../tools'
import type { EditorView } from './useEditorView'

export function useStoredDraft(editor: Editor, view: EditorView, imageId: Readonly<Ref<number>>) {
  const kept = shallowRef<StoredDraft | null>(null)
  // changing the tool sets the draft aside
  watch(view.tool, () => (kept.value = storedDraft(imageId.value)))

  return {
    kept,
    /** Stores nothing until the next image is open. */
    pause: () => void (editor.onKeep = editor.onSetAside = () => {}),
    /** Offers what was half-drawn on this image, and stores what is drawn from now on. */
    offer(id: number) {
      kept.value = storedDraft(id)
      editor.onKeep = (draft) => {
        kept.value = null
        storeDraft(id, editor.tool.id, draft)
      }
      editor.onSetAside = (draft) => {
        storeDraft(id, draft.tool, draft)
        kept.value = draft
      }
    },
    continueDraft() {
      if (kept.value && tools.some(({ id }) => id === kept.value?.tool)) editor.restore(kept.value)
    },
    dropDraft() {
      if (kept.value) storeDraft(imageId.value, kept.value.tool, null)
      kept.value = storedDraft(imageId.value)
    },
  }
}
