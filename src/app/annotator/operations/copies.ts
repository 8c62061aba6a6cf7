/** Copying annotations, within an image and onto another one. */
import { shapeBounds } from '@/core/shape/bounds'
import { moveShape } from '@/core/shape/edit'
import { fitShape } from '@/core/shape/reform'
import type { Shape, Size } from '@/core/shape/types'
import type { Copied } from '../editor/changes'
import type { Category, Doc, Item } from '../editor/document'
import type { Editor } from '../editor/editor'

/** An annotation apart from its image. The category counts by its number here, by its name elsewhere. */
export interface Copy extends Pick<Item, 'shape' | 'keypoints'> {
  category: Pick<Category, 'id' | 'name'>
  rest: Copied
}

const STEP = 10 // image pixels between a copy and what it would cover exactly
const MOST_STEPS = 20

export function copiesOf({ categories }: Doc, items: readonly Item[]): Copy[] {
  return items.map(({ categoryId, shape, keypoints, iscrowd, color, metadata }) => ({
    category: { id: categoryId, name: categories.get(categoryId)?.name ?? '' },
    shape,
    keypoints,
    rest: { iscrowd, color, metadata },
  }))
}

export interface Added {
  /** How many were left out: outside the image, or without any category. */
  left: number
  /** How many have the current category, as theirs is not here. */
  renamed: number
}

/** Adds the copies, cut at the borders of this image, and selects them. */
export function addCopies(editor: Editor, label: string, copies: readonly Copy[]): Added {
  const { doc } = editor
  const fitting = copies.flatMap((copy) => fitCopy(copy, editor) ?? [])
  const added: number[] = []
  editor.commit(label, (changes) => {
    for (const { categoryId, shape, keypoints, rest } of fitting)
      added.push(changes.add(categoryId, ...beside(doc, shape, keypoints), rest))
  })
  if (added.length > 0) editor.select(added)
  return { left: copies.length - fitting.length, renamed: fitting.filter(({ isRenamed }) => isRenamed).length }
}

export function duplicateSelected(editor: Editor) {
  const items = editor.selectedItems
  addCopies(
    editor,
    items.length === 1 ? 'Duplicate' : `Duplicate ${items.length} annotations`,
    copiesOf(editor.doc, items),
  )
}

function fitCopy({ category, shape, keypoints, rest }: Copy, { doc, categoryId: current }: Editor) {
  const { categories, size } = doc
  const named = [...categories.values()].find(({ name }) => name === category.name)
  const own = categories.has(category.id) ? category.id : named?.id
  const categoryId = own ?? (current !== null && categories.has(current) ? current : null)
  const fitted = shape && fitShape(shape, size)
  const points = fitKeypoints(keypoints, size)
  if (categoryId === null || (!fitted && !points.some((value, index) => index % 3 === 2 && value > 0))) return null
  return { categoryId, isRenamed: own === undefined, shape: fitted, keypoints: points, rest }
}

/** A keypoint outside the image is one that is not there. */
function fitKeypoints(keypoints: readonly number[], { width, height }: Size): number[] {
  const fitted: number[] = []
  for (let index = 0; index + 2 < keypoints.length; index += 3) {
    const [x, y, visibility] = keypoints.slice(index, index + 3) as [number, number, number]
    fitted.push(...(x >= 0 && y >= 0 && x <= width && y <= height ? [x, y, visibility] : [0, 0, 0]))
  }
  return fitted
}

/** A copy that would lie exactly upon what is there is moved a little, towards the inside of the image. */
function beside(doc: Doc, shape: Shape | null, keypoints: number[]): [Shape | null, number[]] {
  if (!shape) return [shape, keypoints]
  const [left, top, width, height] = shapeBounds(shape)
  const taken = new Set(
    [...doc.items.values()].map(({ bounds }) => `${bounds[0]},${bounds[1]},${bounds[2]},${bounds[3]}`),
  )
  const right = left + width + STEP <= doc.size.width ? STEP : -STEP
  const down = top + height + STEP <= doc.size.height ? STEP : -STEP
  let steps = 0
  while (steps < MOST_STEPS && taken.has(`${left + steps * right},${top + steps * down},${width},${height}`)) steps += 1
  if (steps === 0) return [shape, keypoints]
  const moved = fitShape(moveShape(shape, steps * right, steps * down), doc.size)
  const seen = (index: number) => keypoints[index - (index % 3) + 2]! > 0
  const points = keypoints.map((value, index) =>
    index % 3 === 2 || !seen(index) ? value : value + steps * (index % 3 === 0 ? right : down),
  )
  return moved ? [moved, fitKeypoints(points, doc.size)] : [shape, keypoints]
}
