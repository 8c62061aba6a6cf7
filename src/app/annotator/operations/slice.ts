/** Slicing an annotation in two along a line. */
import type { ImagePoint } from '@/core/geometry/point'
import { sliceShape } from '@/core/shape/subtract'
import { measureShape } from '@/core/shape/shape'
import type { Item } from '../editor/document'
import type { Editor } from '../editor/editor'

/** The larger side stays in the annotation, the other becomes one of its own; both are selected. False when the line misses it. */
export function sliceItem(editor: Editor, item: Item, from: ImagePoint, to: ImagePoint): boolean {
  const { size } = editor.doc
  const sides = item.shape && sliceShape(item.shape, from, to, size)
  if (!sides) return false
  const [larger, smaller] = sides.sort((a, b) => measureShape(b, size).area - measureShape(a, size).area)
  const { id, categoryId, iscrowd, color, metadata } = item
  let made = 0
  editor.commit('Slice', (changes) => {
    changes.setShape(id, larger)
    made = changes.add(categoryId, smaller, [], { iscrowd, color, metadata })
  })
  editor.select([id, made])
  return true
}
