/** The shape of a tool: its name in the code (its texts are found by it: texts.ts), and what it does with the pointer while it is in hand. */
import type { ImagePoint, ScreenPoint } from '@/core/geometry/point'
import type { StoredDraft } from '../editor/draft'
import type { Editor } from '../editor/editor'
import type { ToolOption } from './options'

export interface PointerInfo {
  /** Where on the image; may lie outside. */
  point: ImagePoint
  screen: ScreenPoint
  shift: boolean
  alt: boolean
  touch: boolean
  /** The space bar is held: what is being drawn moves as it is. */
  space?: boolean
  /** Of a pen, 0 to 1; none where there is nothing to press with. */
  pressure?: number
}

/**
 * A tool in hand. Its draft lives in the activation and dies with it.
 * Those that answer a boolean say whether they had any use for the key; if not, the key may mean something else.
 */
export interface Activation {
  pointerDown?(info: PointerInfo): void
  /** With a button or without. */
  pointerMove?(info: PointerInfo): void
  pointerUp?(info: PointerInfo): void
  /** The press is taken back, with what it did. */
  pointerCancel?(): void
  doubleClick?(info: PointerInfo): void
  /** Enter. */
  complete?(): boolean
  /** Esc: leaves the document as it was. */
  cancel?(): boolean
  /** Undo while something is half-drawn: takes back the last point. */
  stepBack?(): boolean
  /** Redo while something is half-drawn, or after all of it was taken back: the last point taken back comes again. */
  stepForward?(): boolean
  /** Whether stepForward has something to bring back. */
  canStepForward?(): boolean
  /** The stored history takes a step: what was taken back of the draft is forgotten. */
  forget?(): void
  /** The keypoint under the pointer, or the last one placed, is hidden or not labelled. */
  mark?(as: 'hidden' | 'absent'): boolean
  /** What comes next is not there. */
  skip?(): boolean
  /** The last edge drawn goes along the outline of a neighbour; a second time the other way round. */
  follow?(): boolean
  /** Tab: the next of several answers. */
  cycle?(): boolean
  /** Delete. */
  remove?(): boolean
  /** Arrow keys, in image pixels. */
  nudge?(dx: number, dy: number): boolean
  /** Another tool is taken: commits what only waits for a pause. */
  finish?(): void
  restore?(kept: StoredDraft): void
}

export interface Tool {
  id: string
  icon: string
  key: string
  cursor: string
  /** Draws: the cross-hair is shown and coordinates count. */
  draws: boolean
  /** Follows every point that the pointer passed, also those between two frames. */
  traces?: boolean
  /** What it draws always does the same: there is no choice between a new annotation, more and less. */
  oneMode?: boolean
  /** Its strokes go on with one annotation, also from one such tool to the next, until it is finished. */
  paints?: boolean
  /** Points of the selected polygon can be dragged with it. */
  reshapes?: boolean
  /** Enter does something with the selected annotation. */
  takesSelected?: boolean
  /** Shown in the panel while the tool is in hand. */
  options?: readonly ToolOption[]
  /** A round tip under the pointer: its radius in image pixels. */
  tip?(editor: Editor): number
  activate(editor: Editor): Activation
}

export const defineTool = (tool: Tool): Tool => tool

export const NO_ACTIVATION: Activation = {}
