/** What a query looks at. Times are milliseconds since 1970-01-01 UTC. */
import type { Bbox } from '../geometry/box'
import type { Shape } from '../shape/types'

export interface ImageFacts {
  id: number
  /** Path within the dataset, with forward slashes. */
  path: string
  state: string
  /** Absent: none. */
  split?: string
  /** Pixels of the upright image. */
  width: number
  height: number
  metadata: Record<string, unknown>
  /** The image has no file yet. */
  placeholder: boolean
  num_annotations: number
  /** Ids of the categories that it is listed under. */
  categories: readonly number[]
  created_at: number
  updated_at: number
}

export type ShapeKind = 'polygon' | 'mask' | 'box' | 'none'

export interface AnnotationFacts {
  category_id: number
  shape: ShapeKind
  /** At least one keypoint is labelled. */
  keypoints: boolean
  iscrowd: boolean
  prediction: boolean
  /** Square pixels. */
  area: number
  /** Width of the box over its height. NaN if one of them is 0; it fits no number. */
  aspect: number
  /** Centre of the box, in percent of the image. */
  x: number
  y: number
  /** NaN without one. */
  score: number
  creator: string
  created_at: number
  updated_at: number
  /** Left out where no filter asks for it. */
  metadata?: Record<string, unknown>
}

/** What the facts of an annotation come from. */
interface Annotation {
  category_id: number
  shape: Shape | null
  isbbox: boolean
  iscrowd: boolean
  area: number
  bbox: Bbox
  /** The image's size in pixels when the annotation was created. */
  width: number
  height: number
  keypoints: number[]
  metadata: Record<string, unknown>
  creator: string
  score?: number
  prediction?: boolean
  created_at: number
  updated_at: number
}

export function annotationFacts(row: Annotation): AnnotationFacts {
  const [left, top, width, height] = row.bbox
  return {
    category_id: row.category_id,
    shape: shapeKind(row),
    keypoints: row.keypoints.some((value, index) => index % 3 === 2 && value > 0),
    iscrowd: row.iscrowd,
    prediction: row.prediction === true,
    area: row.area,
    aspect: width > 0 && height > 0 ? width / height : NaN,
    x: ((left + width / 2) / row.width) * 100,
    y: ((top + height / 2) / row.height) * 100,
    score: row.score ?? NaN,
    creator: row.creator,
    created_at: row.created_at,
    updated_at: row.updated_at,
    metadata: row.metadata,
  }
}

function shapeKind({ shape, isbbox }: Annotation): ShapeKind {
  if (!shape) return 'none'
  if (isbbox || shape.kind === 'box') return 'box'
  return shape.kind === 'mask' ? 'mask' : 'polygon'
}

export interface CategoryFacts {
  id: number
  name: string
}

/** What a query needs besides the facts. */
export interface QueryContext {
  categories: readonly CategoryFacts[]
  /** Milliseconds since 1970-01-01 UTC. */
  now: number
}
