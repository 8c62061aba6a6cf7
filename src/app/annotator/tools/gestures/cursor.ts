/** What the pointer looks like over what it can do. */
import type { Editor } from '../../editor/editor'
import { handleCursor } from '../../editor/handles'
import type { PointerInfo } from '../tool'
import { findTarget } from './targets'

export function idleCursor(editor: Editor, info: PointerInfo): string | null {
  const target = findTarget(editor, info)
  if (target?.kind === 'handle') return handleCursor(target.handle)
  if (target) return 'pointer'
  const picked = editor.pick(info.point)
  if (picked === null) return null
  return editor.selection.has(picked) ? 'move' : 'pointer'
}
