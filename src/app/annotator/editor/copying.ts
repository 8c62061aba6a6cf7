/** Pastes onto the open image and reports what did not fit. */
import type { AnnotatorData } from '@/contract/annotator'
import { takeCopies } from './clipboard'
import type { Editor } from './editor'
import { addCopies, copiesOf, type Copy } from '../operations/copies'
import { Ids, toDoc } from '../save/serialise'

export function pasteCopies(editor: Editor) {
  const copies = takeCopies()
  if (copies.length === 0) return editor.onNotice({ key: 'notices.nothingCopied' })
  add(editor, copies.length === 1 ? 'Paste' : `Paste ${copies.length} annotations`, copies)
}

/** `load` reads the previous image; the user may open another image meanwhile. */
export async function copyAll(editor: Editor, load: () => Promise<AnnotatorData>) {
  const { imageId } = editor.doc
  const from = toDoc(await load(), new Ids())
  if (editor.doc.imageId !== imageId) return
  const copies = copiesOf(from, [...from.items.values()])
  if (copies.length === 0) return editor.onNotice({ key: 'notices.nothingOnPrevious' })
  add(editor, `Copy ${copies.length} from the previous image`, copies)
}

function add(editor: Editor, label: string, copies: readonly Copy[]) {
  try {
    const { left, renamed } = addCopies(editor, label, copies)
    if (left > 0) editor.onNotice({ key: 'notices.pasteLeft', values: { left, count: copies.length } })
    const current = editor.doc.categories.get(editor.categoryId ?? 0)
    if (renamed > 0 && current)
      editor.onNotice({ key: 'notices.pasteRenamed', values: { renamed, count: copies.length, name: current.name } })
  } catch {
    editor.onNotice({ key: 'notices.copyUnreadable' })
  }
}
