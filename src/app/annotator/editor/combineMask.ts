/** Applies painted or found pixels: a new annotation, or added to, subtracted from or intersected with the selected one. */
import { intersect, subtract, unite } from '@/core/mask/combine'
import { rleArea } from '@/core/mask/measure'
import { toMaskShape } from '@/core/shape/combine'
import { shapeToRle } from '@/core/shape/shape'
import type { Rle } from '@/core/mask/types'
import type { DrawMode } from './draft'
import type { Editor } from './editor'
import type { Said } from '../texts'

const combined: Record<Exclude<DrawMode, 'new'>, (before: Rle, pixels: Rle) => Rle> = {
  add: (before, pixels) => unite([before, pixels]),
  cut: subtract,
  intersect: (before, pixels) => intersect([before, pixels]),
}

/** Reports that the gesture changed nothing. */
const UNCHANGED: Record<Exclude<DrawMode, 'new'>, Said> = {
  add: { key: 'notices.nothingAdded' },
  cut: { key: 'notices.nothingCut' },
  intersect: { key: 'notices.nothingIntersected' },
}

/** Converts the shape to a mask when its pixels change. Deletes the annotation if no pixel is left. */
export function finishMask(editor: Editor, pixels: Rle, mode: DrawMode, label: string) {
  const target = editor.selected
  if (mode === 'new' || !target) return rleArea(pixels) > 0 ? editor.add(label, toMaskShape(pixels), true) : undefined
  const { id, shape } = target
  const before: Rle = shape
    ? shapeToRle(shape, editor.doc.size)
    : { size: pixels.size, counts: [pixels.size[0] * pixels.size[1]] }
  const after = combined[mode](before, pixels)
  if (samePixels(before, after)) return editor.onNotice(UNCHANGED[mode])
  editor.commit(label, (changes) =>
    rleArea(after) > 0 ? changes.setShape(id, toMaskShape(after)) : changes.remove(id),
  )
}

/** Both masks come from a combination, so equal pixels have equal runs. */
function samePixels(a: Rle, b: Rle): boolean {
  const [runsA, runsB] = [combined.add(a, a).counts, b.counts]
  return runsA.length === runsB.length && runsA.every((count, index) => count === runsB[index])
}
