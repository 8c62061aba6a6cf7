/** Names on shapes. They are part of the drawing of all shapes, which is moved as a whole, so that they cost a frame nothing. */
import type { Size } from '@/core/shape/types'
import type { Item } from '../../editor/document'
import { itemColor, readColor } from '../paint/color'
import { extentOf, type Drawing, type Extent } from '../drawing'
import { labelText } from './labelText'
import { LABEL_HEIGHT, LABEL_PADDING, LabelPlaces, type Label, type Named } from './placeLabels'

const FONT = '12px system-ui, sans-serif'
const MOST_WIDTHS = 5000 // texts whose width is kept
const widths = new Map<string, number>()
const BATCH = 16

/** Places the names of all items, the larger ones first, and paints them. Yields between pieces of the work. */
export function* paintAllLabels(drawing: Drawing): Generator<void, void> {
  const labels = new LabelPlaces<Named>(sizeOf(drawing), textsOf(drawing))
  const named: Named[] = []
  const { right, bottom } = wholeOf(drawing)
  for (const item of drawing.items.values()) {
    const extent = extentOf(drawing, item)
    if (extent.right > 0 && extent.left < right && extent.bottom > 0 && extent.top < bottom)
      named.push(namedOn(drawing, item))
  }
  yield
  labels.placeAll(named.sort((a, b) => b.box[2] * b.box[3] - a.box[2] * a.box[3] || a.id - b.id))
  drawing.labels = labels
  yield
  let count = 0
  for (const label of labels.list) {
    paintLabel(drawing, label)
    if (++count % BATCH === 0) yield
  }
}

/** Places the names of changed items anew. Returns the parts of the drawing where a name went or came. */
export function replaceLabels(drawing: Drawing, changed: readonly Item[]): Extent[] {
  const { labels, items } = drawing
  if (!labels) return []
  const ids = new Set(changed.map(({ id }) => id))
  const gone = [...ids].flatMap((id) => labels.remove(id) ?? [])
  const come = [...ids].flatMap((id) => {
    const item = items.get(id)
    return (item && labels.place(namedOn(drawing, item))) ?? []
  })
  return [...gone, ...come].map((label) => extentOfLabel(drawing, label))
}

/** Paints the names that reach into a part of the drawing. */
export function paintLabelsIn(drawing: Drawing, { left, top, right, bottom }: Extent) {
  for (const label of drawing.labels?.list ?? []) {
    const extent = extentOfLabel(drawing, label)
    if (extent.left < right && extent.right > left && extent.top < bottom && extent.bottom > top)
      paintLabel(drawing, label)
  }
}

const wholeOf = ({ context: { canvas } }: Drawing) => ({ right: canvas.width, bottom: canvas.height })

const sizeOf = ({ context: { canvas }, ratio }: Drawing): Size => ({
  width: Math.floor(canvas.width / ratio),
  height: Math.floor(canvas.height / ratio),
})

function textsOf({ context, categories, display }: Drawing) {
  return {
    textOf: ({ item }: Named) => labelText(item, categories.get(item.categoryId), display.labels),
    widthOf(text: string) {
      const kept = widths.get(text)
      if (kept !== undefined) return kept
      if (widths.size >= MOST_WIDTHS) widths.clear()
      context.font = FONT
      const { width } = context.measureText(text)
      widths.set(text, width)
      return width
    },
  }
}

function namedOn({ place: { scale, x, y }, ratio }: Drawing, item: Item): Named {
  const [left, top, width, height] = item.bounds
  const size = scale / ratio
  return { id: item.id, item, box: [left * size + x / ratio, top * size + y / ratio, width * size, height * size] }
}

function extentOfLabel({ ratio }: Drawing, { x, y, width }: Label<Named>): Extent {
  return {
    left: Math.floor(x * ratio),
    top: Math.floor(y * ratio),
    right: Math.ceil((x + width) * ratio),
    bottom: Math.ceil((y + LABEL_HEIGHT) * ratio),
  }
}

function paintLabel(
  { context, categories, display, ratio }: Drawing,
  { of: { item }, text, x, y, width }: Label<Named>,
) {
  const color = itemColor(item, categories.get(item.categoryId), display)
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.fillStyle = color
  context.beginPath()
  context.roundRect(x, y, width, LABEL_HEIGHT, 3)
  context.fill()
  context.fillStyle = isBright(color) ? 'black' : 'white'
  context.font = FONT
  context.textBaseline = 'middle'
  context.fillText(text, x + LABEL_PADDING, y + LABEL_HEIGHT / 2 + 0.5)
}

/** Whether black is easier to read on it than white: relative luminance, WCAG. */
function isBright(color: string): boolean {
  const [red, green, blue] = readColor(color).map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179
}
