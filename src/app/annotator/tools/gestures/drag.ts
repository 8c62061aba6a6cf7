/** Dragging one point of the selected annotation: a vertex, a handle of its box, a keypoint. */
import { roundCoordinate } from '@/core/geometry/round'
import { moveVertex, scaleShape } from '@/core/shape/edit'
import type { ImagePoint } from '@/core/geometry/point'
import type { Shape } from '@/core/shape/types'
import { editDraft } from '../../editor/draft'
import type { Editor } from '../../editor/editor'
import { dragHandle } from '../../editor/handles'
import type { Gesture } from './gesture'
import type { Target } from './targets'

type Of<Kind extends Target['kind']> = Extract<Target, { kind: Kind }>

/** Shows the shape that a place of the pointer makes, and commits the last one. */
function reshape(editor: Editor, id: number, label: string, shapeAt: (point: ImagePoint) => Shape): Gesture {
  let shape: Shape | null = null
  return {
    move({ point }) {
      shape = shapeAt(editor.clamp(point))
      editor.showDraft(editDraft([[id, shape]]))
    },
    end() {
      const final = shape
      if (final) editor.commit(label, (changes) => changes.setShape(id, final))
    },
  }
}

export function dragVertex(editor: Editor, { item, shape, at }: Of<'vertex'>): Gesture {
  editor.select([item.id], at)
  return reshape(editor, item.id, 'Move point', (point) => moveVertex(shape, at, point))
}

export function scaleByHandle(editor: Editor, { item, handle }: Of<'handle'>): Gesture {
  const { shape, bounds } = item
  return reshape(editor, item.id, 'Resize', (point) => scaleShape(shape!, bounds, dragHandle(bounds, handle, point)))
}

export function dragKeypoint(editor: Editor, { item, index }: Of<'keypoint'>): Gesture {
  editor.select([item.id], null, index)
  let keypoints: number[] | null = null
  return {
    move({ point }) {
      const { x, y } = editor.clamp(point)
      keypoints = item.keypoints.slice()
      keypoints.splice(index * 3, 2, roundCoordinate(x), roundCoordinate(y))
      editor.showDraft(editDraft([], [[item.id, keypoints]]))
    },
    end() {
      const final = keypoints
      if (final) editor.commit('Move keypoint', (changes) => changes.setKeypoints(item.id, final))
    },
  }
}
