/** What becomes of an outline that was found: simplified polygons or a mask, as the options say. */
import { simplifyRing } from '@/core/geometry/simplify'
import type { Candidate } from '@/core/models/sam'
import { uniteShapes } from '@/core/shape/combine'
import { intersectShapes, subtractShapes } from '@/core/shape/subtract'
import { shapeToRle } from '@/core/shape/shape'
import { toMask } from '@/core/shape/reform'
import type { PolygonsShape, Shape } from '@/core/shape/types'
import { finishMask } from '../editor/combineMask'
import type { DrawMode } from '../editor/draft'
import type { Editor } from '../editor/editor'
import type { ChoiceOption, RangeOption } from './options'

export const RESULT: ChoiceOption = {
  kind: 'choice',
  id: 'smart-result',
  choices: ['polygon', 'mask'],
  initial: 'polygon',
}
export const TOLERANCE: RangeOption = { kind: 'range', id: 'smart-tolerance', min: 0, max: 10, initial: 1, unit: 'px' }

/** Half of it: the outline stays within half a pixel at 1, which no mask shows. */
const SCALE = 0.5

const simplified = new WeakMap<Candidate, { tolerance: number; shape: PolygonsShape }>()

/** The outline with as few points as the tolerance allows. */
export function candidateOutline(editor: Editor, candidate: Candidate): PolygonsShape {
  const tolerance = editor.option(TOLERANCE) * SCALE
  const known = simplified.get(candidate)
  if (known?.tolerance === tolerance) return known.shape
  const parts = candidate.parts.map(({ outer, holes }) => ({
    outer: simplifyRing(outer, tolerance),
    holes: holes.map((hole) => simplifyRing(hole, tolerance)),
  }))
  const shape: PolygonsShape = { kind: 'polygons', parts }
  simplified.set(candidate, { tolerance, shape })
  return shape
}

export function candidateShape(editor: Editor, candidate: Candidate): Shape {
  const outline = candidateOutline(editor, candidate)
  return editor.option(RESULT) === 'mask' ? toMask(outline, editor.doc.size) : outline
}

/** `target`: the annotation that it replaces the shape of. */
export function keepShape(editor: Editor, shape: Shape, mode: DrawMode, target: number | null) {
  const {
    selected,
    doc: { size },
  } = editor
  if (target !== null && editor.doc.items.has(target)) {
    editor.commit('Refine smart selection', (changes) => changes.setShape(target, shape))
    return editor.select([target])
  }
  if (mode === 'new' || !selected?.shape || shape.kind === 'mask') {
    return mode === 'new'
      ? editor.add('Smart select', shape)
      : finishMask(editor, shapeToRle(shape, size), mode, 'Smart select')
  }
  const { id, shape: before } = selected
  const after =
    mode === 'add'
      ? uniteShapes([before, shape], size)
      : mode === 'cut'
        ? subtractShapes(before, [shape], size)
        : intersectShapes([before, shape], size)
  editor.commit('Smart select', (changes) => (after ? changes.setShape(id, after) : changes.remove(id)))
}
