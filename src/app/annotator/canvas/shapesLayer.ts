/**
 * All shapes drawn once into a bitmap, which is moved while the picture is panned and zoomed and drawn anew when that
 * has come to rest. A drawing that takes long is made in slices beside the old one, which is shown until it is ready.
 */
import type { Size } from '@/core/shape/types'
import type { Item } from '../document'
import { isShown } from '../display'
import type { Editor } from '../editor'
import type { Viewport } from '../viewport'
import { paintItem } from './paintItem'

interface Bitmap {
  context: CanvasRenderingContext2D
  /** Painted in main memory: there, what a slice has drawn can be made to be painted within its frame. */
  sliced: boolean
  viewport: Viewport
  view: Size
  items: Set<Item>
}

const MARGIN = 0.2 // of the view, drawn on each side, so that panning shows something new at once
const SLICE = 7 // milliseconds
const SLICE_OF_MANY = 2 // of drawing commands; painting them takes several times that
const MANY = 400 // items that are drawn in slices
const CHEAP = 7 // a drawing that takes less is made again for every frame

export class ShapesLayer {
  private front: Bitmap | null = null
  private back: Bitmap | null = null
  private work: Generator<void, void> | null = null
  private cost = 0
  private spent = 0

  constructor(private readonly editor: Editor) {}

  /** False while what the bitmap shows is not what there is. */
  get ready() {
    return this.work === null
  }

  /** A drawing small enough to be made for every frame. */
  get cheap() {
    return this.cost < CHEAP
  }

  /** Whether the bitmap shows an item as it is now. */
  has = (item: Item) => this.front?.items.has(item) ?? false

  /** Begins a drawing of what there is now; `without` are the items that the live layer draws. */
  rebuild(ratio: number, without: ReadonlySet<number>) {
    const { view, viewport, doc, display } = this.editor
    const items = [...doc.items.values()].filter((item) => isShown(display, item) && !without.has(item.id))
    this.back = prepare(this.back, items.length > MANY, { viewport, view, ratio })
    this.work = this.paint(this.back, items, ratio)
    this.spent = 0
  }

  /** Goes on with the drawing for one slice; true when it is ready. */
  advance(): boolean {
    if (!this.work) return true
    const start = performance.now()
    const slice = this.back?.sliced ? SLICE_OF_MANY : SLICE
    while (performance.now() - start < slice) {
      if (!this.work.next().done) continue
      this.cost = this.spent + performance.now() - start
      ;[this.front, this.back, this.work] = [this.back, this.front, null]
      return true
    }
    // Commands pile up until someone looks at the result; all at once they would take many frames.
    if (this.back?.sliced) this.back.context.getImageData(0, 0, 1, 1)
    this.spent += performance.now() - start
    return false
  }

  private *paint({ context, viewport, view, items: painted }: Bitmap, items: readonly Item[], ratio: number) {
    const { scale } = viewport
    const [marginX, marginY] = [view.width * MARGIN, view.height * MARGIN]
    const [x, y] = [viewport.x + marginX, viewport.y + marginY]
    context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * x, ratio * y)
    const look = { scale, display: this.editor.display }
    const { categories } = this.editor.doc
    for (const item of items) {
      painted.add(item)
      const [left, top, width, height] = item.bounds
      const outside =
        (left + width) * scale + x < -8 || left * scale + x > view.width + 2 * marginX + 8 ||
        (top + height) * scale + y < -8 || top * scale + y > view.height + 2 * marginY + 8
      if (outside) continue
      paintItem(context, item, categories.get(item.categoryId), look)
      yield
    }
  }

  /** Puts the bitmap where its shapes are now. The context's transform is one unit to a CSS pixel. */
  draw(context: CanvasRenderingContext2D) {
    if (!this.front) return
    const { context: { canvas }, viewport: drawn, view } = this.front
    const { viewport } = this.editor
    const stretch = viewport.scale / drawn.scale
    const [marginX, marginY] = [view.width * MARGIN, view.height * MARGIN]
    context.imageSmoothingEnabled = stretch !== 1
    context.drawImage(
      canvas,
      viewport.x - (drawn.x + marginX) * stretch,
      viewport.y - (drawn.y + marginY) * stretch,
      (view.width + 2 * marginX) * stretch,
      (view.height + 2 * marginY) * stretch,
    )
  }

  /** Forgets everything, for another image. */
  clear() {
    if (this.front) this.front.context.canvas.width = 0
    ;[this.front, this.work, this.cost] = [null, null, 0]
  }
}

interface Frame {
  viewport: Viewport
  view: Size
  ratio: number
}

/** An empty bitmap, the old one where it can be used again. */
function prepare(old: Bitmap | null, sliced: boolean, { viewport, view, ratio }: Frame): Bitmap {
  const context = old?.sliced === sliced ? old.context : document.createElement('canvas').getContext('2d', { willReadFrequently: sliced })!
  const { canvas } = context
  const width = Math.max(1, Math.round(view.width * (1 + 2 * MARGIN) * ratio))
  const height = Math.max(1, Math.round(view.height * (1 + 2 * MARGIN) * ratio))
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  context.resetTransform()
  context.clearRect(0, 0, width, height)
  return { context, sliced, viewport, view, items: new Set() }
}
