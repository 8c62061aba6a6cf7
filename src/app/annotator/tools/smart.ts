// Smart select. Hover: what is under the pointer. Click: this belongs to it; Alt-click: this does not; drag: a box around it.
// Enter: keep it. Tab: another candidate. Afterwards Shift- and Alt-clicks refine what was kept.
import { boxFromPoints } from '@/core/geometry/box'
import { distance, type ImagePoint } from '@/core/geometry/point'
import type { Candidate, Prompt } from '@/core/models/sam'
import type { Shape } from '@/core/shape/types'
import { modeFor } from '../editor/combine'
import type { DrawMode } from '../editor/draft'
import type { Editor } from '../editor/editor'
import { latestOnly } from '../pixels/latestOnly'
import { candidateShape, keepShape, RESULT, TOLERANCE } from './smartShape'
import { defineTool, type Activation, type PointerInfo } from './tool'

const CLICK = 4 // screen pixels a press may move and still be a click
const MOST_REMEMBERED = 50

export const smartTool = defineTool({
  id: 'smart',
  icon: 'smart',
  key: 'a',
  cursor: 'crosshair',
  draws: true,
  options: [RESULT, TOLERANCE],
  activate: (editor) => new Smart(editor),
})

/** What led to a shape, so that further clicks refine it. */
interface Kept {
  shape: Shape
  prompts: Prompt[]
}

class Smart implements Activation {
  private corner: ImagePoint | null = null
  /** After each press; the last one counts. */
  private prompts: Prompt[] = []
  /** Prompts taken back, which redo brings again. */
  private taken: Prompt[] = []
  private mode: DrawMode = 'new'
  /** The annotation that is being refined. */
  private target: number | null = null
  private candidates: Candidate[] = []
  private chosen = 0
  private readonly kept = new Map<number, Kept>()
  private readonly find = latestOnly((prompt: Prompt, signal: AbortSignal) => this.editor.aim!.segment(prompt, signal))

  constructor(private readonly editor: Editor) {}

  pointerDown = (info: PointerInfo) => {
    if (this.editor.aim) this.corner = this.editor.clamp(info.point)
    else this.editor.onNotice({ key: 'notices.smartNotReady' })
  }

  pointerMove = (info: PointerInfo) => {
    const { editor, corner } = this
    const point = editor.clamp(info.point)
    if (corner) {
      if (distance(corner, point) * editor.zoom >= CLICK)
        editor.showDraft({
          kind: 'box',
          box: boxFromPoints(corner, point),
          mode: this.prompts.length > 0 ? this.mode : modeFor(editor, info),
        })
    } else if (this.prompts.length === 0 && editor.aim?.isQuick() && !info.touch)
      this.hover(point, modeFor(editor, info))
  }

  pointerUp = (info: PointerInfo) => {
    const { editor, corner } = this
    this.corner = null
    if (!corner || !editor.aim) return
    const point = editor.clamp(info.point)
    if (distance(corner, point) * editor.zoom >= CLICK)
      return this.add({ points: this.prompt.points, box: boxFromPoints(corner, point) }, info)
    if (editor.aim.boxesOnly) return editor.onNotice({ key: 'notices.smartBoxesOnly' })
    const isFirst = !this.resume(info)
    // Alt on something selected cuts out of it, as with other tools; then what is clicked is what is cut out
    const inside = isFirst || !info.alt
    this.add({ ...this.prompt, points: [...this.prompt.points, { x: point.x, y: point.y, inside }] }, info)
  }

  pointerCancel = () => {
    this.corner = null
    this.show()
  }

  complete = () => {
    const { editor } = this
    const candidate = this.candidates[this.chosen]
    if (this.prompts.length === 0 || !candidate || this.find.isBusy()) return this.prompts.length > 0
    const { mode, target, prompts } = this
    this.taken = []
    const shape = candidateShape(editor, candidate)
    this.drop()
    keepShape(editor, shape, mode, target)
    const { selected } = editor
    if (!selected?.shape || (mode !== 'new' && target === null)) return true
    this.kept.set(selected.id, { shape: selected.shape, prompts })
    if (this.kept.size > MOST_REMEMBERED) this.kept.delete(this.kept.keys().next().value!)
    return true
  }

  cycle = () => {
    if (this.candidates.length < 2 || this.prompts.length === 0) return false
    this.chosen = (this.chosen + 1) % this.candidates.length
    this.show()
    return true
  }

  stepBack = () => {
    if (this.prompts.length === 0) return false
    const shorter = this.prompts.slice(0, -1)
    // what refined a kept shape comes again only as a whole, from its annotation
    if (this.target === null) this.taken.push(this.prompts.at(-1)!)
    if (shorter.length === 0) this.drop()
    else {
      this.prompts = shorter
      this.ask()
    }
    return true
  }

  stepForward = () => {
    const prompt = this.taken.pop()
    if (!prompt) return false
    this.prompts = [...this.prompts, prompt]
    this.ask()
    return true
  }

  canStepForward = () => this.taken.length > 0
  forget = () => void (this.taken = [])

  drop = () => {
    const dropped = this.prompts.length > 0 || this.corner !== null
    this.find.stop()
    this.corner = this.target = null
    this.prompts = []
    this.candidates = []
    this.editor.setCursor(null)
    this.editor.showDraft(null)
    return dropped
  }

  cancel = () => {
    if (this.target === null && this.prompts.length > 0) this.taken = [...this.prompts].reverse()
    return this.drop()
  }

  remove = () => this.stepBack()
  finish = () => void this.drop()

  private get prompt(): Prompt {
    return this.prompts.at(-1) ?? { points: [] }
  }

  /** Whether a press adds to what is in hand, or to what was kept before. */
  private resume(info: PointerInfo): boolean {
    if (this.prompts.length > 0) return true
    const { selected } = this.editor
    const known = selected && this.kept.get(selected.id)
    if (!known || known.shape !== selected.shape || !(info.shift || info.alt)) return false
    this.prompts = [...known.prompts]
    this.target = selected.id
    this.mode = 'new'
    return true
  }

  private add(prompt: Prompt, info: PointerInfo) {
    if (this.prompts.length === 0) this.mode = modeFor(this.editor, info)
    this.prompts.push(prompt)
    this.taken = []
    this.ask()
  }

  private ask() {
    const { prompt } = this
    if (!this.editor.aim?.isQuick()) this.editor.setCursor('progress')
    this.show()
    this.find.run(
      prompt,
      (candidates) => {
        this.editor.setCursor(null)
        if (candidates.length === 0) this.editor.onNotice({ key: 'notices.smartNothing' })
        this.candidates = candidates
        this.chosen = 0
        this.show()
      },
      (error) => {
        this.drop()
        this.editor.onNotice(error.message)
      },
    )
  }

  private hover(point: ImagePoint, mode: DrawMode) {
    this.find.run(
      { points: [{ ...point, inside: true }] },
      ([best]) => {
        if (this.prompts.length > 0 || this.corner) return
        this.editor.showDraft(
          best ? { kind: 'found', candidate: best, prompt: { points: [] }, mode, isHover: true } : null,
        )
      },
      () => {},
    )
  }

  private show() {
    const { candidates, chosen, prompt, mode, prompts } = this
    if (prompts.length === 0) return this.editor.showDraft(null)
    const note = candidates.length > 1 ? `${chosen + 1} of ${candidates.length}` : undefined
    this.editor.showDraft({ kind: 'found', candidate: candidates[chosen] ?? null, prompt, mode, note })
  }
}
