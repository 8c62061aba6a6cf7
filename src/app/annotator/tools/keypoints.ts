// Keypoints, one after the other in the category's order. Click: place; drag: place and adjust. Alt: there, but hidden.
// Q: not there, skip it. Backspace or undo: take back the last one. Enter: leave out the rest. Selected without any: it gets them.
import { distance, imagePoint } from '@/core/geometry/point'
import { roundCoordinate } from '@/core/geometry/round'
import { ABSENT, countKeypoints, keypointAt, withKeypoint, type Keypoint } from '@/core/shape/keypoints'
import type { StoredDraft } from '../editor/draft'
import type { Category, Item } from '../editor/document'
import type { Editor } from '../editor/editor'
import type { ChoiceOption } from './options'
import { DraftHistory } from './draftHistory'
import { defineTool, type Activation, type PointerInfo } from './tool'

const REACH = 8 // screen pixels
const TOUCH_REACH = 18

const VISIBILITY: ChoiceOption = {
  kind: 'choice',
  id: 'keypoint-visibility',
  initial: 'visible',
  choices: ['visible', 'hidden'],
}

export const keypointsTool = defineTool({
  id: 'keypoints',
  icon: 'keypoints',
  key: 'k',
  cursor: 'crosshair',
  draws: true,
  oneMode: true,
  options: [VISIBILITY],
  activate: (editor) => new KeypointDrawing(editor),
})

interface Placed {
  keypoints: number[]
  next: number
}

class KeypointDrawing implements Activation {
  private keypoints: number[] = []
  /** Keypoints placed or skipped so far. */
  private next = 0
  private target: Item | null = null
  private category: Category | null = null
  /** The number of the keypoint under the hand. */
  private held: number | null = null
  /** What was drawn last is not drawn on: the next click is the next instance. */
  private finished: number | null = null
  private readonly history = new DraftHistory<Placed>()

  constructor(private readonly editor: Editor) {}

  pointerDown = (info: PointerInfo) => {
    this.held = this.under(info)
    if (this.held !== null) return
    if (this.next === 0 && !this.begin()) return
    this.note()
    this.held = this.next
    this.next += 1
    this.place(info, info.alt || this.editor.option(VISIBILITY) === 'hidden' ? 1 : 2)
  }

  pointerMove = (info: PointerInfo) => {
    if (this.held !== null) this.place(info, keypointAt(this.keypoints, this.held).visibility)
  }

  pointerUp = () => {
    this.held = null
    if (this.category && this.next >= this.category.keypointLabels.length) this.finishList()
  }

  pointerCancel = () => {
    if (this.held === this.next - 1) this.stepBack()
    this.held = null
  }

  /** The next one is not there. */
  skip = () => {
    if (this.next === 0 && !this.begin()) return false
    this.note()
    this.next += 1
    this.set(this.next - 1, ABSENT)
    this.pointerUp()
    return true
  }

  /** Hidden ones become visible again. */
  mark = (as: 'hidden' | 'absent') => {
    if (this.next === 0) return false
    const { pointer } = this.editor
    const index = (pointer && this.under({ point: pointer, touch: false })) ?? this.next - 1
    const keypoint = keypointAt(this.keypoints, index)
    if (keypoint.visibility === 0) return false
    this.note()
    this.set(index, as === 'absent' ? ABSENT : { ...keypoint, visibility: keypoint.visibility === 2 ? 1 : 2 })
    return true
  }

  complete = () => this.next > 0 && this.finishList()

  cancel = () => {
    if (this.next === 0) return false
    const kept = this.kept()
    this.history.setAside({ keypoints: this.keypoints, next: this.next })
    this.drop()
    this.editor.setAside(kept)
    return true
  }

  stepBack = () => {
    if (this.next === 0) return false
    this.held = null
    const { keypoints, next } = this
    const before = this.history.back({ keypoints, next })
    if (before) this.replace(before)
    else if (next === 1) this.drop()
    else this.replace({ next: next - 1, keypoints: this.without(next - 1) })
    return true
  }

  stepForward = () => {
    const { keypoints, next } = this
    const placed = this.history.forward({ keypoints, next })
    if (placed) this.replace(placed)
    return placed !== undefined
  }

