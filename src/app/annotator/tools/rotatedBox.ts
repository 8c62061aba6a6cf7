// Rotated box: one side by a drag or two clicks, then how wide it is by a click. COCO has no rotated boxes: it becomes a polygon
// of four points, which formats that have them write as it is.
import { distance, imagePoint, type ImagePoint } from '@/core/geometry/point'
import { finishRing, modeFor } from '../editor/combine'
import type { DrawMode } from '../editor/draft'
import type { Editor } from '../editor/editor'
import { withReshaping } from './gestures/reshape'
import { defineTool, type Activation, type PointerInfo } from './tool'

const CLICK = 4 // screen pixels a press may move and still be a click

export const rotatedBoxTool = defineTool({
  id: 'rotated-box',
  icon: 'rotated-box',
  key: 'Shift+r',
  cursor: 'crosshair',
  draws: true,
  reshapes: true,
  activate: (editor) => withReshaping(editor, new RotatedBoxDrawing(editor)),
})

class RotatedBoxDrawing implements Activation {
  private from: ImagePoint | null = null
  private to: ImagePoint | null = null
  private mode: DrawMode = 'new'
  private pressed = false

  constructor(private readonly editor: Editor) {}

  pointerDown = (info: PointerInfo) => {
    this.pressed = true
    if (this.from) return
    this.from = this.editor.clamp(info.point)
    this.mode = modeFor(this.editor, info)
  }

  pointerMove = ({ point }: PointerInfo) => this.show(point)

  pointerUp = ({ point }: PointerInfo) => {
    if (!this.pressed || !this.from) return
    this.pressed = false
    if (this.to) return void this.make(point)
    const end = this.editor.clamp(point)
    if (distance(this.from, end) * this.editor.zoom < CLICK) return
    this.to = end
    this.show(point)
  }

  complete = () => {
    const { pointer } = this.editor
    return this.to !== null && pointer !== null && this.make(pointer)
  }

  cancel = () => {
    const dropped = this.from !== null
    this.from = this.to = null
    this.pressed = false
    this.editor.showDraft(null)
    return dropped
  }

  /** The side can be drawn again from where it began. */
  stepBack = () => {
    if (!this.to) return this.cancel()
    this.to = null
    this.show(this.editor.pointer ?? this.from!)
    return true
  }

  pointerCancel = () => void this.cancel()
  remove = () => this.stepBack()

  private make(point: ImagePoint): boolean {
    const { editor, mode } = this
    const corners = this.corners(point)
    // a press beside the line is needed: a box of no width is none
    if (!corners || distance(corners[1]!, corners[2]!) * editor.zoom < CLICK) return false
    this.cancel()
    finishRing(
      editor,
      corners.flatMap(({ x, y }) => [x, y]),
      mode,
      'Draw rotated box',
    )
    return true
  }

  private show(point: ImagePoint) {
    const { editor, from, to, mode } = this
    if (!from) return
    const corners = this.corners(point)
    const path = corners ? [...corners, corners[0]!] : [from, editor.clamp(point)]
    editor.showDraft({ kind: 'wire', path, anchors: to ? [from, to] : [from], closing: false, mode })
  }

  /** As wide as the pointer is away from the side, as far as all corners are inside the image. */
  private corners(point: ImagePoint): ImagePoint[] | null {
    const { from, to } = this
    if (!from || !to) return null
    const length = distance(from, to)
    const [nx, ny] = [-(to.y - from.y) / length, (to.x - from.x) / length]
    const wanted = (point.x - from.x) * nx + (point.y - from.y) * ny
    const { width, height } = this.editor.doc.size
    const most = Math.min(
      ...[from, to].flatMap(({ x, y }) => [
        roomAlong(x, Math.sign(wanted) * nx, width),
        roomAlong(y, Math.sign(wanted) * ny, height),
      ]),
    )
    const far = Math.sign(wanted) * Math.min(Math.abs(wanted), most)
    return [from, to, imagePoint(to.x + nx * far, to.y + ny * far), imagePoint(from.x + nx * far, from.y + ny * far)]
  }
}

/** How far one can go from a coordinate by steps of `step` within 0 and `end`. */
function roomAlong(coordinate: number, step: number, end: number): number {
  if (step > 0) return (end - coordinate) / step
  return step < 0 ? coordinate / -step : Infinity
}
