/** The state of the annotator and the ways to change it. No algorithms: those are in core/, viewport.ts and the tools. */
import type { ImagePoint } from '@/core/geometry/point'
import type { Shape } from '@/core/shape/types'
import { Changes, type LocalChange } from './changes'
import type { Doc } from './document'
import type { Draft, DrawMode, StoredDraft } from './draft'
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

/** A finished shape that waits for its category to be named. */
export interface WaitingShape {
  label: string
  shape: Shape
}

export class Editor extends OpenDocument {
  draft: Draft | null = null
  mode: DrawMode = 'new'
  categoryId: number | null = null
  pointer: ImagePoint | null = null
  waiting: WaitingShape | null = null
  cursor: string | null = null
  options: OptionValues = {}
  /** The picture's colours; null until it is decoded. */
  pixels: PixelSource | null = null
  /** What smart select asks about the image; null until it can answer. */
  aim: Aim | null = null
  tool: Tool
  private activation: Activation = NO_ACTIVATION

  /** Told of every finished gesture; whoever saves sets it. */
  onCommit: (commit: Commit) => void = () => {}
  /** Milliseconds of work since the last time it was asked. */
  takeTime: () => number = () => 0
  /** Told of a half-drawn ring as it grows, null when it is gone. */
  onKeep: (kept: StoredDraft | null) => void = () => {}
  /** Told why a gesture did nothing. */
  onNotice: (said: Said) => void = () => {}

  constructor(private readonly tools: readonly Tool[]) {
    super()
    this.tool = tools[0]!
    this.activation = this.tool.activate(this)
  }

  // The document

  /** Shows another image. What was half-drawn on the last one is dropped here; it has been kept. */
  open(doc: Doc) {
    this.restart()
    this.doc = doc
    this.selection = new Set()
    this.pointer = null
    this.waiting = null
    this.display = { ...this.display, hidden: new Set(), locked: new Set() }
    if (this.categoryId !== null && !doc.categories.has(this.categoryId)) this.categoryId = null
    this.categoryId ??= doc.categories.keys().next().value ?? null
    for (const part of ['doc', 'selection', 'display', 'category', 'waiting'] as const) this.tell(part)
    this.fit()
  }

  /** The document as the server or another tab has it now. */
  replace(doc: Doc) {
    const held = this.draft?.kind === 'edit' ? [...this.draft.shapes.keys(), ...this.draft.keypoints.keys()] : []
    if (held.some((id) => !doc.items.has(id))) this.activation.cancel?.()
    const sameShapes = [...this.selection].every((id) => doc.items.get(id)?.shape === this.doc.items.get(id)?.shape)
    this.setDoc(doc)
    if (!sameShapes && this.vertex) this.select(this.selection)
  }

  /** Stores one undoable change. Nothing happens when `build` changes nothing. */
  commit(label: string, build: (changes: Changes) => void) {
    const changes = new Changes(this.doc)
    build(changes)
    if (changes.list.length === 0) return
    changes.spend(this.takeTime())
    this.setDoc(changes.doc)
    this.onCommit({ label, changes: changes.list })
  }

  /** A new annotation of the current category; where there is none, or no more, the shape waits until one is named. */
  add(label: string, shape: Shape) {
    const { categoryId, doc } = this
    if (categoryId === null || !doc.categories.has(categoryId)) return this.wait({ label, shape })
    let id = 0
    this.commit(label, (changes) => (id = changes.add(categoryId, shape)))
    this.select([id])
  }

  wait(waiting: WaitingShape | null) {
    this.waiting = waiting
    this.tell('waiting')
  }

  setCategory(id: number | null) {
    this.categoryId = id
    this.tell('category')
    const { waiting } = this
    if (id === null || !waiting) return
    this.wait(null)
    this.add(waiting.label, waiting.shape)
  }

  // The tool in hand

  setTool(id: string) {
    const tool = this.tools.find((each) => each.id === id)
    if (!tool) throw new RangeError(`there is no tool ${id}`)
    this.activation.finish?.()
    this.showDraft(null)
    this.cursor = null
    this.tool = tool
    this.activation = tool.activate(this)
    this.tell('tool')
  }

  setMode(mode: DrawMode) {
    this.mode = mode
    this.tell('tool')
  }

  /** What is set of an option of a tool. */
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

  /** Takes the tool up anew, without its draft. */
  private restart() {
    this.showDraft(null)
    this.cursor = null
    this.activation = this.tool.activate(this)
  }

  /** Before leaving: what is only waiting for a pause is committed now. */
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
  /** The press turned out to be something else (a second finger): as if it had never been. */
  pointerCancel = () => this.activation.pointerCancel?.()
  doubleClick = (info: PointerInfo) => this.activation.doubleClick?.(info)

  movePointer(point: ImagePoint | null) {
    this.pointer = point
    this.tell('pointer')
  }

  complete = () => this.activation.complete?.() ?? false
  cancel = () => this.activation.cancel?.() ?? false
  stepBack = () => this.activation.stepBack?.() ?? false
  skip = () => this.activation.skip?.() ?? false
  cycle = () => this.activation.cycle?.() ?? false
  remove = () => this.activation.remove?.() ?? false
  nudge = (dx: number, dy: number) => this.activation.nudge?.(dx, dy) ?? moveCursor(this, dx, dy)

  /** Offers a kept draft to its tool. */
  restore(kept: StoredDraft) {
    this.setTool(kept.tool)
    const target = [...this.doc.items.values()].find((item) => item.storedId !== null && item.storedId === kept.target)
    if (target) this.select([target.id])
    if (kept.categoryId !== null && this.doc.categories.has(kept.categoryId)) this.setCategory(kept.categoryId)
    this.activation.restore?.(kept.mode === 'new' || target ? kept : { ...kept, mode: 'new' })
  }
}
