/**
 * The COCO formats, as the published files have them.
 *
 * Coordinates  image pixels, continuous, origin at the top-left corner, x right, y down.
 * Polygon      a flat list x1, y1, x2, y2, ...; the first point is not repeated.
 * Rle          size [height, width]; counts column by column, a run of zeros first.
 * Ids          integers; category keypoint edges (`skeleton`) are 1-based.
 * Source       cocodataset.org/#format-data; cocodataset/cocoapi: PythonAPI/pycocotools/mask.py.
 */
import type { Bbox } from '../geometry/box'
import type { Segmentation } from '../shape/types'

export interface CocoImage {
  id: number
  file_name: string
  width: number
  height: number
  [field: string]: unknown
}

export interface CocoCategory {
  id: number
  name: string
  supercategory?: string
  keypoints?: string[]
  skeleton?: [number, number][]
  [field: string]: unknown
}

export interface CocoAnnotation {
  id: number
  image_id: number
  category_id: number
  segmentation?: Segmentation
  area?: number
  bbox?: Bbox
  iscrowd?: 0 | 1
  keypoints?: number[]
  num_keypoints?: number
  [field: string]: unknown
}
