/** Draws the editor at most once a frame, and only what changed: the image with its shapes, and the live layer above. */
import type { EditorPart } from '../editor/camera'
import { isPlain } from '../editor/display'
import type { Editor } from '../editor/editor'
import { stir } from '../composables/idle'
import { paintLive } from './liveLayer'
import { paintImage, type DecodedImage } from './image/decodedImage'
import { assignInstanceColors } from './paint/instanceColors'
import { ShapesLayer } from './shapesLayer'

const REST = 120 // milliseconds without movement before the shapes are redrawn

export interface Canvases {
  under: HTMLCanvasElement
  base: HTMLCanvasElement
  live: HTMLCanvasElement
}

export class Renderer {
  private bitmap: DecodedImage | null = null
  private readonly shapes: ShapesLayer
  /** `items`: some shapes changed; `shapes`: all shapes must be redrawn. */
  private dirty = { base: true, live: true, items: false, shapes: true }
  private frame = 0
  private rest: ReturnType<typeof setTimeout> | undefined
  private readonly stopListening: () => void
  private edited: ReadonlySet<number> = new Set()
  private imageId = 0

  /** `under` shows the image alone while brightness or contrast is changed, so that the CSS filter does not apply to the shapes. */
  constructor(
    private readonly canvases: Canvases,
    private readonly editor: Editor,
  ) {
    this.shapes = new ShapesLayer(editor)
    this.stopListening = editor.on((part) => this.changed(part))
  }

  setBitmap(bitmap: DecodedImage | null) {
    this.bitmap = bitmap
    this.need({ base: true, live: true })
  }

  /** The downscaled copies are ready. */
  redrawImage = () => this.need({ base: true })

  private redraw = () => this.need({ base: true, live: true, shapes: true })

  resize() {
    const { view } = this.editor
    for (const canvas of Object.values(this.canvases)) {
      canvas.width = Math.max(1, Math.round(view.width * this.ratio))
      canvas.height = Math.max(1, Math.round(view.height * this.ratio))
    }
    this.redraw()
  }

  stop() {
    this.stopListening()
    cancelAnimationFrame(this.frame)
    clearTimeout(this.rest)
  }

  private get ratio() {
    return window.devicePixelRatio || 1
  }

  private changed(part: EditorPart) {
    if (part === 'viewport') {
      this.need({ base: true, live: true, shapes: this.shapes.cheap })
      this.shapes.pause()
      clearTimeout(this.rest)
      this.rest = setTimeout(() => this.need({ shapes: !this.shapes.atRest }), REST)
    } else if (part === 'display') this.redraw()
    else if (part === 'doc' && this.imageId !== this.editor.doc.imageId) this.startAnew()
    else if (part === 'doc') this.need({ live: true, items: true })
    else if (part === 'draft') this.need({ live: true, items: this.editedChanged() })
    else this.need({ live: true })
  }

  /** Clears everything of the previous image. */
  private startAnew() {
    this.imageId = this.editor.doc.imageId
    this.shapes.clear()
    this.redraw()
  }

  /** Items in the draft are left out of the shapes layer, so that they are not drawn twice. */
  private editedChanged(): boolean {
    const { draft } = this.editor
    const ids = draft?.kind === 'edit' ? [...draft.shapes.keys(), ...draft.keypoints.keys()] : []
    if (ids.length === this.edited.size && ids.every((id) => this.edited.has(id))) return false
    this.edited = new Set(ids)
    return true
  }

  private need(parts: Partial<Renderer['dirty']>) {
    this.dirty = {
      base: this.dirty.base || (parts.base ?? false),
      live: this.dirty.live || (parts.live ?? false),
      items: this.dirty.items || (parts.items ?? false),
      shapes: this.dirty.shapes || (parts.shapes ?? false),
    }
    if (this.frame === 0) this.frame = requestAnimationFrame(this.paint)
  }

  private paint = () => {
    this.frame = 0
    const { dirty } = this
    this.dirty = { base: false, live: false, items: false, shapes: false }
    if (this.editor.view.width === 0) return
    if (this.editor.display.colorBy === 'instance') assignInstanceColors(this.editor.doc)
    if (dirty.shapes) this.shapes.rebuild(this.ratio, this.edited)
    const repaired = !dirty.shapes && dirty.items && this.shapes.update(this.ratio, this.edited)
    const wasReady = this.shapes.ready
    const ready = this.shapes.advance()
    const shapesChanged = repaired || (!wasReady && ready)
    if (dirty.base || shapesChanged) this.paintBase()
    if (dirty.live || shapesChanged) paintLive(this.canvases.live, this.editor, this.ratio, this.shapes.fresh)
    if (ready) return
    stir()
    this.need({})
  }

  private paintBase() {
    const { under, base } = this.canvases
    const apart = !isPlain(this.editor.display)
    const context = this.cleared(base)
    const { viewport, view } = this.editor
    if (this.bitmap) paintImage(apart ? this.cleared(under) : context, this.bitmap, viewport, view, this.ratio)
    this.shapes.draw(context)
  }

  private cleared(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d')!
    const { view } = this.editor
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0)
    context.clearRect(0, 0, view.width, view.height)
    return context
  }
}
