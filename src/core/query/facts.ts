/** What a query looks at. Rows of the store fit these types. Times are milliseconds since 1970-01-01 UTC. */
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
  created_at: number
  updated_at: number
}

export interface AnnotationFacts {
  category_id: number
  shape: Shape | null
  isbbox: boolean
  iscrowd: boolean
  /** Square pixels. */
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

export interface CategoryFacts {
  id: number
  name: string
}

/** What a query needs besides the facts. */
export interface QueryContext {
  categories: readonly CategoryFacts[]
  /** Ids of the categories that an image is listed under, in any order. */
  categoriesOf: (image: ImageFacts) => readonly number[]
  /** Milliseconds since 1970-01-01 UTC. */
  now: number
}
