/** Applies a finished ring or box: a new annotation, a part of the selected one, or a hole in it. */
import { boxCorners, roundBox, type Bbox } from '@/core/geometry/box'
import { selfCrossings } from '@/core/geometry/selfCrossings'
import { roundCoordinate } from '@/core/geometry/round'
import { unite } from '@/core/mask/combine'
import { rleArea } from '@/core/mask/measure'
import { polygonToRle } from '@/core/mask/rasterise'
import { shapeBounds } from '@/core/shape/bounds'
import { addPart } from '@/core/shape/edit'
import { boxToShape, ringToShape, shapeToRle } from '@/core/shape/shape'
import { asPolygons, toMaskShape } from '@/core/shape/combine'
import { intersectShapes, subtractShapes } from '@/core/shape/subtract'
import type { Ring, Shape, Size } from '@/core/shape/types'
import type { DrawMode } from './draft'
import type { Editor } from './editor'
import type { PointerInfo } from '../tools/tool'

/** Shift adds to the selected annotation, Alt subtracts, both intersect; otherwise the option decides. New unless exactly one is selected. */
export function modeFor(editor: Editor, { shift, alt }: Pick<PointerInfo, 'shift' | 'alt'>): DrawMode {
  const target = editor.selected
  if (!target) return 'new'
  const mode = alt && shift ? 'intersect' : alt ? 'cut' : shift ? 'add' : editor.mode
  return mode !== 'add' && !target.shape ? 'new' : mode
}

/** As `modeFor`, for tools whose strokes go on with one annotation until it is finished. */
export function strokeModeFor(editor: Editor, held: Pick<PointerInfo, 'shift' | 'alt'>): DrawMode {
  const mode = modeFor(editor, held)
  return mode === 'new' && editor.working !== null ? 'add' : mode
}

export function finishRing(editor: Editor, ring: Ring, mode: DrawMode, label = 'Draw polygon') {
  const rounded = ring.map(roundCoordinate)
  if (selfCrossings(rounded).length > 0) editor.onNotice({ key: 'notices.crossesItself' })
  if (mode === 'new' || !editor.selected) return addSeen(editor, label, ringToShape(rounded))
  combine(editor, rounded, mode)
}

export function finishBox(editor: Editor, box: Bbox, mode: DrawMode) {
  const rounded = roundBox(box)
  if (mode === 'new' || !editor.selected) return addSeen(editor, 'Draw box', boxToShape(rounded))
  combine(editor, boxCorners(rounded), mode)
}

/** Shapes that cover no pixel are refused: they would have no area and no box. */
function addSeen(editor: Editor, label: string, shape: Shape) {
  const [, , width, height] = shapeBounds(shape)
  const isSeen = Math.min(width, height) >= 1 || rleArea(shapeToRle(shape, editor.doc.size)) > 0
  if (isSeen) return editor.add(label, shape)
  editor.onNotice({ key: 'notices.coversNothing' })
}

function combine(editor: Editor, ring: Ring, mode: Exclude<DrawMode, 'new'>) {
  const { id, shape } = editor.selected!
  const { size } = editor.doc
  if (mode === 'add') {
    const grown = shape ? partAdded(shape, ring, size) : ringToShape(ring)
    return editor.commit('Add part', (changes) => changes.setShape(id, grown))
  }
  const label = mode === 'cut' ? 'Cut out' : 'Keep what is common'
  const left =
    shape && (mode === 'cut' ? ringCut(shape, ring, size) : intersectShapes([shape, ringToShape(ring)], size))
  if (left) return editor.commit(label, (changes) => changes.setShape(id, left))
  editor.commit('Cut out everything', (changes) => changes.remove(id))
}

export function partAdded(shape: Shape, ring: Ring, size: Size): Shape {
  if (shape.kind !== 'mask') return addPart(asPolygons(shape), ring)
  return toMaskShape(unite([shapeToRle(shape, size), polygonToRle(ring, size)]))
}

/** A hole where the ring lies inside; where it crosses the outline, what lies in it goes. Null when nothing is left. */
export const ringCut = (shape: Shape, ring: Ring, size: Size): Shape | null =>
  subtractShapes(shape, [ringToShape(ring)], size)
