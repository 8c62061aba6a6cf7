/** The editor's state as refs, so that components follow the editor while the editor does not depend on Vue. */
import { computed, onScopeDispose, shallowReactive, type ComputedRef } from 'vue'
import type { EditorPart } from '../editor/camera'
import type { Editor } from '../editor/editor'
import { soonAfter } from './soonAfter'

export function useEditorView(editor: Editor) {
  const ticks = shallowReactive<Partial<Record<EditorPart, number>>>({})
  onScopeDispose(editor.on((part) => (ticks[part] = (ticks[part] ?? 0) + 1)))

  /** A ref that is read again whenever one of the parts changes. */
  function follow<T>(parts: EditorPart[], read: () => T): ComputedRef<T> {
    return computed(() => {
      for (const part of parts) void ticks[part]
      return read()
    })
  }

  const doc = follow(['doc'], () => editor.doc)
  const selection = follow(['selection'], () => editor.selection)

  return {
    doc,
    selection,
    /** The same for panels, which may lag behind the canvas. A change of the image applies at once. */
    late: { doc: soonAfter(doc, (now, before) => now.imageId !== before.imageId), selection: soonAfter(selection) },
    hovered: follow(['hover'], () => editor.hovered),
    selectedItems: follow(['selection', 'doc'], () => editor.selectedItems),
    tool: follow(['tool'], () => editor.tool),
    cursor: follow(['tool'], () => editor.cursor ?? editor.tool.cursor),
    /** The annotation that strokes go on with. */
    working: follow(['tool', 'selection', 'doc'], () => editor.working),
    mode: follow(['tool'], () => editor.mode),
    viewport: follow(['viewport'], () => editor.viewport),
    zoom: follow(['viewport'], () => editor.zoom),
    categoryId: follow(['category'], () => editor.categoryId),
    display: follow(['display'], () => editor.display),
    waiting: follow(['waiting'], () => editor.waiting),
    draft: follow(['draft'], () => editor.draft),
    pointer: follow(['pointer'], () => editor.pointer),
    options: follow(['options'], () => editor.options),
  }
}

export type EditorView = ReturnType<typeof useEditorView>