  canStepForward = () => this.history.canRedo
  forget = () => this.history.clear()

  remove = () => this.stepBack()

  restore = ({ points, target }: StoredDraft) => {
    if (!this.begin(target === null ? null : this.editor.selected)) return
    const { length } = this.category!.keypointLabels
    this.next = Math.min(points.length, length)
    points.slice(0, length).forEach(([x, y, visibility = 0], index) => {
      this.keypoints = withKeypoint(
        this.keypoints,
        index,
        { x, y, visibility: visibility as Keypoint['visibility'] },
        length,
      )
    })
    this.changed()
  }

  /** False when the category has no keypoints to draw. */
  private begin(target = this.targetNow()): boolean {
    const { editor } = this
    const categoryId = target?.categoryId ?? editor.categoryId
    this.category = (categoryId !== null && editor.doc.categories.get(categoryId)) || null
    if (!this.category || this.category.keypointLabels.length === 0) return false
    this.target = target
    this.keypoints = []
    return true
  }

  /** What is selected and has no keypoints as yet gets them. */
  private targetNow(): Item | null {
    const { selected, doc } = this.editor
    if (!selected || selected.id === this.finished || countKeypoints(selected.keypoints) > 0) return null
    return (doc.categories.get(selected.categoryId)?.keypointLabels.length ?? 0) > 0 ? selected : null
  }

  /** A keypoint of the draft under the pointer. */
  private under({ point, touch }: Pick<PointerInfo, 'point' | 'touch'>): number | null {
    const reach = this.editor.reach(touch ? TOUCH_REACH : REACH)
    for (let index = this.next - 1; index >= 0; index--) {
      const { x, y, visibility } = keypointAt(this.keypoints, index)
      if (visibility > 0 && distance(imagePoint(x, y), point) <= reach) return index
    }
    return null
  }

  private place({ point }: PointerInfo, visibility: Keypoint['visibility']) {
    const { x, y } = this.editor.clamp(point)
    this.set(this.held!, { x: roundCoordinate(x), y: roundCoordinate(y), visibility })
  }

  private set(index: number, keypoint: Keypoint) {
    this.keypoints = withKeypoint(this.keypoints, index, keypoint, this.category!.keypointLabels.length)
    this.changed()
  }

  private note() {
    this.history.note({ keypoints: this.keypoints, next: this.next })
  }

  private replace({ keypoints, next }: Placed) {
    ;[this.keypoints, this.next] = [keypoints, next]
    this.changed()
  }

  private without(index: number): number[] {
    return withKeypoint(this.keypoints, index, ABSENT, this.category!.keypointLabels.length)
  }

  private finishList(): boolean {
    const { editor, keypoints, target, category } = this
    if (!editor.doc.categories.has(category!.id)) {
      editor.onNotice({ key: 'notices.categoryTrashed', values: { name: category!.name } })
      return true
    }
    this.history.clear()
    this.drop()
    if (countKeypoints(keypoints) === 0) return true
    let id = target?.id ?? 0
    editor.commit('Draw keypoints', (changes) => {
      if (target && editor.doc.items.has(target.id)) changes.setKeypoints(target.id, keypoints)
      else id = changes.add(category!.id, null, keypoints)
    })
    this.finished = id
    editor.select([id])
    return true
  }

  private drop() {
    ;[this.keypoints, this.next, this.held] = [[], 0, null]
    this.changed()
  }

  private changed() {
    const { editor, next, keypoints, category } = this
    if (next === 0 || !category) {
      editor.onKeep(null)
      return editor.showDraft(null)
    }
    editor.showDraft({ kind: 'keypoints', keypoints, next, category })
    editor.onKeep(this.kept())
  }

  private kept(): StoredDraft {
    const { next, keypoints, category, target } = this
    const points = Array.from({ length: next }, (_, index) => keypointAt(keypoints, index))
    return {
      tool: 'keypoints',
      points: points.map(({ x, y, visibility }) => [x, y, visibility]),
      mode: target ? 'add' : 'new',
      target: target?.storedId ?? null,
      categoryId: category!.id,
    }
  }
}
