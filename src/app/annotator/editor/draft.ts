/** The draft: what is being drawn or changed and is not part of the document yet. Set by tools, drawn by the canvas. */
import type { Message } from '../../i18n/keys'
import type { ImagePoint } from '@/core/geometry/point'
import type { Bbox } from '@/core/geometry/box'
import type { Candidate, Prompt } from '@/core/models/sam'
import type { Patch } from '@/core/pixels/types'
import type { Shape } from '@/core/shape/types'
import type { Category } from './document'

/** What the finished shape does: makes an annotation, adds to the selected one, subtracts from it, or intersects with it. */
export type DrawMode = 'new' | 'add' | 'cut' | 'intersect'

export interface RingDraft {
  kind: 'ring'
  points: readonly ImagePoint[]
  /** Position of the next point. */
  pointer: ImagePoint | null
  /** The pointer is on the first point; a click closes the ring. */
  closing: boolean
  /** The next point snaps to a vertex or edge of a neighbour. */
  snapped?: boolean
  mode: DrawMode
}

export interface BoxDraft {
  kind: 'box'
  box: Bbox
  mode: DrawMode
}

/** Annotations being edited; drawn in place of the stored ones. */
export interface EditDraft {
  kind: 'edit'
  shapes: ReadonlyMap<number, Shape>
  keypoints: ReadonlyMap<number, number[]>
}

export interface MarqueeDraft {
  kind: 'marquee'
  box: Bbox
  /** Points of the lasso: x1, y1, x2, y2, ... */
  outline?: readonly number[]
}

/** A stroke in progress. Both lists grow in place, so that the cost of a move does not depend on the length. */
export interface StrokeDraft {
  kind: 'stroke'
  /** x1, y1, x2, y2, ... */
  path: readonly number[]
  /** Radius at each point, in image pixels. */
  radii: readonly number[]
  mode: DrawMode
}

/** Found pixels that are not committed yet. */
export interface PatchDraft {
  kind: 'patch'
  patch: Patch
  /** Image pixels that one of the patch stands for; 1 unless it is a first answer, coarser than the result. */
  step?: number
  mode: DrawMode
  /** The value that the drag sets, shown in the read-out. */
  note?: Message
}

/** A line that follows image edges from anchor to anchor. */
export interface LiveWireDraft {
  kind: 'wire'
  /** All points, including those up to the pointer. */
  path: readonly ImagePoint[]
  anchors: readonly ImagePoint[]
  /** The pointer is on the first anchor; a click closes the ring. */
  closing: boolean
  mode: DrawMode
}

/** Keypoints being placed, in the order of the category. */
export interface KeypointsDraft {
  kind: 'keypoints'
  keypoints: readonly number[]
  /** Index of the next keypoint, from 0. */
  next: number
  category: Category
}

/** Result of smart select, with the points and box of the prompt. */
export interface FoundDraft {
  kind: 'found'
  /** Null until there is a result. */
  candidate: Candidate | null
  prompt: Prompt
  mode: DrawMode
  /** A preview under the resting pointer, before any click. */
  isHover?: boolean
  note?: string
}

export type Draft =
  | FoundDraft
  | RingDraft
  | BoxDraft
  | EditDraft
  | MarqueeDraft
  | StrokeDraft
  | PatchDraft
  | LiveWireDraft
  | KeypointsDraft

/** Something half-drawn, which Enter finishes, Esc puts aside, and to which undo and redo belong. */
export const isUnfinished = (draft: Draft | null): boolean =>
  draft !== null && draft.kind !== 'edit' && draft.kind !== 'marquee' && !(draft.kind === 'found' && draft.isHover)

export const editDraft = (
  shapes: Iterable<[number, Shape]>,
  keypoints: Iterable<[number, number[]]> = [],
): EditDraft => ({
  kind: 'edit',
  shapes: new Map(shapes),
  keypoints: new Map(keypoints),
})

/** A stored draft, offered again on the next visit. */
export interface StoredDraft {
  tool: string
  /** Per point, with additional values of the tool, such as a keypoint's visibility. */
  points: [x: number, y: number, ...notes: number[]][]
  mode: DrawMode
  /** The annotation that the draft would be added to or subtracted from. */
  target: number | null
  categoryId: number | null
}
