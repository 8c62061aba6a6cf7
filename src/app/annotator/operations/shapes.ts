/** Merges, splits and converts shapes. Each operation is one undoable step. */
import { splitShape, uniteShapes } from '@/core/shape/combine'
import { intersectShapes, subtractShapes } from '@/core/shape/subtract'
import { shapeToPolygons } from '@/core/shape/polygons'
import { fillHoles, simplifyShape, smoothShape, toBox, toMask } from '@/core/shape/reform'
import type { Shape } from '@/core/shape/types'
import type { Item } from '../editor/document'
import type { Editor } from '../editor/editor'
import { SIMPLIFY_WITHIN } from '../tools/select'

type Shaped = Item & { shape: Shape }

/** The selected annotations that have a shape, in the order in which they were selected. */
const shaped = (editor: Editor): Shaped[] => editor.selectedItems.filter((item): item is Shaped => item.shape !== null)

/** Merges all into the annotation that was selected first. It keeps its keypoints, or gets those of another of its category. */
export function mergeSelected(editor: Editor) {
  const [first, ...others] = shaped(editor)
  if (!first || others.length === 0) return
  const united = uniteShapes(
    [first, ...others].map(({ shape }) => shape),
    editor.doc.size,
  )
  const keypoints =
    [first, ...others].find((item) => item.categoryId === first.categoryId && item.keypoints.length > 0)?.keypoints ??
    []
  editor.commit(`Merge ${others.length + 1} annotations`, (changes) => {
    changes.setShape(first.id, united)
    if (keypoints !== first.keypoints && keypoints.length > 0) changes.setKeypoints(first.id, keypoints)
    others.forEach(({ id }) => changes.remove(id))
  })
}

/** Makes every part an annotation of its own. The first part stays in the old annotation. */
export function splitSelected(editor: Editor) {
  const pieces = shaped(editor)
    .map((item) => ({ item, shapes: splitShape(item.shape, editor.doc.size) }))
    .filter(({ shapes }) => shapes.length > 1)
  const selection: number[] = []
  editor.commit('Split parts', (changes) => {
    for (const {
      item,
      shapes: [own, ...others],
    } of pieces) {
      changes.setShape(item.id, own!)
      const { iscrowd, color, metadata } = item
      selection.push(
        item.id,
        ...others.map((shape) => changes.add(item.categoryId, shape, [], { iscrowd, color, metadata })),
      )
    }
  })
  if (selection.length > 0) editor.select(selection)
}

/** Subtracts the others from the annotation that was selected first. The others do not change. */
export const subtractSelected = (editor: Editor) =>
  combineSelected(editor, 'Subtract', (first, others) => subtractShapes(first, others, editor.doc.size))

/** Intersects the annotation that was selected first with the others. The others do not change. */
export const intersectSelected = (editor: Editor) =>
  combineSelected(editor, 'Intersect', (first, others) => intersectShapes([first, ...others], editor.doc.size))

function combineSelected(editor: Editor, label: string, combine: (first: Shape, others: Shape[]) => Shape | null) {
  const [first, ...others] = shaped(editor)
  if (!first || others.length === 0) return
  const left = combine(
    first.shape,
    others.map(({ shape }) => shape),
  )
  editor.commit(label, (changes) => (left ? changes.setShape(first.id, left) : changes.remove(first.id)))
}

export const simplifySelected = (editor: Editor) =>
  reform(editor, 'Simplify', (shape) =>
    shape.kind === 'box' ? shape : simplifyShape(shape, editor.option(SIMPLIFY_WITHIN), editor.doc.size),
  )
export const smoothSelected = (editor: Editor) =>
  reform(editor, 'Smooth', (shape) => smoothShape(shape, editor.doc.size))
export const fillSelected = (editor: Editor) =>
  reform(editor, 'Fill holes', (shape) => fillHoles(shape, editor.doc.size))
export const selectedToBox = (editor: Editor) => reform(editor, 'Turn into box', (shape) => toBox(shape) ?? shape)
export const selectedToPolygon = (editor: Editor) =>
  reform(editor, 'Turn into polygon', (shape) => shapeToPolygons(shape, editor.doc.size))
export const selectedToMask = (editor: Editor) =>
  reform(editor, 'Turn into mask', (shape) => (shape.kind === 'mask' ? shape : toMask(shape, editor.doc.size)))

/** Changes the shape of all that is selected; what comes out as it was is not touched. */
function reform(editor: Editor, label: string, change: (shape: Shape) => Shape) {
  const changed = shaped(editor)
    .map(({ id, shape }) => ({ id, before: shape, after: change(shape) }))
    .filter(({ before, after }) => before !== after && JSON.stringify(before) !== JSON.stringify(after))
  editor.commit(label, (changes) => changed.forEach(({ id, after }) => changes.setShape(id, after)))
}
