// Polygon tool. Click: add a vertex; drag: draw freehand. Click the first vertex, double-click, or Enter: close.
// A point goes to a corner or edge of a neighbour that is near. Backspace or undo: take back the last vertex. Esc: put aside, redo brings it again. Shift adds a part to the selected annotation, Alt cuts out of it.
import { distance, imagePoint, type ImagePoint } from '@/core/geometry/point'
import { ringFromPoints, signedArea } from '@/core/geometry/polygon'
import { roundCoordinate } from '@/core/geometry/round'
import { snapPoint } from '@/core/shape/snap'
import { finishRing, modeFor } from '../editor/combine'
import { pickables } from '../editor/display'
import type { DrawMode, StoredDraft } from '../editor/draft'
import type { Editor } from '../editor/editor'
import { SNAP, SNAP_REACH } from './snapping'
import { waysBetween, type Ways } from './followBorder'
import { withReshaping } from './gestures/reshape'
import { DraftHistory } from './draftHistory'
import { defineTool, type Activation, type PointerInfo } from './tool'

const CLOSE_RADIUS = 8 // screen pixels, so closing feels the same at every zoom
const TOUCH_CLOSE_RADIUS = 18
const SAME_POINT = 2.5 // screen pixels: the second press of a double-click is no point of its own
const FREEHAND_STEP = 6 // screen pixels between the points of a dragged line

export const polygonTool = defineTool({
  id: 'polygon',
  icon: 'polygon',
  key: 'v',
  cursor: 'crosshair',
  draws: true,
  reshapes: true,
  options: [SNAP],
  activate: (editor) => withReshaping(editor, new PolygonDrawing(editor)),
})

class PolygonDrawing implements Activation {
  private points: ImagePoint[] = []
  private mode: DrawMode = 'new'
  /** Points there were before the press that is going on; null without one. */
  private before: number | null = null
  private followed: { before: ImagePoint[]; points: ImagePoint[]; ways: Ways } | null = null
  private readonly history = new DraftHistory<ImagePoint[]>()

  constructor(private readonly editor: Editor) {}

  pointerDown = (info: PointerInfo) => {
    if (this.onFirst(info)) return this.close()
    const { points } = this
    this.before = points.length
    if (points.length === 0) this.mode = modeFor(this.editor, info)
    this.push(this.snap(info.point) ?? info.point)
    // A line drawn freehand belongs to its press: one step takes back all of it.
    if (this.points !== points) this.history.note(points)
  }

  pointerMove = (info: PointerInfo) => {
    if (this.before === null || !this.farFromLast(info.point)) return this.show(info)
    // A line that comes back to its first point is closed when the button is let go.
    if (this.onFirst(info)) return this.show(info)
    this.push(info.point)
  }

  pointerUp = (info: PointerInfo) => {
    const dragged = this.before !== null && this.points.length > this.before + 2
    this.before = null
    if (dragged && this.onFirst(info)) this.close()
  }

  pointerCancel = () => {
    if (this.before !== null && this.before < this.points.length) this.restoreStep(this.history.back(this.points))
    this.before = null
  }

  doubleClick = () => {
    if (this.points.length >= 3) this.close()
  }

  complete = () => {
    if (this.points.length === 0) return false
    this.close()
    return true
  }

  cancel = () => {
    if (this.points.length === 0) return false
    const kept = this.kept()
    this.history.setAside(this.points)
    this.before = null
    this.replace([])
    this.editor.setAside(kept)
    return true
  }

  stepBack = () => {
    if (this.points.length === 0) return false
    this.before = null
    this.restoreStep(this.history.back(this.points) ?? this.points.slice(0, -1))
    return true
  }

  stepForward = () => this.restoreStep(this.history.forward(this.points))
  canStepForward = () => this.history.canRedo
  forget = () => this.history.clear()

  remove = () => this.stepBack()

  /** Between the last two points, along the neighbour that both lie on. */
  follow = () => {
    const { points, editor } = this
    const again = this.followed?.points === points ? this.followed : null
    const ways = again?.ways ?? waysBetween(pickables(editor.doc, editor.display), points.slice(-2), editor.reach(1))
    if (!ways) return false
    const before = again?.before ?? points
    if (!again) this.history.note(points)
    const [way, other] = again ? [ways[1], ways[0]] : ways
    this.replace([...before.slice(0, -1), ...way, before.at(-1)!])
    this.followed = { before, points: this.points, ways: [way, other] }
    return true
  }

  restore = ({ points, mode }: StoredDraft) => {
    this.history.clear()
    this.mode = mode
    this.replace(points.map(([x, y]) => imagePoint(x, y)))
  }

  private push(to: ImagePoint) {
    const { x, y } = this.editor.clamp(to)
    const point = imagePoint(roundCoordinate(x), roundCoordinate(y))
    const last = this.points.at(-1)
    if (last && distance(last, point) * this.editor.zoom < SAME_POINT) return
    this.points = [...this.points, point]
    this.changed()
  }

  /** Where a click goes when something is near; a line drawn freehand goes where the hand goes. */
  private snap(point: ImagePoint): ImagePoint | null {
    const { editor } = this
    return editor.option(SNAP)
      ? snapPoint(pickables(editor.doc, editor.display), point, editor.reach(SNAP_REACH))
      : null
  }

  private restoreStep(points: ImagePoint[] | undefined): boolean {
    if (points) this.replace(points)
    return points !== undefined
  }

  private replace(points: ImagePoint[]) {
    this.points = points
    this.changed()
  }

  private close() {
    const ring = ringFromPoints(this.points)
    // Three points in a line enclose nothing: wait for one more.
    if (this.points.length < 3 || signedArea(ring) === 0) return
    const { mode } = this
    this.before = null
    this.history.clear()
    this.replace([])
    finishRing(this.editor, ring, mode)
  }

  private onFirst({ point, touch }: PointerInfo) {
    const [first] = this.points
    const radius = touch ? TOUCH_CLOSE_RADIUS : CLOSE_RADIUS
    return (
      first !== undefined &&
      this.points.length >= 3 &&
      distance(first, this.editor.clamp(point)) * this.editor.zoom <= radius
    )
  }

  private farFromLast(point: ImagePoint) {
    const last = this.points.at(-1)
    return last !== undefined && distance(last, this.editor.clamp(point)) * this.editor.zoom >= FREEHAND_STEP
  }

  private changed() {
    this.editor.onKeep(this.points.length === 0 ? null : this.kept())
    this.show(null)
  }

  private kept(): StoredDraft {
    const { editor, points, mode } = this
    return {
      tool: 'polygon',
      points: points.map(({ x, y }) => [x, y]),
      mode,
      target: mode === 'new' ? null : (editor.selected?.storedId ?? null),
      categoryId: editor.categoryId,
    }
  }

  private show(info: PointerInfo | null) {
    const { editor, points, mode } = this
    if (points.length === 0) return editor.showDraft(null)
    const snapped = info && this.before === null ? this.snap(info.point) : null
    const pointer = info && editor.clamp(snapped ?? info.point)
    editor.showDraft({
      kind: 'ring',
      points,
      pointer,
      closing: info !== null && this.onFirst(info),
      snapped: snapped !== null,
      mode,
    })
  }
}
