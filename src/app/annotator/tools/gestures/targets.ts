/** What of the selected annotation is under the pointer: a handle, a vertex or a keypoint. */
import { distance, imagePoint, type ImagePoint } from '@/core/geometry/point'
import { ringPoint } from '@/core/geometry/polygon'
import { nearestEdge, nearestVertex, ringAt, type VertexRef } from '@/core/shape/vertex'
import type { Bbox } from '@/core/geometry/box'
import type { PolygonsShape, Ring } from '@/core/shape/types'
import type { Item } from '../../editor/document'
import type { Editor } from '../../editor/editor'
import { handlePoint, HANDLES, type Handle } from '../../editor/handles'
import type { PointerInfo } from '../tool'

export type Target =
  | { kind: 'handle'; item: Item; handle: Handle }
  | { kind: 'vertex'; item: Item; shape: PolygonsShape; at: VertexRef; point: ImagePoint }
  | { kind: 'midpoint'; item: Item; shape: PolygonsShape; after: VertexRef; point: ImagePoint }
  | { kind: 'keypoint'; item: Item; index: number }

const REACH = 7 // screen pixels
const TOUCH_REACH = 16
const LONG_EDGE = 36 // screen pixels of an edge whose middle can be dragged
const CROWDED = 5 // screen pixels of outline for each vertex, below which they are not shown

export const reachOf = (editor: Editor, { touch }: Pick<PointerInfo, 'touch'>) =>
  editor.reach(touch ? TOUCH_REACH : REACH)

export function findTarget(editor: Editor, info: Pick<PointerInfo, 'point' | 'touch'>): Target | null {
  const item = editor.selected
  if (!item) return null
  const reach = reachOf(editor, info)
  return (
    keypointAt(item, info.point, reach) ??
    vertexAt(editor, item, info.point, reach) ??
    midpointAt(editor, item, info.point, reach) ??
    handleAt(item, info.point, reach)
  )
}

function keypointAt(item: Item, point: ImagePoint, reach: number): Target | null {
  let [nearest, index] = [reach, -1]
  for (let number = 0; number * 3 + 2 < item.keypoints.length; number++) {
    const [x, y, visibility] = item.keypoints.slice(number * 3, number * 3 + 3) as [number, number, number]
    const away = distance(imagePoint(x, y), point)
    if (visibility > 0 && away <= nearest) [nearest, index] = [away, number]
  }
  return index < 0 ? null : { kind: 'keypoint', item, index }
}

function vertexAt(editor: Editor, item: Item, point: ImagePoint, reach: number): Target | null {
  const { shape } = item
  if (shape?.kind !== 'polygons' || !verticesShown(shape, item.bounds, editor.zoom)) return null
  const found = nearestVertex(shape, point)
  if (!found || found.distance > reach) return null
  const { part, ring, vertex, x, y } = found
  return { kind: 'vertex', item, shape, at: { part, ring, vertex }, point: imagePoint(x, y) }
}

/** The middle of an edge, where one is long enough on the screen to show it. */
function midpointAt(editor: Editor, item: Item, point: ImagePoint, reach: number): Target | null {
  const { shape } = item
  if (shape?.kind !== 'polygons' || !verticesShown(shape, item.bounds, editor.zoom)) return null
  const edge = nearestEdge(shape, point)
  if (!edge || edge.distance > reach) return null
  const middle = middleOf(ringAt(shape, edge), edge.vertex, editor.zoom)
  if (!middle || distance(middle, point) > reach) return null
  const { part, ring, vertex } = edge
  return { kind: 'midpoint', item, shape, after: { part, ring, vertex }, point: middle }
}

/** Null for an edge too short to have a point in its middle that is not taken for one of its ends. */
export function middleOf(ring: Ring, vertex: number, zoom: number): ImagePoint | null {
  const [from, to] = [ringPoint(ring, vertex), ringPoint(ring, (vertex + 1) % (ring.length / 2))]
  if (distance(from, to) * zoom < LONG_EDGE) return null
  return imagePoint((from.x + to.x) / 2, (from.y + to.y) / 2)
}

function handleAt(item: Item, point: ImagePoint, reach: number): Target | null {
  if (!hasHandles(item)) return null
  const handle = HANDLES.find((each) => distance(handlePoint(item.bounds, each), point) <= reach)
  return handle ? { kind: 'handle', item, handle } : null
}

/** Boxes and masks have handles; polygons have their vertices. */
export const hasHandles = ({ shape }: Item) => shape?.kind === 'box' || shape?.kind === 'mask'

/** False while so many vertices are on so little screen that none could be hit. */
export function verticesShown({ parts }: PolygonsShape, [, , width, height]: Bbox, zoom: number): boolean {
  const numbers = parts.reduce(
    (sum, { outer, holes }) => holes.reduce((more, hole) => more + hole.length, sum + outer.length),
    0,
  )
  return ((width + height) * 2 * zoom) / (numbers / 2) >= CROWDED
}
