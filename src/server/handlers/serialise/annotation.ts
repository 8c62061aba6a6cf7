import type { Annotation } from '@/contract/annotation'
import type { AnnotationOfImage } from '@/contract/annotator'
import { InvalidInput } from '@/core/errors'
import { shapeToCompoundPath } from '@/core/shape/compoundPath'
import { shapeToSegmentation } from '@/core/shape/shape'
import type { AnnotationRow } from '../../db/store/rows'
import { serialiseStamp } from '../http/request'

interface LiveWireOptions {
  paperObject?: boolean
}

/** `paperObject: false` leaves out the shape for older clients, which is slow to make from masks. */
export const serialiseAnnotation = (row: AnnotationRow, { paperObject = true }: LiveWireOptions = {}): Annotation => ({
  id: row.id,
  image_id: row.image_id,
  category_id: row.category_id,
  dataset_id: row.dataset_id,
  shape: row.shape,
  area: row.area,
  bbox: row.bbox,
  iscrowd: row.iscrowd,
  isbbox: row.isbbox,
  keypoints: row.keypoints,
  width: row.width,
  height: row.height,
  color: row.color,
  metadata: row.metadata,
  ...(paperObject ? { paper_object: paperObjectOf(row) } : {}),
  milliseconds: row.milliseconds,
  ...predictionOf(row),
  ...serialiseStamp(row),
  segmentation: row.shape ? shapeToSegmentation(row.shape, row) : [],
})

/** The annotation as annotators show it. */
export const serialiseLean = ({
  id,
  category_id,
  shape,
  area,
  iscrowd,
  keypoints,
  color,
  metadata,
  milliseconds,
  revision,
  score,
  prediction,
}: AnnotationRow): AnnotationOfImage => ({
  id,
  category_id,
  shape,
  area,
  iscrowd,
  keypoints,
  color,
  metadata,
  milliseconds,
  revision,
  ...predictionOf({ score, prediction }),
})

/** Score and prediction; absent for annotations that people drew. */
const predictionOf = ({ score, prediction }: Pick<AnnotationRow, 'score' | 'prediction'>) => ({
  ...(score === undefined ? {} : { score }),
  ...(prediction ? { prediction } : {}),
})

/** The shape as an older client sent it, or made from the shape; [] without a shape. */
export function paperObjectOf({ paper_object, shape, color, width, height }: AnnotationRow): unknown[] {
  if (paper_object) return paper_object
  if (!shape) return []
  try {
    return shapeToCompoundPath(shape, { width, height }, color)
  } catch (error) {
    // an image that is too large for masks still has its segmentation
    if (error instanceof InvalidInput) return []
    throw error
  }
}
