/** The state of the annotator and its operations. Algorithms are in core/, viewport.ts and the tools. */
import type { ImagePoint } from '@/core/geometry/point'
import type { Shape, Size } from '@/core/shape/types'
import { Changes, type LocalChange } from './changes'
import type { Doc } from './document'
import { isUnfinished, type Draft, type DrawMode, type StoredDraft } from './draft'
import type { Aim } from '../pixels/aim'
import type { PixelSource } from '../pixels/source'
import { optionValue, type OptionValue, type OptionValues, type ToolOption } from '../tools/options'
import { OpenDocument } from './openDocument'
import type { Activation, PointerInfo, Tool } from '../tools/tool'
import { NO_ACTIVATION } from '../tools/tool'
import { moveCursor } from './keyCursor'
import type { Said } from '../texts'

export interface Commit {
  label: string
  changes: LocalChange[]
}

/** A finished shape that waits for a category. */
export interface WaitingShape {
  label: string
  shape: Shape
  /** More strokes will be added to it. */
  goesOn?: boolean
}

export class Editor extends OpenDocument {
  draft: Draft | null = null
  mode: DrawMode = 'new'
  /** Zoom and position stay when an image of the same size is opened. */
  keepsView = false
  categoryId: number | null = null
  pointer: ImagePoint | null = null
  waiting: WaitingShape | null = null
  cursor: string | null = null
  options: OptionValues = {}
  /** Pixel source of the image; null until it is decoded. */
  pixels: PixelSource | null = null
  /** The segmenter of smart select; null until it is ready. */
  aim: Aim | null = null
  tool: Tool
  private drawn: { id: number; shape: Shape } | null = null
  private activation: Activation = NO_ACTIVATION

  /** Called for every finished gesture. Set by the session, which saves. */
  onCommit: (commit: Commit) => void = () => {}
  /** Working time since the last call, in milliseconds. */
  takeTime: () => number = () => 0
  /** Called with the draft as it grows, and with null when it ends. */
  onKeep: (kept: StoredDraft | null) => void = () => {}
  /** Called with a draft that was put aside by Esc. */
  onSetAside: (kept: StoredDraft) => void = () => {}
  /** Called with the reason when a gesture did nothing. */
  onNotice: (said: Said) => void = () => {}

  constructor(private readonly tools: readonly Tool[]) {
    super()
    this.tool = tools[0]!
    this.activation = this.tool.activate(this)
  }

  // The document

  /** Opens another image. Drops the draft, which is stored for the next visit. */
  open(doc: Doc) {
    this.restart()
    if (this.lastDrawn) this.drawn = { id: 0, shape: this.lastDrawn }
    const keeps = this.keepsView && sameSize(doc.size, this.doc.size)
    this.doc = doc
    this.selection = new Set()
    this.working = null
    this.pointer = null
    this.waiting = null
    this.hover(null)
    this.display = { ...this.display, hidden: new Set(), locked: new Set() }
    if (this.categoryId !== null && !doc.categories.has(this.categoryId)) this.categoryId = null
    this.categoryId ??= doc.categories.keys().next().value ?? null
    for (const part of ['doc', 'selection', 'display', 'category', 'waiting'] as const) this.tell(part)
    if (!keeps) this.fit()
  }

  /** Replaces the document by the version of the server or another tab. */
  replace(doc: Doc) {
    const held = this.draft?.kind === 'edit' ? [...this.draft.shapes.keys(), ...this.draft.keypoints.keys()] : []
    if (held.some((id) => !doc.items.has(id))) this.activation.cancel?.()
    const sameShapes = [...this.selection].every((id) => doc.items.get(id)?.shape === this.doc.items.get(id)?.shape)
    this.setDoc(doc)
    if (!sameShapes && this.vertex) this.select(this.selection)
  }

  /** Commits one undoable change. Does nothing if `build` changes nothing. */
  commit(label: string, build: (changes: Changes) => void) {
    const changes = new Changes(this.doc)
    build(changes)
    if (changes.list.length === 0) return
    changes.spend(this.takeTime())
    this.setDoc(changes.doc)
    this.onCommit({ label, changes: changes.list })
  }

  /** Adds an annotation of the current category. Without a category the shape waits until the user names one. */
  add(label: string, shape: Shape, goesOn = false) {
    const { categoryId, doc } = this
    if (categoryId === null || !doc.categories.has(categoryId)) return this.wait({ label, shape, goesOn })
    let id = 0
    this.commit(label, (changes) => (id = changes.add(categoryId, shape)))
    this.drawn = { id, shape }
    this.select([id])
    if (goesOn) this.workOn(id)
  }

