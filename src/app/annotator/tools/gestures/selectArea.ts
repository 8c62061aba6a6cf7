/** Selecting all that lies in an area as a whole: a frame, or a lasso drawn around it. */
import { boxAround, boxCorners, boxFromPoints, type Bbox } from '@/core/geometry/box'
import { ringAt, type VertexRef } from '@/core/shape/vertex'
import { sameVertex, vertexRefs } from '@/core/shape/vertices'
import { pointInRing, ringPoint } from '@/core/geometry/polygon'
import { isShown } from '../../editor/display'
import type { Item } from '../../editor/document'
import type { Editor } from '../../editor/editor'
import type { ToggleOption } from '../options'
import type { PointerInfo } from '../tool'
import type { Gesture } from './gesture'

export const LASSO: ToggleOption = { kind: 'toggle', id: 'lasso', initial: false }

/** A click on empty ground selects nothing. */
export function selectArea(editor: Editor, start: PointerInfo): Gesture {
  const kept = start.shift ? [...editor.selection] : []
  const area = start.alt || editor.option(LASSO) ? lasso(editor, start) : frame(editor, start)
  return {
    move: area.draw,
    end(info) {
      const inside = [...editor.doc.items.values()].filter(
        (item) => isShown(editor.display, item) && area.holds(item, info),
      )
      const points = inside.length > 0 ? [] : pointsInside(editor, (x, y) => area.holdsPoint(x, y, info))
      if (points.length > 0) return editor.pickVertices(start.shift ? joined(editor.vertices, points) : points)
      editor.select([...kept, ...inside.map(({ id }) => id)])
    },
  }
}

/** Around no whole annotation, but some points of the selected polygon: those. */
function pointsInside({ selected }: Editor, holds: (x: number, y: number) => boolean): VertexRef[] {
  const { shape } = selected ?? {}
  if (shape?.kind !== 'polygons') return []
  return vertexRefs(shape).filter((ref) => {
    const { x, y } = ringPoint(ringAt(shape, ref), ref.vertex)
    return holds(x, y)
  })
}

const joined = (before: readonly VertexRef[], points: readonly VertexRef[]) => [
  ...before.filter((each) => !points.some((point) => sameVertex(each, point))),
  ...points,
]

interface Area {
  draw(info: PointerInfo): void
  holds(item: Item, info: PointerInfo): boolean
  holdsPoint(x: number, y: number, info: PointerInfo): boolean
}

function frame(editor: Editor, start: PointerInfo): Area {
  const boxTo = ({ point }: PointerInfo) => boxFromPoints(start.point, point)
  return {
    draw: (info) => editor.showDraft({ kind: 'marquee', box: boxTo(info) }),
    holds: ({ bounds }, info) => liesIn(bounds, boxTo(info)),
    holdsPoint: (x, y, info) => liesIn([x, y, 0, 0], boxTo(info)),
  }
}

function liesIn([x, y, width, height]: Bbox, [left, top, across, down]: Bbox): boolean {
  return x >= left && y >= top && x + width <= left + across && y + height <= top + down
}

function lasso(editor: Editor, start: PointerInfo): Area {
  const outline = [start.point.x, start.point.y]
  return {
    draw({ point }) {
      outline.push(point.x, point.y)
      editor.showDraft({ kind: 'marquee', box: boxAround(outline), outline })
    },
    holds: (item) =>
      liesIn(item.bounds, boxAround(outline)) && pointsOf(item).every(([x, y]) => pointInRing(outline, x, y)),
    holdsPoint: (x, y) => pointInRing(outline, x, y),
  }
}

/** The points that must lie in the lasso: those of the outline, for a mask the corners of its box drawn in by a quarter. */
function pointsOf({ shape, bounds }: Item): [number, number][] {
  const [x, y, width, height] = bounds
  if (shape?.kind === 'polygons') return shape.parts.flatMap(({ outer }) => pairs(outer))
  if (shape?.kind === 'mask') return pairs(boxCorners([x + width / 4, y + height / 4, width / 2, height / 2]))
  return pairs(boxCorners(bounds))
}

function pairs(flat: readonly number[]): [number, number][] {
  return Array.from({ length: flat.length >> 1 }, (_, index) => [flat[index * 2]!, flat[index * 2 + 1]!])
}
