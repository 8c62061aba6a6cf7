/** What is being drawn or changed and is not yet part of the document. The canvas draws it, tools set it. */
import type { Message } from '../../i18n/keys'
import type { ImagePoint } from '@/core/geometry/point'
import type { Bbox } from '@/core/geometry/box'
import type { Candidate, Prompt } from '@/core/models/sam'
import type { Patch } from '@/core/pixels/types'
import type { Shape } from '@/core/shape/types'
import type { Category } from './document'

/** What a finished ring becomes: an annotation, a part of the selected one, a hole cut out of it, or the border of what is left. */
export type DrawMode = 'new' | 'add' | 'cut' | 'intersect'

export interface RingDraft {
  kind: 'ring'
  points: readonly ImagePoint[]
  /** Where the next point would go. */
  pointer: ImagePoint | null
  /** The pointer is on the first point: a click closes. */
  closing: boolean
  /** The next point would go to a corner or edge of a neighbour. */
  snapped?: boolean
  mode: DrawMode
}

export interface BoxDraft {
  kind: 'box'
  box: Bbox
  mode: DrawMode
}

/** The changed forms of annotations under the hand; drawn in place of the stored ones. */
export interface EditDraft {
  kind: 'edit'
  shapes: ReadonlyMap<number, Shape>
  keypoints: ReadonlyMap<number, number[]>
}

export interface MarqueeDraft {
  kind: 'marquee'
  box: Bbox
  /** Of a lasso: x1, y1, x2, y2, ... */
  outline?: readonly number[]
}

/** A stroke under the hand. Both lists grow in place, so that a move costs the same however long the stroke is. */
export interface StrokeDraft {
  kind: 'stroke'
  /** x1, y1, x2, y2, ... */
  path: readonly number[]
  /** One for each point, in image pixels. */
  radii: readonly number[]
  mode: DrawMode
}

/** Pixels found and not yet kept. */
export interface PatchDraft {
  kind: 'patch'
  patch: Patch
  mode: DrawMode
  /** What the hand is setting, shown in the read-out. */
  note?: Message
}

/** A line that follows the edges of the picture from anchor to anchor. */
export interface LiveWireDraft {
  kind: 'wire'
  /** All its points, those to the pointer included. */
  path: readonly ImagePoint[]
  anchors: readonly ImagePoint[]
  /** The pointer is on the first anchor: a click closes. */
  closing: boolean
  mode: DrawMode
}

/** Keypoints being placed, in the order of the category. */
export interface KeypointsDraft {
  kind: 'keypoints'
  keypoints: readonly number[]
  /** The number of the one that comes next, from 0. */
  next: number
  category: Category
}

/** What smart select has found, and what was pressed to find it. */
export interface FoundDraft {
  kind: 'found'
  /** null: nothing yet. */
  candidate: Candidate | null
  prompt: Prompt
  mode: DrawMode
  /** Shown where the pointer rests, before anything is pressed. */
  isHover?: boolean
  note?: string
}

export type Draft = FoundDraft | RingDraft | BoxDraft | EditDraft | MarqueeDraft | StrokeDraft | PatchDraft | LiveWireDraft | KeypointsDraft

export const editDraft = (shapes: Iterable<[number, Shape]>, keypoints: Iterable<[number, number[]]> = []): EditDraft => ({
  kind: 'edit',
  shapes: new Map(shapes),
  keypoints: new Map(keypoints),
})

/** What is kept of something half-drawn, so that it can be offered again. */
export interface StoredDraft {
  tool: string
  /** With what else the tool notes of each point: the visibility of a keypoint. */
  points: [x: number, y: number, ...notes: number[]][]
  mode: DrawMode
  /** The stored annotation that a part was to be added to or cut out of. */
  target: number | null
  categoryId: number | null
}
