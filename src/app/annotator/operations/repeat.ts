/** The shape drawn last once more, where the pointer is. */
import { shapeBounds } from '@/core/shape/bounds'
import { moveShape } from '@/core/shape/edit'
import { fitShape } from '@/core/shape/reform'
import { screenPoint } from '@/core/geometry/point'
import type { Editor } from '../editor/editor'
import { toImage } from '../editor/viewport'

/** Its middle is at the pointer, as far as it fits into the image; it gets the current category. False if nothing was drawn. */
export function repeatShape(editor: Editor): boolean {
  const { lastDrawn, view, viewport, pointer } = editor
  if (!lastDrawn) return false
  const { size } = editor.doc
  const shape = fitShape(lastDrawn, size)
  if (!shape) return false
  const [left, top, width, height] = shapeBounds(shape)
  const at = editor.clamp(pointer ?? toImage(viewport, screenPoint(view.width / 2, view.height / 2)))
  const x = startWithin(at.x - width / 2, width, size.width)
  const y = startWithin(at.y - height / 2, height, size.height)
  editor.add('Repeat shape', moveShape(shape, x - left, y - top))
  return true
}

const startWithin = (start: number, length: number, end: number) => Math.max(0, Math.min(start, end - length))
