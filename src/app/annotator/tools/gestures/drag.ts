/** Dragging one point of the selected annotation: a vertex, a handle of its box, a keypoint. */
import { roundCoordinate } from '@/core/geometry/round'
import { insertVertex, moveVertex, scaleShape } from '@/core/shape/edit'
import { snapPoint } from '@/core/shape/snap'
import { moveVertices, sameVertex } from '@/core/shape/vertices'
import { imagePoint, type ImagePoint } from '@/core/geometry/point'
import { pickables } from '../../editor/display'
import type { Shape } from '@/core/shape/types'
import { editDraft } from '../../editor/draft'
import type { Editor } from '../../editor/editor'
import { dragHandle } from '../../editor/handles'
import { SNAP, SNAP_REACH } from '../snapping'
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

/** A point of several that are picked takes them all along; one alone snaps to what is near. */
export function dragVertex(editor: Editor, { item, shape, at, point: start }: Of<'vertex'>): Gesture {
  const several = editor.vertices.length > 1 && editor.vertices.some((each) => sameVertex(each, at))
  if (!several) {
    editor.select([item.id], at)
    return reshape(editor, item.id, 'Move point', (point) => moveVertex(shape, at, snapped(editor, item.id, point)))
  }
  const picked = editor.vertices
  editor.pickVertices([...picked.filter((each) => !sameVertex(each, at)), at])
  return reshape(editor, item.id, 'Move points', ({ x, y }) =>
    moveVertices(shape, picked, [x - start.x, y - start.y], (to) => editor.clamp(imagePoint(to.x, to.y))),
  )
}

/** Dragging the middle of an edge puts a point there. */
export function dragMidpoint(editor: Editor, { item, shape, after, point: middle }: Of<'midpoint'>): Gesture {
  const grown = insertVertex(shape, after, middle)
  const at = { ...after, vertex: after.vertex + 1 }
  const gesture = reshape(editor, item.id, 'Add point', (point) =>
    moveVertex(grown, at, snapped(editor, item.id, point)),
  )
  return {
    move: gesture.move,
    end(info) {
      gesture.end(info)
      editor.select([item.id], at)
    },
  }
}

/** On the corner or edge of another annotation that is near, if points snap. */
function snapped(editor: Editor, own: number, point: ImagePoint): ImagePoint {
  if (!editor.option(SNAP)) return point
  const others = pickables(editor.doc, editor.display).filter(({ id }) => id !== own)
  return snapPoint(others, point, editor.reach(SNAP_REACH)) ?? point
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
