/** The editor's viewport and its change listeners. The arithmetic is in viewport.ts. */
import type { Bbox } from '@/core/geometry/box'
import { imagePoint, screenPoint, type ImagePoint, type ScreenPoint } from '@/core/geometry/point'
import type { Size } from '@/core/shape/types'
import * as views from './viewport'

/** The part of the editor that changed, as listeners receive it. */
export type EditorPart =
  | 'doc'
  | 'selection'
  | 'hover'
  | 'viewport'
  | 'draft'
  | 'tool'
  | 'display'
  | 'pointer'
  | 'category'
  | 'waiting'
  | 'options'

export abstract class Camera {
  abstract doc: { size: Size }
  view: Size = { width: 0, height: 0 }
  viewport: views.Viewport = { scale: 1, x: 0, y: 0 }
  /** The whole image is fitted, and stays fitted when the window is resized. */
  private fitted = true
  /** The box to show once the view has a size. */
  private awaited: Bbox | null = null
  private listeners = new Set<(part: EditorPart) => void>()

  on(listener: (part: EditorPart) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  protected tell(part: EditorPart) {
    for (const listener of this.listeners) listener(part)
  }

  get zoom() {
    return this.viewport.scale
  }

  /** Converts screen pixels to image pixels. */
  reach = (screenPixels: number) => screenPixels / this.zoom

  setViewport(viewport: views.Viewport) {
    this.viewport = views.keepInSight(viewport, this.doc.size, this.view)
    this.fitted = false
    this.tell('viewport')
  }

  resizeView(view: Size) {
    const moved = views.resize(this.viewport, this.view, view)
    this.view = view
    if (this.awaited) return this.lookAt(this.awaited)
    if (this.fitted) return this.fit()
    this.setViewport(moved)
  }

  /** Zooms to a box of the image, once the view has a size. */
  lookAt(box: Bbox) {
    this.awaited = this.view.width > 0 ? null : box
    if (!this.awaited) this.setViewport(views.showBox(box, this.view))
  }

  fit() {
    this.awaited = null
    if (this.view.width === 0) return
    this.setViewport(views.fit(this.doc.size, this.view))
    this.fitted = true
  }

  zoomTo(scale: number, anchor: ScreenPoint = screenPoint(this.view.width / 2, this.view.height / 2)) {
    this.setViewport(views.scaleAt(this.viewport, anchor, views.limitScale(scale, this.doc.size, this.view)))
  }

  zoomBy = (factor: number, anchor?: ScreenPoint) => this.zoomTo(this.zoom * factor, anchor)

  panBy = (dx: number, dy: number) => this.setViewport(views.pan(this.viewport, dx, dy))

  /** The nearest point inside the image. */
  clamp = ({ x, y }: ImagePoint): ImagePoint => {
    const { width, height } = this.doc.size
    return imagePoint(Math.min(width, Math.max(0, x)), Math.min(height, Math.max(0, y)))
  }
}
