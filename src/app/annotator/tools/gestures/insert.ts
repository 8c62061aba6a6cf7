/** Adds a vertex where an edge of the selected polygon is under the pointer, or removes the vertex there. */
import { imagePoint } from '@/core/geometry/point'
import { deleteVertex, insertVertex, nearestEdge } from '@/core/shape/vertex'
import type { Editor } from '../../editor/editor'
import type { PointerInfo } from '../tool'
import { findTarget, reachOf } from './targets'

export function insertOnEdge(editor: Editor, info: PointerInfo): boolean {
  const item = editor.selected
  if (item?.shape?.kind !== 'polygons') return false
  const edge = nearestEdge(item.shape, info.point)
  if (!edge || edge.distance > reachOf(editor, info)) return false
  const grown = insertVertex(item.shape, edge, imagePoint(edge.x, edge.y))
  editor.commit('Add point', (changes) => changes.setShape(item.id, grown))
  editor.select([item.id], { part: edge.part, ring: edge.ring, vertex: edge.vertex + 1 })
  return true
}

export function removeVertexAt(editor: Editor, info: PointerInfo): boolean {
  const target = findTarget(editor, info)
  if (target?.kind !== 'vertex') return false
  const { item, shape, at } = target
  const left = deleteVertex(shape, at)
  editor.select([item.id])
  editor.commit('Delete point', (changes) => (left ? changes.setShape(item.id, left) : changes.remove(item.id)))
  return true
}
