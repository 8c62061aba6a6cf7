/** A stroke of a round tip, for the brush and the eraser: seen while it grows, painted into pixels once when it ends. */
import { paintStroke } from '@/core/mask/paint'
import { finishMask } from '../editor/combineMask'
import type { DrawMode } from '../editor/draft'
import type { Editor } from '../editor/editor'
import type { ChoiceOption, RangeOption, ToggleOption } from './options'
import type { Activation, PointerInfo } from './tool'
import type { Said } from '../texts'

const SIZE: RangeOption = { kind: 'range', id: 'brush-size', min: 1, max: 500, initial: 20, unit: 'px' }
const UNIT: ChoiceOption = {
  kind: 'choice',
  id: 'brush-unit',
  choices: ['screen', 'image'],
  initial: 'screen',
}
const PRESSURE: ToggleOption = { kind: 'toggle', id: 'brush-pressure', initial: true }
const GROWTH = 1.15 // from size to size
const THINNEST = 0.1 // of the size, for a pen that hardly touches

export const tipOptions = [SIZE, UNIT, PRESSURE] as const

/** In image pixels. */
export function tipRadius(editor: Editor): number {
  const radius = editor.option(SIZE) / 2
  return editor.option(UNIT) === 'screen' ? editor.reach(radius) : radius
}

export function resizeTip(editor: Editor, direction: 1 | -1) {
  const size = editor.option(SIZE)
  const next =
    direction > 0 ? Math.max(size + 1, Math.round(size * GROWTH)) : Math.min(size - 1, Math.round(size / GROWTH))
  editor.setOption(SIZE, Math.min(SIZE.max, Math.max(SIZE.min, next)))
}

interface StrokeKind {
  label: string
  modeFor(info: PointerInfo): DrawMode
  /** Asked at every point until it is true: whether there is something to paint on. */
  aim?(info: PointerInfo): boolean
  /** Said when there never was. */
  missed?: Said
}

export class BrushStroke implements Activation {
  private path: number[] = []
  private radii: number[] = []
  private mode: DrawMode = 'new'
  private aimed = false

  constructor(
    private readonly editor: Editor,
    private readonly kind: StrokeKind,
  ) {}

  pointerDown = (info: PointerInfo) => {
    this.path = []
    this.radii = []
    this.aimed = false
    this.extend(info)
  }

  pointerMove = (info: PointerInfo) => {
    if (this.path.length > 0) this.extend(info)
  }

  pointerUp = () => {
    const { editor, path, radii, mode, aimed } = this
    this.drop()
    if (path.length === 0) return
    if (aimed) finishMask(editor, paintStroke(path, radii, editor.doc.size), mode, this.kind.label)
    else if (this.kind.missed) editor.onNotice(this.kind.missed)
  }

  /** The rest of the press then paints nothing. */
  drop = () => {
    const dropped = this.path.length > 0
    this.path = []
    this.editor.showDraft(null)
    return dropped
  }

  pointerCancel = () => void this.drop()
  /** Enter: the next stroke makes a new annotation. */
  complete = () => this.editor.workOn(null)
  cancel = this.drop
  stepBack = this.drop

  private extend(info: PointerInfo) {
    const { path, radii, editor } = this
    if (!this.aimed) {
      this.aimed = this.kind.aim?.(info) ?? true
      this.mode = this.kind.modeFor(info)
    }
    const { x, y } = info.point
    if (path.length > 0 && path.at(-2) === x && path.at(-1) === y) return
    path.push(x, y)
    radii.push(tipRadius(editor) * this.pressed(info))
    editor.showDraft({ kind: 'stroke', path, radii, mode: this.mode })
  }

  private pressed({ pressure }: PointerInfo): number {
    if (pressure === undefined || !this.editor.option(PRESSURE)) return 1
    return Math.min(1, Math.max(THINNEST, pressure))
  }
}
