// Box to mask. Drag a box, or press in the selected one (or Enter): the thing in it becomes a mask.
// Then, with Shift a stroke marks what belongs to the selected annotation, with Alt what does not, and it is found anew.
import { boxAround, boxFromPoints, uniteBoxes, type Bbox } from '@/core/geometry/box'
import { distance, type ImagePoint } from '@/core/geometry/point'
import { rleArea, rleBbox } from '@/core/mask/measure'
import { paintStroke } from '@/core/mask/paint'
import { patchToRle } from '@/core/pixels/patch'
import { toMaskShape } from '@/core/shape/combine'
import { shapeToRle } from '@/core/shape/shape'
import type { Item } from '../editor/document'
import type { Editor } from '../editor/editor'
import { finishMask } from '../editor/combineMask'
import { boxToMask, type Guess, type Mark } from '../pixels/boxToMask'
import { inSlices } from '../pixels/slices'
import { defineTool, type Activation, type PointerInfo } from './tool'

const CLICK = 4 // screen pixels a press may move and still be a click
const MARK_RADIUS = 5 // screen pixels
const SPARE = 0.1 // of the sides of a mask: how far it may grow when it is found anew

export const refineTool = defineTool({
  id: 'refine',
  icon: 'refine',
  key: 'g',
  cursor: 'crosshair',
  draws: true,
  paints: true,
  oneMode: true,
  takesSelected: true,
  activate: (editor) => new Refining(editor),
})

/** What led to a mask, so that the next stroke adds to it; also after undo. */
interface Found {
  counts: string | number[]
  guess: Guess
}

class Refining implements Activation {
  private corner: ImagePoint | null = null
  private stroke: { path: number[]; radii: number[]; front: boolean } | null = null
  private readonly found: Found[] = []
  private work: AbortController | null = null

  constructor(private readonly editor: Editor) {}

  pointerDown = (info: PointerInfo) => {
    this.drop()
    const point = this.editor.clamp(info.point)
    if ((info.shift || info.alt) && this.editor.selected?.shape) {
      this.stroke = { path: [], radii: [], front: info.shift }
      this.extend(point)
    } else this.corner = point
  }

  pointerMove = (info: PointerInfo) => {
    const point = this.editor.clamp(info.point)
    if (this.stroke) this.extend(point)
    else if (this.corner) this.editor.showDraft({ kind: 'box', box: boxFromPoints(this.corner, point), mode: 'new' })
  }

  pointerUp = (info: PointerInfo) => {
    const { editor, corner, stroke } = this
    this.corner = this.stroke = null
    if (stroke)
      return this.refine({ pixels: paintStroke(stroke.path, stroke.radii, editor.doc.size), front: stroke.front })
    if (!corner) return
    const point = editor.clamp(info.point)
    if (distance(corner, point) * editor.zoom >= CLICK)
      return this.find({ frame: boxFromPoints(corner, point), before: null, marks: [] }, null)
    editor.showDraft(null)
    const { selected } = editor
    if (selected?.shape?.kind === 'box' && editor.pick(point, info.touch) === selected.id) this.complete()
  }

  /** The selected box, or the box around any other selected shape. */
  complete = () => {
    if (this.editor.workOn(null)) return true
    const { selected } = this.editor
    if (!selected?.shape || this.work) return false
    this.find({ frame: selected.bounds, before: null, marks: [] }, selected)
    return true
  }

  drop = () => {
    const dropped = this.corner !== null || this.stroke !== null || this.work !== null
    this.work?.abort()
    this.corner = this.stroke = this.work = null
    this.editor.setCursor(null)
    this.editor.showDraft(null)
    return dropped
  }

  pointerCancel = () => void this.drop()
  cancel = this.drop
  stepBack = this.drop
  finish = () => void this.drop()

  private extend({ x, y }: ImagePoint) {
    const { path, radii, front } = this.stroke!
    path.push(x, y)
    radii.push(this.editor.reach(MARK_RADIUS))
    this.editor.showDraft({ kind: 'stroke', path, radii, mode: front ? 'add' : 'cut' })
  }

  private refine(mark: Mark) {
    const item = this.editor.selected
    if (!item?.shape) return this.editor.showDraft(null)
    const { guess } = this.found.find(({ counts }) => item.shape?.kind === 'mask' && item.shape.counts === counts) ?? {
      guess: this.guessOf(item),
    }
    const frame = mark.front ? uniteBoxes(guess.frame, rleBbox(mark.pixels)) : guess.frame
    this.find({ frame, before: shapeToRle(item.shape, this.editor.doc.size), marks: [...guess.marks, mark] }, item)
  }

  /** A box was drawn with room to spare; a mask may be too small. */
  private guessOf({ shape, bounds }: Item): Guess {
    const [x, y, width, height] = bounds
    const spare = shape?.kind === 'box' ? 0 : SPARE
    const frame: Bbox = boxAround([
      x - width * spare,
      y - height * spare,
      x + width * (1 + spare),
      y + height * (1 + spare),
    ])
    return { frame, before: null, marks: [] }
  }

  private find(guess: Guess, target: Item | null) {
    const { editor } = this
    if (!editor.pixels) return this.editor.showDraft(null)
    this.work?.abort()
    const work = (this.work = new AbortController())
    const draft = { kind: 'box', box: guess.frame, mode: 'new' } as const
    editor.showDraft(draft)
    editor.setCursor('progress')
    void inSlices(boxToMask(editor.pixels, guess), work.signal).then((patch) => {
      // Another image or another tool has taken the draft away.
      if (!patch || editor.draft !== draft) return
      this.drop()
      this.keep(patchToRle(patch, editor.doc.size), guess, target)
    })
  }

  private keep(pixels: ReturnType<typeof patchToRle>, guess: Guess, target: Item | null) {
    const { editor } = this
    if (rleArea(pixels) === 0) return editor.onNotice({ key: 'notices.nothingInBox' })
    const shape = toMaskShape(pixels)
    this.found.unshift({ counts: shape.counts, guess })
    if (!target) return finishMask(editor, pixels, editor.working === null ? 'new' : 'add', 'Box to mask')
    if (editor.doc.items.has(target.id))
      editor.commit(guess.marks.length > 0 ? 'Refine mask' : 'Box to mask', (changes) =>
        changes.setShape(target.id, shape),
      )
  }
}
