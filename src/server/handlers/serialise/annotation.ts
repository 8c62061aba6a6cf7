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

/** `paperObject: false` leaves out the form for older clients: to make it, masks are traced. */
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

/** What an editor shows of it. */
export const serialiseLean = ({ id, category_id, shape, area, iscrowd, keypoints, color, metadata, milliseconds, revision, score, prediction }: AnnotationRow): AnnotationOfImage =>
  ({ id, category_id, shape, area, iscrowd, keypoints, color, metadata, milliseconds, revision, ...predictionOf({ score, prediction }) })

/** Absent for what people drew. */
const predictionOf = ({ score, prediction }: Pick<AnnotationRow, 'score' | 'prediction'>) => ({ ...(score === undefined ? {} : { score }), ...(prediction ? { prediction } : {}) })

/** What an older client sent, or else what is made from the shape; [] when there is none. */
export function paperObjectOf({ paper_object, shape, color, width, height }: AnnotationRow): unknown[] {
  if (paper_object) return paper_object
  if (!shape) return []
  try {
    return shapeToCompoundPath(shape, { width, height }, color)
  } catch (error) {
    // a picture too large for masks still has its segmentation
    if (error instanceof InvalidInput) return []
    throw error
  }
}
