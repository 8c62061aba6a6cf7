// Magic wand. Press: the pixels of like colour around. Drag right or up: more of them, left or down: fewer. Let go: done.
import { patchToRle } from '@/core/pixels/patch'
import { allWithin, connectedWithin, leavesRegion, similarTo, type Similarity } from '@/core/pixels/similar'
import { fillHoles, flipSmall, smoothBorder } from '@/core/pixels/tidy'
import type { Patch } from '@/core/pixels/types'
import type { ImagePoint, ScreenPoint } from '@/core/geometry/point'
import { strokeModeFor } from '../editor/combine'
import { finishMask } from '../editor/combineMask'
import type { DrawMode } from '../editor/draft'
import type { Editor } from '../editor/editor'
import type { PixelSource } from '../pixels/source'
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
const FIRST_SIDE = 1024 // pixels read around the press; more when what is found reaches their border
const MOST_PIXELS = 30_000_000
const SMALL = 0.01 // of what is found

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

class Wand implements Activation {
  private start: ScreenPoint | null = null
  private mode: DrawMode = 'new'
  private similarity: Similarity | null = null
  private side = FIRST_SIDE
  private tolerance = 0
  private found: Patch | null = null

  constructor(private readonly editor: Editor) {}

  pointerDown = (info: PointerInfo) => {
    const { editor } = this
    const { width, height } = editor.doc.size
    const { x, y } = info.point
    if (!editor.pixels || x < 0 || y < 0 || x >= width || y >= height) return
    this.start = info.screen
    this.mode = strokeModeFor(editor, info)
    this.tolerance = editor.option(TOLERANCE)
    this.side = editor.option(CONNECTED) ? FIRST_SIDE : Infinity
    this.similarity = this.sample(editor.pixels, info.point)
    this.find(editor.pixels, info.point)
  }

  pointerMove = ({ screen }: PointerInfo) => {
    const { start, similarity, editor } = this
    if (!start || !similarity || !editor.pixels) return
    const dragged = (screen.x - start.x + start.y - screen.y) / DRAG
    const tolerance = Math.round(Math.min(TOLERANCE.max, Math.max(TOLERANCE.min, editor.option(TOLERANCE) + dragged)))
    if (tolerance === this.tolerance) return
    this.tolerance = tolerance
    const { region, x, y } = similarity
    this.find(editor.pixels, { x: region.left + x, y: region.top + y })
  }

  pointerUp = () => {
    const { editor, found, mode, tolerance } = this
    if (!this.drop() || !found) return
    editor.setOption(TOLERANCE, tolerance)
    finishMask(editor, patchToRle(found, editor.doc.size), mode, 'Magic wand')
  }

  drop = () => {
    const dropped = this.start !== null
    this.start = this.similarity = this.found = null
    this.editor.showDraft(null)
    return dropped
  }

  pointerCancel = () => void this.drop()
  complete = () => this.editor.workOn(null)
  cancel = this.drop
  stepBack = this.drop

  private find(pixels: PixelSource, point: ImagePoint) {
    const { editor, tolerance, mode } = this
    const connected = editor.option(CONNECTED)
    let patch = this.search(connected)
    while (connected && this.side < this.largestSide && leavesRegion(patch, this.similarity!.region, pixels.size)) {
      this.side *= 2
      this.similarity = this.sample(pixels, point)
      patch = this.search(connected)
    }
    const small = SMALL * patch.data.reduce((sum, value) => sum + value, 0)
    if (editor.option(NOISE) > 0) {
      smoothBorder(patch)
      flipSmall(patch, 1, Math.min(small, 4 * (editor.option(NOISE) * 2 + 1)))
    }
    const holes = editor.option(HOLES)
    if (holes !== 'none') fillHoles(patch, holes === 'all' ? Infinity : small)
    this.found = patch
    editor.showDraft({ kind: 'patch', patch, mode, note: { key: 'notices.tolerance', values: { tolerance } } })
  }

  private search = (connected: boolean) => (connected ? connectedWithin : allWithin)(this.similarity!, this.tolerance)

  /** Of a very large image only a part is looked at. */
  private get largestSide() {
    const { width, height } = this.editor.doc.size
    return width * height <= MOST_PIXELS ? 2 * Math.max(width, height) : Math.floor(Math.sqrt(MOST_PIXELS))
  }

  private sample(pixels: PixelSource, { x, y }: ImagePoint): Similarity {
    const side = Math.min(this.side, this.largestSide)
    const region = pixels.read([x - side / 2, y - side / 2, side, side])
    return similarTo(region, Math.floor(x) - region.left, Math.floor(y) - region.top, this.editor.option(NOISE))
  }
}
