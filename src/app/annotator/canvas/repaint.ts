/** Updates a drawing of many shapes after a few of them changed: repaints only the pixels around those. */
import { boxesOverlap, type Bbox } from '@/core/geometry/box'
import { keypointsBox } from '@/core/shape/keypoints'
import type { Item } from '../editor/document'
import { between } from './between'
import { extentOf, OVERHANG, type Drawing, type Extent } from './drawing'
import { paintLabelsIn, replaceLabels } from './labels/paintLabels'
import { paintItem } from './paint/paintItem'

const FEW = 40 // changed items; above this everything is redrawn in slices
const LARGEST = 0.25 // largest share of the drawing that is repainted at once

/** Returns false and does nothing if too much changed. */
export function paintAnew(
  drawing: Drawing,
  items: Drawing['items'],
  { categories, display }: Pick<Drawing, 'categories' | 'display'>,
): boolean {
  if (drawing.categories !== categories || drawing.display !== display) return false
  const changed = changedItems(drawing, items)
  if (!changed || changed.length > FEW) return false
  const { width, height } = drawing.context.canvas
  const extents = changed.map((item) => cut(extentOf(drawing, item), { width, height })).filter(hasPixels)
  if (extents.reduce((sum, each) => sum + areaOf(each), 0) > LARGEST * width * height) return false
  drawing.items = items
  for (const extent of [...extents, ...replaceLabels(drawing, changed)]) paintExtent(drawing, extent)
  return true
}

/** Changed items, before and after; null if the order of unchanged items differs. Walks both lists once, side by side. */
function changedItems({ items: before, labels }: Drawing, items: Drawing['items']): Item[] | null {
  const { was, is } = between([...before.values()], [...items.values()])
  const changed: Item[] = []
  let position = 0
  const passNew = () => {
    for (; position < is.length && !before.has(is[position]!.id); position++) changed.push(is[position]!)
  }
  for (const old of was) {
    passNew()
    const now = is[position]
    if (now?.id !== old.id) changed.push(old)
    else {
      if (!looksTheSame(old, now) || (labels && !sameName(old, now))) changed.push(old, now)
      position++
    }
  }
  passNew()
  // an item expected later was already passed: the order differs
  return position === is.length ? changed : null
}

const looksTheSame = (a: Item, b: Item) =>
  a === b || (a.shape === b.shape && a.color === b.color && a.categoryId === b.categoryId && sameKeypoints(a, b))

const sameName = (a: Item, b: Item) => a.storedId === b.storedId && a.score === b.score

const sameKeypoints = ({ keypoints: a }: Item, { keypoints: b }: Item) =>
  a === b || (a.length === b.length && a.every((value, index) => value === b[index]))

function paintExtent(drawing: Drawing, extent: Extent) {
  const {
    context,
    place: { scale, x, y },
    ratio,
    categories,
    display,
    line,
  } = drawing
  const { left, top, right, bottom } = extent
  context.save()
  context.resetTransform()
  context.beginPath()
  context.rect(left, top, right - left, bottom - top)
  context.clip()
  context.clearRect(left, top, right - left, bottom - top)
  context.setTransform(scale, 0, 0, scale, x, y)
  for (const item of touching(drawing, extent))
    paintItem(context, item, categories.get(item.categoryId), { scale: scale / ratio, display, line })
  paintLabelsIn(drawing, extent)
  context.restore()
}

/** Items that reach into an extent. Compares boxes in image pixels first, which rules out most. */
function touching({ items, place: { scale, x, y }, ratio }: Drawing, extent: Extent): Item[] {
  const more = OVERHANG * ratio + 1
  const { left, top, right, bottom } = extent
  const area: Bbox = [
    (left - more - x) / scale,
    (top - more - y) / scale,
    (right - left + 2 * more) / scale,
    (bottom - top + 2 * more) / scale,
  ]
  return [...items.values()].filter(
    ({ bounds, keypoints }) =>
      boxesOverlap(bounds, area) || (keypoints.length > 0 && boxesOverlap(keypointsBox(keypoints), area)),
  )
}

/** The intersection of an extent with another, or with the canvas. */
function cut(a: Extent, b: Extent | { width: number; height: number }): Extent {
  const { left, top, right, bottom } = 'left' in b ? b : { left: 0, top: 0, right: b.width, bottom: b.height }
  return {
    left: Math.max(a.left, left),
    top: Math.max(a.top, top),
    right: Math.min(a.right, right),
    bottom: Math.min(a.bottom, bottom),
  }
}

const hasPixels = ({ left, top, right, bottom }: Extent) => right > left && bottom > top
const areaOf = ({ left, top, right, bottom }: Extent) => (right - left) * (bottom - top)
