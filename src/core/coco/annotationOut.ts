/**
 * A stored annotation as a COCO file has it.
 *
 * full   the documented answer of /coco: COCO and the API's own fields side by side.
 * clean  COCO alone, as the archive has it; what it has no place for stands under one key of ours.
 * iscrowd is an integer; a shape with holes is a run-length mask with iscrowd 0. What came from a file is written as it came
 * until the shape changes.
 */
import { compressRle, toRle } from '../mask/rle'
import { hasHoles, shapeToRle, shapeToSegmentation } from '../shape/shape'
import type { Shape, Size, Segmentation } from '../shape/types'
import { countLabelled } from './check/keypoints'
import { InvalidInput } from '../errors'
import { maskToPolygons } from './maskToPolygons'
import { OWN_KEY } from './ownKey'
import type { Bbox } from '../geometry/box'

export interface StoredAnnotation {
  id: number
  image_id: number
  dataset_id: number
  category_id: number
  shape: Shape | null
  keypoints: number[]
  area: number
  bbox: Bbox
  iscrowd: boolean
  isbbox: boolean
  width: number
  height: number
  color: string
  metadata: Record<string, unknown>
  score?: number
  prediction?: boolean
  original?: { segmentation?: Segmentation | [] | null; area?: unknown; bbox?: unknown; num_keypoints?: unknown }
  extra?: Record<string, unknown>
}

export type SegmentationForm = 'auto' | 'polygons' | 'rle'
export type OutputStyle = 'full' | 'clean'

export interface AnnotationOutput {
  id: number | string
  image_id: number | string
  category_id: number | string
  style: OutputStyle
  segmentation: SegmentationForm
  /** rectangle: the outline of a box-only annotation is its four corners; tools that make masks fail on none. */
  bbox_only?: 'none' | 'rectangle'
  /** Of an annotation without shape: no box and area where its file had none. */
  as_imported?: boolean
}

/** True for what a COCO file can say: one without shape, keypoints and origin is only a name in a list. */
export const isWritable = (row: StoredAnnotation) =>
  row.shape !== null || row.keypoints.length > 0 || row.original !== undefined

export function writeAnnotation(row: StoredAnnotation, output: AnnotationOutput): Record<string, unknown> {
  const { id, image_id, category_id, style } = output
  const full = style === 'full'
  const segmentation = segmentationOf(row, output)
  const isLeftOut = (field: 'area' | 'bbox') =>
    !full && (output.as_imported === true || row.keypoints.length === 0) && row.original?.[field] === null
  return {
    ...row.extra,
    id,
    image_id,
    category_id,
    ...(segmentation !== undefined || full ? { segmentation: segmentation ?? [] } : {}),
    ...(isLeftOut('area') ? {} : { area: row.area }),
    ...(isLeftOut('bbox') ? {} : { bbox: row.bbox }),
    iscrowd: row.iscrowd ? 1 : 0,
    ...keypointsOf(row),
    ...(row.score === undefined ? {} : { score: row.score }),
    ...(full ? documented(row) : own(row)),
  }
}

/** undefined: the file it came from has none. */
function segmentationOf(
  row: StoredAnnotation,
  { segmentation: form, bbox_only }: AnnotationOutput,
): Segmentation | [] | undefined {
  const original = row.original?.segmentation
  if (original !== undefined && bbox_only === 'rectangle' && row.shape?.kind === 'box')
    return shapeToSegmentation(row.shape, row)
  if (original !== undefined) return original ?? undefined
  if (!row.shape) return []
  const size = { width: row.width, height: row.height }
  return inForm(row.shape, size, form) ?? shapeToSegmentation(row.shape, size)
}

/** null: as the shape has it. An image too large for masks keeps what it has. */
function inForm(shape: Shape, size: Size, form: SegmentationForm): Segmentation | null {
  try {
    if (form === 'rle') return compressRle(shapeToRle(shape, size))
    return form === 'polygons' && shape.kind === 'mask' ? maskToPolygons(toRle(shape)) : null
  } catch (error) {
    if (error instanceof InvalidInput) return null
    throw error
  }
}

function keypointsOf(row: StoredAnnotation): Record<string, unknown> {
  const stated = row.original?.num_keypoints
  if (row.keypoints.length === 0) return stated === undefined ? {} : { keypoints: [], num_keypoints: stated }
  const labelled = countLabelled(row.keypoints)
  return { keypoints: row.keypoints, num_keypoints: stated ?? labelled }
}

const documented = ({ dataset_id, width, height, color, metadata, isbbox }: StoredAnnotation) => ({
  dataset_id,
  width,
  height,
  color,
  metadata,
  isbbox,
})

function own({ color, metadata, isbbox, prediction, shape }: StoredAnnotation): Record<string, unknown> {
  const hasRings = shape !== null && hasHoles(shape)
  return {
    [OWN_KEY]: {
      color,
      ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
      ...(isbbox ? { isbbox } : {}),
      ...(prediction ? { prediction } : {}),
      ...(hasRings ? { shape } : {}),
    },
  }
}
