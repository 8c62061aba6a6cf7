/**
 * All shapes drawn once into a bitmap, which is moved while the image is panned and zoomed and drawn anew when that
 * has come to rest. A drawing that takes long is made in slices beside the old one, which is shown until it is ready.
 */
import type { Size } from '@/core/shape/types'
import type { Doc, Item } from '../editor/document'
import { hidesNothing, isShown } from '../editor/display'
import type { Editor } from '../editor/editor'
import type { Viewport } from '../editor/viewport'
import { between } from './between'
import { paintAllLabels } from './labels/paintLabels'
import { paintItem } from './paint/paintItem'
import { extentOf, type Drawing } from './drawing'
import { paintAnew } from './repaint'

interface Bitmap extends Drawing {
  /** Painted in main memory: there, what a slice has drawn can be made to be painted within its frame. */
  sliced: boolean
  viewport: Viewport
  view: Size
}

const MARGIN = 0.2 // share of the view drawn beyond each edge, so that panning shows shapes at once
const SLICE = 4 // milliseconds
const SLICE_OF_FIRST = 30 // milliseconds, while no earlier drawing can be shown
const BATCH = 16 // items between two checks of the time
const BATCH_OF_FIRST = 128
const MANY = 400 // above this many items, shapes are drawn in slices with thin lines
const THIN = 0.99 // screen pixels; lines up to 1 px take a third of the time of wider ones
const CHEAP = 7 // milliseconds; a cheaper drawing is repeated for every frame

export class ShapesLayer {
  private front: Bitmap | null = null
  private back: Bitmap | null = null
  private work: Generator<void, void> | null = null
  private cost = 0
  private spent = 0
  private looked: { items: Doc['items']; shown: Doc['items'] | undefined; fresh: readonly Item[] } | null = null

  constructor(private readonly editor: Editor) {}

  /** False while the bitmap is out of date. */
  get ready() {
    return this.work === null
  }

  /** Whether the drawing is cheap enough to repeat for every frame. */
  get cheap() {
    return this.cost < CHEAP
  }

  /** Items that the bitmap shows out of date. Recomputed only when the bitmap or the items changed. */
  get fresh(): readonly Item[] {
    const { items } = this.editor.doc
    const shown = this.front?.items
    if (this.looked?.items !== items || this.looked.shown !== shown) {
      const { is } = between([...(shown?.values() ?? [])], [...items.values()])
      this.looked = { items, shown, fresh: is.filter((item) => shown?.get(item.id) !== item) }
    }
    return this.looked.fresh
  }

  /** Whether the bitmap is drawn, or being drawn, for the current viewport. */
  get atRest() {
    return (this.work ? this.back : this.front)?.viewport === this.editor.viewport
  }

  /** Updates the bitmap. Returns true if few items changed and it is up to date at once. `without`: items that the live layer draws. */
  update(ratio: number, without: ReadonlySet<number>): boolean {
    const {
      doc: { categories },
      display,
    } = this.editor
    const repaired = this.front !== null && paintAnew(this.front, this.resting(without), { categories, display })
    if (!repaired || this.work) this.rebuild(ratio, without)
    return repaired
  }

  /** Begins a drawing of the current items. */
  rebuild(ratio: number, without: ReadonlySet<number>) {
    const {
      view,
      viewport,
      doc: { categories },
      display,
    } = this.editor
    const items = this.resting(without)
    const { context, sliced } = prepare(this.back, items.size > MANY, { view, ratio })
    const scale = viewport.scale * ratio
    const [x, y] = [ratio * (viewport.x + view.width * MARGIN), ratio * (viewport.y + view.height * MARGIN)]
    const line = sliced ? THIN / ratio : undefined
    this.back = { context, sliced, line, viewport, view, ratio, place: { scale, x, y }, categories, display, items }
    this.work = this.paint(this.back)
    this.spent = 0
  }

