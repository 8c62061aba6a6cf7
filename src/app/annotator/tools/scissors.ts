// Scissors. Click: an anchor; between anchors the line follows the edges of the image. Click the first anchor, double-click,
// or Enter: close. Backspace or undo: take back the last anchor. Esc: put aside, redo brings it again. Shift adds to the selected annotation, Alt cuts out of it.
import { distance, imagePoint, type ImagePoint } from '@/core/geometry/point'
import { ringFromPoints, signedArea } from '@/core/geometry/polygon'
import { roundCoordinate } from '@/core/geometry/round'
import { simplifyRing } from '@/core/geometry/simplify'
import { finishRing, modeFor } from '../editor/combine'
import type { DrawMode, StoredDraft } from '../editor/draft'
import type { Editor } from '../editor/editor'
import { LiveWireTrace } from '../pixels/liveWireTrace'
import type { RangeOption } from './options'
import { withReshaping } from './gestures/reshape'
import { DraftHistory } from './draftHistory'
import { defineTool, type Activation, type PointerInfo } from './tool'

const SNAP: RangeOption = { kind: 'range', id: 'scissors-snap', min: 0, max: 20, initial: 5, unit: 'px' }
const CLOSE_RADIUS = 8 // screen pixels
const TOUCH_CLOSE_RADIUS = 18
const SAME_POINT = 2.5 // screen pixels: the second press of a double-click is no anchor of its own
const SEARCHED = 40_000 // pixels looked at before the next frame
const TOLERANCE = 0.7 // pixels that the outline may leave the path, to have fewer points

export const scissorsTool = defineTool({
  id: 'scissors',
  icon: 'scissors',
  key: 'i',
  cursor: 'crosshair',
  draws: true,
  reshapes: true,
  options: [SNAP],
  activate: (editor) => withReshaping(editor, new Scissors(editor)),
})

const NOTHING: Drawn = { anchors: [], pieces: [] }

interface Drawn {
  anchors: ImagePoint[]
  pieces: ImagePoint[][]
}

class Scissors implements Activation {
  private anchors: ImagePoint[] = []
  /** The points from each anchor to the next, that one included. */
  private pieces: ImagePoint[][] = []
  private mode: DrawMode = 'new'
  private readonly history = new DraftHistory<Drawn>()
  private readonly wire: LiveWireTrace
  private later: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly editor: Editor) {
    this.wire = new LiveWireTrace(editor)
  }

  pointerDown = (info: PointerInfo) => {
    if (this.onFirst(info)) return void this.close()
    const point = this.aim(info)
    const last = this.anchors.at(-1)
    if (last && distance(last, point) * this.editor.zoom < SAME_POINT) return
    const { anchors, pieces } = this
    this.history.note({ anchors, pieces })
    if (!last) this.mode = modeFor(this.editor, info)
    this.replace({
      anchors: [...anchors, point],
      pieces: last ? [...pieces, this.wire.between(last, point, Infinity)!] : pieces,
    })
  }

  pointerMove = (info: PointerInfo) => {
    const last = this.anchors.at(-1)
    if (!last) return
    const closing = this.onFirst(info)
    const target = closing ? this.anchors[0]! : this.aim(info)
    const ahead = this.wire.between(last, target, SEARCHED)
    this.show(ahead ?? [target], closing)
    clearTimeout(this.later)
    // Not found in this frame: the search goes on in the next, if the hand has not moved on.
    const { draft } = this.editor
    if (!ahead) this.later = setTimeout(() => this.editor.draft === draft && this.pointerMove(info))
  }

  doubleClick = () => void this.close()

  complete = () => {
    if (this.anchors.length === 0) return false
    this.close()
    return true
  }

  cancel = () => {
    if (this.anchors.length === 0) return false
    const kept = this.kept()
    this.history.setAside({ anchors: this.anchors, pieces: this.pieces })
    this.replace(NOTHING)
    this.editor.setAside(kept)
    return true
  }

  stepBack = () => {
    if (this.anchors.length === 0) return false
    const { anchors, pieces } = this
    const shorter = { anchors: anchors.slice(0, -1), pieces: pieces.slice(0, Math.max(0, anchors.length - 2)) }
    this.replace(this.history.back({ anchors, pieces }) ?? shorter)
    return true
  }

  stepForward = () => {
    const { anchors, pieces } = this
    const drawn = this.history.forward({ anchors, pieces })
    if (drawn) this.replace(drawn)
    return drawn !== undefined
  }

  canStepForward = () => this.history.canRedo
  forget = () => this.history.clear()

  remove = () => this.stepBack()

  restore = ({ points, mode }: StoredDraft) => {
    this.history.clear()
    this.anchors = []
    this.pieces = []
    this.mode = mode
    let piece: ImagePoint[] = []
    for (const [x, y, isAnchor] of points) {
      piece.push(imagePoint(x, y))
      if (!isAnchor) continue
      if (this.anchors.length > 0) this.pieces.push(piece)
      this.anchors.push(piece.at(-1)!)
      piece = []
    }
    this.changed()
  }

  private aim({ point }: PointerInfo): ImagePoint {
    const { editor } = this
    const snapped = this.wire.snap(editor.clamp(point), editor.reach(editor.option(SNAP)), this.anchors.at(-1))
    const { x, y } = editor.clamp(snapped)
    return imagePoint(roundCoordinate(x), roundCoordinate(y))
  }

  private replace({ anchors, pieces }: Drawn) {
    this.anchors = anchors
    this.pieces = pieces
    this.changed()
  }

  private get path(): ImagePoint[] {
    return [...this.anchors.slice(0, 1), ...this.pieces.flat()]
  }

  private close() {
    const [first, last] = [this.anchors[0], this.anchors.at(-1)]
    if (!first || !last || this.anchors.length < 2) return
    const back = this.wire.between(last, first, Infinity)!.slice(0, -1)
    const ring = simplifyRing(ringFromPoints([...this.path, ...back]), TOLERANCE * this.wire.step)
    // There and back along one line encloses nothing: wait for one more.
    if (ring.length < 6 || signedArea(ring) === 0) return
    const { mode } = this
    this.history.clear()
    this.replace(NOTHING)
    finishRing(this.editor, ring, mode)
  }

  private onFirst({ point, touch }: PointerInfo) {
    const [first] = this.anchors
    const radius = touch ? TOUCH_CLOSE_RADIUS : CLOSE_RADIUS
    return (
      first !== undefined &&
      this.anchors.length >= 2 &&
      distance(first, this.editor.clamp(point)) * this.editor.zoom <= radius
    )
  }

  private changed() {
    clearTimeout(this.later)
    this.editor.onKeep(this.anchors.length === 0 ? null : this.kept())
    this.show([], false)
  }

  private kept(): StoredDraft {
    const { editor, anchors, pieces, mode } = this
    const points = [anchors.slice(0, 1), ...pieces].flatMap((piece) =>
      piece.map(({ x, y }, index): [number, number, number] => [x, y, index === piece.length - 1 ? 1 : 0]),
    )
    return {
      tool: 'scissors',
      points,
      mode,
      target: mode === 'new' ? null : (editor.selected?.storedId ?? null),
      categoryId: editor.categoryId,
    }
  }

  private show(ahead: readonly ImagePoint[], closing: boolean) {
    const { editor, anchors, path, mode } = this
    editor.showDraft(anchors.length === 0 ? null : { kind: 'wire', path: [...path, ...ahead], anchors, closing, mode })
  }
}