  /** Strokes go on with an annotation. Null: it is finished, and the next stroke makes a new one. */
  workOn(id: number | null): boolean {
    const changed = id !== this.working
    this.working = id
    if (changed) this.tell('tool')
    return changed
  }

  /** The shape drawn last as it is now, on this image or on one before it. */
  get lastDrawn(): Shape | null {
    return this.drawn && (this.doc.items.get(this.drawn.id)?.shape ?? this.drawn.shape)
  }

  wait(waiting: WaitingShape | null) {
    this.waiting = waiting
    this.tell('waiting')
  }

  setCategory(id: number | null) {
    if (this.working !== null && id !== this.categoryId) this.select([])
    this.categoryId = id
    this.tell('category')
    const { waiting } = this
    if (id === null || !waiting) return
    this.wait(null)
    this.add(waiting.label, waiting.shape, waiting.goesOn)
  }

  // The tool in hand

  setTool(id: string) {
    const tool = this.tools.find((each) => each.id === id)
    if (!tool) throw new RangeError(`there is no tool ${id}`)
    this.activation.finish?.()
    this.showDraft(null)
    this.cursor = null
    if (!tool.paints) this.working = null
    this.hover(null)
    this.tool = tool
    this.activation = tool.activate(this)
    this.tell('tool')
  }

  setMode(mode: DrawMode) {
    this.mode = mode
    this.tell('tool')
  }

  /** The value of a tool option. */
  option = <O extends ToolOption>(option: O): O['initial'] => optionValue(this.options, option)

  setOption = (option: ToolOption, value: OptionValue) => this.setOptions({ ...this.options, [option.id]: value })

  setOptions(options: OptionValues) {
    this.options = options
    this.tell('options')
  }

  setCursor(cursor: string | null) {
    if (cursor === this.cursor) return
    this.cursor = cursor
    this.tell('tool')
  }

  showDraft(draft: Draft | null) {
    if (draft === this.draft) return
    this.draft = draft
    this.tell('draft')
  }

  /** Restarts the tool without its draft. */
  private restart() {
    this.showDraft(null)
    this.cursor = null
    this.activation = this.tool.activate(this)
  }

  /** Commits pending changes before leaving. */
  finish = () => this.activation.finish?.()

  pointerDown(info: PointerInfo) {
    this.movePointer(info.point)
    this.activation.pointerDown?.(info)
  }

  pointerMove(info: PointerInfo) {
    this.movePointer(info.point)
    this.activation.pointerMove?.(info)
  }

  pointerUp = (info: PointerInfo) => this.activation.pointerUp?.(info)
  /** Cancels the press, for example when a second finger makes it a pinch. */
  pointerCancel = () => this.activation.pointerCancel?.()
  doubleClick = (info: PointerInfo) => this.activation.doubleClick?.(info)

  movePointer(point: ImagePoint | null) {
    if (point === null) this.hover(null)
    this.pointer = point
    this.tell('pointer')
  }

  complete = () => this.activation.complete?.() ?? false
  cancel = () => this.activation.cancel?.() ?? false
  stepBack = () => this.activation.stepBack?.() ?? false
  canStepForward = () => this.activation.canStepForward?.() ?? false
  /** Redo belongs to the draft while there is one: then true, whether or not something came again. */
  stepForward = () => (this.activation.stepForward?.() ?? false) || isUnfinished(this.draft)
  forget() {
    this.activation.forget?.()
    this.tell('draft')
  }
  mark = (as: 'hidden' | 'absent') => this.activation.mark?.(as) ?? false
  skip = () => this.activation.skip?.() ?? false
  follow = () => this.activation.follow?.() ?? false
  cycle = () => this.activation.cycle?.() ?? false
  remove = () => this.activation.remove?.() ?? false
  nudge = (dx: number, dy: number) => this.activation.nudge?.(dx, dy) ?? moveCursor(this, dx, dy)

  /** Keeps a draft that was left by Esc, so that it can be continued. */
  setAside(kept: StoredDraft) {
    this.onSetAside(kept)
    this.tell('draft')
  }

  /** Offers a stored draft to its tool. */
  restore(kept: StoredDraft) {
    this.setTool(kept.tool)
    const target = [...this.doc.items.values()].find((item) => item.storedId !== null && item.storedId === kept.target)
    if (target) this.select([target.id])
    if (kept.categoryId !== null && this.doc.categories.has(kept.categoryId)) this.setCategory(kept.categoryId)
    this.activation.restore?.(kept.mode === 'new' || target ? kept : { ...kept, mode: 'new' })
  }
}

const sameSize = (a: Size, b: Size) => a.width === b.width && a.height === b.height