  /** Returns the document's own list if nothing is left out, because copying thousands of items is slow. */
  private resting(without: ReadonlySet<number>): Doc['items'] {
    const {
      doc: { items },
      display,
    } = this.editor
    if (!hidesNothing(display))
      return new Map([...items].filter(([id, item]) => isShown(display, item) && !without.has(id)))
    if (without.size === 0) return items
    const rest = new Map(items)
    for (const id of without) rest.delete(id)
    return rest
  }

  /** Drops the drawing in progress: the viewport moved on. The old bitmap is moved until the viewport rests. */
  pause() {
    if (this.front) this.work = null
  }

  /** Draws one slice; returns true when the drawing is complete. */
  advance(): boolean {
    if (!this.work) return true
    const start = performance.now()
    const slice = this.front ? SLICE : SLICE_OF_FIRST
    while (performance.now() - start < slice) {
      if (!this.work.next().done) continue
      this.cost = this.spent + performance.now() - start
      ;[this.front, this.back, this.work] = [this.back, this.front, null]
      return true
    }
    this.spent += performance.now() - start
    return false
  }

  private *paint(drawing: Bitmap) {
    const {
      context,
      place: { scale, x, y },
      viewport,
      display,
      categories,
      line,
    } = drawing
    const { width, height } = context.canvas
    context.setTransform(scale, 0, 0, scale, x, y)
    const batch = this.front ? BATCH : BATCH_OF_FIRST
    let count = 0
    for (const item of drawing.items.values()) {
      const { left, top, right, bottom } = extentOf(drawing, item)
      if (right < 0 || left > width || bottom < 0 || top > height) continue
      paintItem(context, item, categories.get(item.categoryId), { scale: viewport.scale, display, line })
      if (++count % batch > 0) continue
      // reading a pixel executes the queued commands; otherwise they would pile up and block many frames
      if (drawing.sliced) context.getImageData(0, 0, 1, 1)
      yield
    }
    if (display.labels !== 'none') yield* paintAllLabels(drawing)
  }

  /** Draws the bitmap at the current viewport. One unit of the context is one CSS pixel. */
  draw(context: CanvasRenderingContext2D) {
    if (!this.front) return
    const {
      context: { canvas },
      viewport: drawn,
      view,
      ratio,
    } = this.front
    const { viewport } = this.editor
    const stretch = viewport.scale / drawn.scale
    const [marginX, marginY] = [view.width * MARGIN, view.height * MARGIN]
    const snap = (length: number) => Math.round(length * ratio) / ratio
    // smoothing would cost half a frame, and the bitmap is redrawn soon
    context.imageSmoothingEnabled = false
    context.drawImage(
      canvas,
      snap(viewport.x - (drawn.x + marginX) * stretch),
      snap(viewport.y - (drawn.y + marginY) * stretch),
      (view.width + 2 * marginX) * stretch,
      (view.height + 2 * marginY) * stretch,
    )
  }

  /** Drops everything, before another image opens. */
  clear() {
    if (this.front) this.front.context.canvas.width = 0
    ;[this.front, this.work, this.cost, this.looked] = [null, null, 0, null]
  }
}

/** An empty canvas; reuses the old one if possible. */
function prepare(
  old: Bitmap | null,
  sliced: boolean,
  { view, ratio }: Pick<Bitmap, 'view' | 'ratio'>,
): Pick<Bitmap, 'context' | 'sliced'> {
  const context =
    old?.sliced === sliced
      ? old.context
      : document.createElement('canvas').getContext('2d', { willReadFrequently: sliced })!
  const { canvas } = context
  const width = Math.max(1, Math.round(view.width * (1 + 2 * MARGIN) * ratio))
  const height = Math.max(1, Math.round(view.height * (1 + 2 * MARGIN) * ratio))
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  context.resetTransform()
  context.clearRect(0, 0, width, height)
  return { context, sliced }
}
