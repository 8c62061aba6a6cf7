// Magic wand. Press: the pixels of like colour around. Drag right or up: more of them, left or down: fewer. Let go: done.
import { runThrough, type Steps } from '@/core/pixels/steps'
import type { Patch } from '@/core/pixels/types'
import type { Rle } from '@/core/mask/types'
import type { ScreenPoint } from '@/core/geometry/point'
import { strokeModeFor } from '../editor/combine'
import { finishMask } from '../editor/combineMask'
import type { DrawMode } from '../editor/draft'
import type { Editor } from '../editor/editor'
import { inSlices } from '../pixels/slices'
import { WandSearch } from '../pixels/wandSearch'
import type { ChoiceOption, RangeOption, ToggleOption } from './options'
import { defineTool, type Activation, type PointerInfo } from './tool'

const TOLERANCE: RangeOption = { kind: 'range', id: 'wand-tolerance', min: 0, max: 160, initial: 24, unit: '' }
const CONNECTED: ToggleOption = { kind: 'toggle', id: 'wand-connected', initial: true }
const NOISE: RangeOption = { kind: 'range', id: 'wand-noise', min: 0, max: 4, initial: 1, unit: 'px' }
const HOLES: ChoiceOption = {
  kind: 'choice',
  id: 'wand-holes',
  choices: ['small', 'all', 'none'],
  initial: 'small',
}
const DRAG = 4 // screen pixels for one step of tolerance

const PAUSE = 80 // milliseconds without another step of the drag

export const wandTool = defineTool({
  id: 'wand',
  icon: 'wand',
  key: 'w',
  cursor: 'crosshair',
  draws: true,
  paints: true,
  options: [TOLERANCE, CONNECTED, NOISE, HOLES],
  activate: (editor) => new Wand(editor),
})

/** The exact answer is looked for once the hand rests. */
const afterPause = () => new Promise<void>((resolve) => setTimeout(resolve, PAUSE))

class Wand implements Activation {
  private start: ScreenPoint | null = null
  private mode: DrawMode = 'new'
  private search: WandSearch | null = null
  private tolerance = 0
  /** The exact answer for the tolerance; null while it is looked for. */
  private found: Patch | null = null
  private work: AbortController | null = null
  /** Makes the mask after the press, and keeps it. */
  private ending: Steps<void> | null = null

  constructor(private readonly editor: Editor) {}

  pointerDown = (info: PointerInfo) => {
    this.finish()
    const { editor } = this
    const { width, height } = editor.doc.size
    const { x, y } = info.point
    if (!editor.pixels || x < 0 || y < 0 || x >= width || y >= height) return
    this.start = info.screen
    this.mode = strokeModeFor(editor, info)
    this.tolerance = editor.option(TOLERANCE)
    this.search = new WandSearch(editor.pixels, info.point, {
      connected: editor.option(CONNECTED),
      noise: editor.option(NOISE),
      holes: editor.option(HOLES),
    })
    this.find()
  }

  pointerMove = ({ screen }: PointerInfo) => {
    const { start, editor } = this
    if (!start) return
    const dragged = (screen.x - start.x + start.y - screen.y) / DRAG
    const tolerance = Math.round(Math.min(TOLERANCE.max, Math.max(TOLERANCE.min, editor.option(TOLERANCE) + dragged)))
    if (tolerance === this.tolerance) return
    this.tolerance = tolerance
    this.find()
  }

  pointerUp = () => {
    const { editor, found, mode, tolerance, search } = this
    if (!this.start || !search) return
    this.start = null
    this.work?.abort()
    editor.setOption(TOLERANCE, tolerance)
    this.ending = this.end(search.mask(found, tolerance), mode)
    if (found) return this.finish()
    editor.setCursor('progress')
    const work = (this.work = new AbortController())
    void inSlices(this.ending, work.signal)
  }

  drop = () => {
    const dropped = this.start !== null || this.ending !== null
    this.work?.abort()
    this.start = this.search = this.found = this.work = this.ending = null
    this.editor.setCursor(null)
    this.editor.showDraft(null)
    return dropped
  }

  /** The next press, or another tool: what is still being made is made at once. */
  finish = () => {
    const { ending, work } = this
    work?.abort()
    if (ending) runThrough(ending)
  }

  private *end(mask: Steps<Rle>, mode: DrawMode): Steps<void> {
    const pixels = yield* mask
    this.drop()
    finishMask(this.editor, pixels, mode, 'Magic wand')
  }

  pointerCancel = () => void this.drop()
  complete = () => this.editor.workOn(null)
  cancel = this.drop
  stepBack = this.drop

  private find() {
    const search = this.search!
    const { tolerance } = this
    this.work?.abort()
    this.found = search.now(tolerance)
    if (this.found) return this.show(this.found)
    const { patch, step } = search.roughly(tolerance)
    this.show(patch, step)
    const work = (this.work = new AbortController())
    void afterPause()
      .then(() => inSlices(search.exactly(tolerance), work.signal))
      .then((exact) => {
        if (!exact || work.signal.aborted) return
        this.found = exact
        this.show(exact)
      })
  }

  private show(patch: Patch, step = 1) {
    const { mode, tolerance } = this
    this.editor.showDraft({
      kind: 'patch',
      patch,
      step,
      mode,
      note: { key: 'notices.tolerance', values: { tolerance } },
    })
  }
}
