/** Drives the editor as a hand would: `draw.polygon().click(10, 10).click(90, 10).key('Enter')`. */
import { saidText } from '@/app/annotator/texts'
import type { Commit } from '@/app/annotator/editor/editor'
import { Editor } from '@/app/annotator/editor/editor'
import type { StoredDraft } from '@/app/annotator/editor/draft'
import { boundsOf, type Category, type Doc, type Item } from '@/app/annotator/editor/document'
import { tools } from '@/app/annotator/tools'
import type { PointerInfo } from '@/app/annotator/tools/tool'
import { toScreen } from '@/app/annotator/editor/viewport'
import { imagePoint } from '@/core/geometry/point'
import type { Shape } from '@/core/shape/types'

type Held = Partial<Pick<PointerInfo, 'shift' | 'alt' | 'touch' | 'pressure' | 'space'>>
type GridPosition = [x: number, y: number]

export const square = (x: number, y: number, side: number): Shape => ({
  kind: 'polygons',
  parts: [{ outer: [x, y, x + side, y, x + side, y + side, x, y + side], holes: [] }],
})

export const box = (x: number, y: number, width: number, height: number): Shape => ({
  kind: 'box',
  x,
  y,
  width,
  height,
})

export function item(id: number, shape: Shape | null, rest: Partial<Item> = {}): Item {
  const bounds = boundsOf(shape, rest.keypoints ?? [])
  return {
    id,
    storedId: id,
    categoryId: 1,
    shape,
    keypoints: [],
    iscrowd: false,
    color: '#123456',
    metadata: {},
    milliseconds: 0,
    revision: 1,
    area: bounds[2] * bounds[3],
    bounds,
    ...rest,
  }
}

export const category = (id: number, name: string): Category => ({
  id,
  name,
  supercategory: '',
  color: '#336699',
  keypointLabels: [],
  keypointEdges: [],
  keypointColors: [],
})

export function docOf(items: Item[], categories = [category(1, 'nut'), category(2, 'bolt')]): Doc {
  return {
    imageId: 7,
    size: { width: 100, height: 100 },
    categories: new Map(categories.map((each) => [each.id, each])),
    items: new Map(items.map((each) => [each.id, each])),
  }
}

export class Hand {
  readonly editor = new Editor(tools)
  readonly commits: Commit[] = []
  kept: StoredDraft | null = null
  setAside: StoredDraft | null = null
  readonly notices: string[] = []
  private held: Held = {}

  constructor(doc: Doc = docOf([])) {
    // 100 x 100 pixels at 400 %: eight screen pixels are two of the image.
    this.editor.resizeView({ width: 448, height: 448 })
    this.editor.open(doc)
    this.editor.onCommit = (commit) => this.commits.push(commit)
    this.editor.onKeep = (kept) => (this.kept = kept)
    this.editor.onSetAside = (kept) => (this.setAside = kept)
    this.editor.onNotice = (said) => this.notices.push(saidText(said))
  }

  take(tool: string) {
    this.editor.setTool(tool)
    return this
  }

  hold(held: Held) {
    this.held = held
    return this
  }

  press = (x: number, y: number) => this.does(() => this.editor.pointerDown(this.at(x, y)))
  move = (x: number, y: number) => this.does(() => this.editor.pointerMove(this.at(x, y)))
  release = (x: number, y: number) => this.does(() => this.editor.pointerUp(this.at(x, y)))
  click = (x: number, y: number) => this.move(x, y).press(x, y).release(x, y)
  doubleClick = (x: number, y: number) =>
    this.click(x, y)
      .click(x, y)
      .does(() => this.editor.doubleClick(this.at(x, y)))

  drag(from: GridPosition, ...path: GridPosition[]) {
    this.press(...from)
    for (const place of path) this.move(...place)
    return this.release(...(path.at(-1) ?? from))
  }

  key(name: 'Enter' | 'Escape' | 'Backspace' | 'Redo' | 'Delete' | 'ArrowRight' | 'ArrowDown') {
    const { editor } = this
    if (name === 'Enter') editor.complete()
    if (name === 'Escape') editor.cancel()
    if (name === 'Backspace') editor.stepBack()
    if (name === 'Redo') editor.stepForward()
    if (name === 'Delete') editor.remove()
    if (name === 'ArrowRight') editor.nudge(1, 0)
    if (name === 'ArrowDown') editor.nudge(0, 1)
    return this
  }

  get shapes() {
    return [...this.editor.doc.items.values()].map(({ shape }) => shape)
  }

  get labels() {
    return this.commits.map(({ label }) => label)
  }

  private does(act: () => void) {
    act()
    return this
  }

  private at(x: number, y: number): PointerInfo {
    const point = imagePoint(x, y)
    return {
      point,
      screen: toScreen(this.editor.viewport, point),
      shift: false,
      alt: false,
      touch: false,
      ...this.held,
    }
  }
}

export const draw = {
  polygon: (doc?: Doc) => new Hand(doc).take('polygon'),
  box: (doc?: Doc) => new Hand(doc).take('box'),
  brush: (doc?: Doc) => new Hand(doc).take('brush'),
  eraser: (doc?: Doc) => new Hand(doc).take('eraser'),
  wand: (doc?: Doc) => new Hand(doc).take('wand'),
  select: (doc?: Doc) => new Hand(doc).take('select'),
}
