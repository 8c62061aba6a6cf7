/** Moving whole annotations, shape and keypoints together, within the image. */
import { uniteBoxes } from '@/core/geometry/box'
import { roundCoordinate } from '@/core/geometry/round'
import { moveShape } from '@/core/shape/edit'
import type { ImagePoint } from '@/core/geometry/point'
import type { Shape } from '@/core/shape/types'
import type { Item } from '../../editor/document'
import { editDraft, type EditDraft } from '../../editor/draft'
import type { Editor } from '../../editor/editor'
import type { Gesture } from './gesture'

export function moveSelected(editor: Editor, start: ImagePoint): Gesture {
  const items = editor.selectedItems
  let draft: EditDraft | null = null
  return {
    move({ point }) {
      draft = movedDraft(editor, items, point.x - start.x, point.y - start.y)
      editor.showDraft(draft)
    },
    end: () => draft && commitMoved(editor, draft),
  }
}

/** The items moved, but never so far that what was in the image leaves it. */
export function movedDraft({ doc }: Editor, items: readonly Item[], dx: number, dy: number): EditDraft {
  const [first = [0, 0, 0, 0] as Item['bounds'], ...others] = items.map(({ bounds }) => bounds)
  const [left, top, width, height] = others.reduce(uniteBoxes, first)
  const right = limited(dx, left, width, doc.size.width)
  const down = limited(dy, top, height, doc.size.height)
  const shapes = items.flatMap(({ id, shape }): [number, Shape][] =>
    shape ? [[id, moveShape(shape, right, down)]] : [],
  )
  const keypoints = items.flatMap((item): [number, number[]][] =>
    item.keypoints.length > 0 ? [[item.id, movedKeypoints(item, right, down)]] : [],
  )
  return editDraft(shapes, keypoints)
}

/** What reached over the border before may go on doing so. */
function limited(delta: number, start: number, length: number, room: number): number {
  return Math.min(Math.max(0, room - start - length), Math.max(Math.min(0, -start), delta))
}

function movedKeypoints({ keypoints }: Item, dx: number, dy: number): number[] {
  // A point that is not there (visibility 0) stays at 0, 0.
  const visible = (index: number) => (keypoints[index - (index % 3) + 2] ?? 0) > 0
  return keypoints.map((value, index) =>
    index % 3 === 2 || !visible(index) ? value : roundCoordinate(value + (index % 3 === 0 ? dx : dy)),
  )
}

export function commitMoved(editor: Editor, { shapes, keypoints }: EditDraft) {
  editor.commit('Move', (changes) => {
    for (const [id, shape] of shapes) changes.setShape(id, shape)
    for (const [id, list] of keypoints) changes.setKeypoints(id, list)
  })
}
