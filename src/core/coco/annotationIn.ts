/**
 * A checked annotation of a file as what is stored: its shape, its numbers as they came, and what the shape does not say.
 *
 * Box only  the shape is the box; `original` keeps the segmentation as it came (null: it was not there).
 * Our own key     `atoll` of a file that was written here gives back the rings of a shape with holes, colour and metadata.
 */
import { boxAround, boxCorners, type Bbox } from '../geometry/box'
import { boxToShape, hasHoles, measureShape, segmentationToShape, shapeToRle } from '../shape/shape'
import { shapeBounds } from '../shape/bounds'
import { keypointsBox } from '../shape/keypoints'
import type { PolygonsShape, Shape, Size, Segmentation } from '../shape/types'
import { checkShape } from '../shape/validate'
import { toRle } from '../mask/rle'
import { isSolid, type UsableAnnotation } from './check/annotation'
import { countLabelled } from './check/keypoints'
import { isObject } from './check/problem'
import { InvalidInput } from '../errors'
import { OWN_KEY } from './ownKey'

export interface AnnotationDraft {
  shape: Shape | null
  keypoints: number[]
  area: number
  bbox: Bbox
  iscrowd: boolean
  isbbox: boolean
  color?: string
  metadata?: Record<string, unknown>
  /** 0 to 1. */
  score?: number
  /** A model made it, and nobody has accepted it yet. */
  prediction?: boolean
  original?: { segmentation?: Segmentation | [] | null; area?: null; bbox?: null; num_keypoints?: number }
  extra?: Record<string, unknown>
}

/** `segmentation`: as the file has it, before any repair. */
export function draftAnnotation(usable: UsableAnnotation, segmentation: unknown, size: Size): AnnotationDraft {
  const own = isObject(usable.extra[OWN_KEY]) ? usable.extra[OWN_KEY] : undefined
  const flat = own ? { ...usable.extra, ...own } : usable.extra
  const shape = shapeOf(usable, flat, size)
  const { area, bbox } = measure(usable, shape, size)
  const draft: AnnotationDraft = {
    shape,
    keypoints: usable.keypoints,
    area,
    bbox,
    iscrowd: usable.iscrowd,
    isbbox: shape?.kind === 'box',
  }
  if (typeof flat.color === 'string') draft.color = flat.color
  if (isObject(flat.metadata)) draft.metadata = flat.metadata
  if (isScore(flat.score)) draft.score = flat.score
  if (own?.prediction === true) draft.prediction = true
  const original = originalOf(usable, shape, segmentation)
  if (original) draft.original = original
  const extra = extraOf(usable.extra, size)
  if (extra) draft.extra = extra
  return draft
}

function shapeOf(usable: UsableAnnotation, flat: Record<string, unknown>, size: Size): Shape | null {
  const { segmentation, bbox } = usable
  if (!segmentation) return isSolid(bbox) ? boxToShape(bbox) : null
  const outlined = flat.isbbox === true && bbox ? outlinedBox(segmentation, bbox) : undefined
  if (outlined) return boxToShape(outlined)
  return ringsOf(flat.shape, segmentation, size) ?? segmentationToShape(segmentation)
}

/** The box that an outline is, with its fractions: `bbox` of a box that was drawn here is in whole pixels. */
function outlinedBox(segmentation: Segmentation, bbox: Bbox): Bbox | undefined {
  if (!Array.isArray(segmentation) || segmentation.length !== 1) return undefined
  const ring = segmentation[0]!
  return [bbox, boxAround(ring)].find((box) => {
    const corners = boxCorners(box)
    return ring.length === corners.length && ring.every((value, index) => Math.abs(value - corners[index]!) < 1e-6)
  })
}

/** The rings that our own export gave beside a mask, if they still are that mask. */
function ringsOf(given: unknown, segmentation: Segmentation, size: Size): PolygonsShape | null {
  if (given === undefined || Array.isArray(segmentation) || checkShape(given) !== null) return null
  const shape = given as Shape
  if (shape.kind !== 'polygons' || !hasHoles(shape)) return null
  try {
    return shapeToRle(shape, size).counts.join() === toRle(segmentation).counts.join() ? shape : null
  } catch (error) {
    if (error instanceof InvalidInput) return null
    throw error
  }
}

/** Area and bbox as they came; missing ones computed from the shape, or else from the labelled keypoints. */
function measure(usable: UsableAnnotation, shape: Shape | null, size: Size): { area: number; bbox: Bbox } {
  const { area, bbox } = usable
  if (area !== undefined && bbox) return { area, bbox }
  if (!shape) {
    const around = bbox ?? keypointsBox(usable.keypoints)
    return { area: area ?? around[2] * around[3], bbox: around }
  }
  const computed = shape.kind === 'box' ? { area: shape.width * shape.height, bbox: bbox! } : measureSafely(shape, size)
  return { area: area ?? computed.area, bbox: bbox ?? computed.bbox }
}

/** An image too large for masks still has boxes. */
function measureSafely(shape: Shape, size: Size): { area: number; bbox: Bbox } {
  try {
    return measureShape(shape, size)
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    const bbox = shapeBounds(shape)
    return { area: bbox[2] * bbox[3], bbox }
  }
}

function originalOf(usable: UsableAnnotation, shape: Shape | null, given: unknown): AnnotationDraft['original'] {
  const original: AnnotationDraft['original'] = {}
  if (!usable.segmentation) original.segmentation = Array.isArray(given) ? [] : null
  if (!shape && usable.area === undefined) original.area = null
  if (!shape && !usable.bbox) original.bbox = null
  const labelled = countLabelled(usable.keypoints)
  if (usable.num_keypoints !== undefined && (usable.num_keypoints !== labelled || usable.keypoints.length === 0)) {
    original.num_keypoints = usable.num_keypoints
  }
  return Object.keys(original).length > 0 ? original : undefined
}

/** Scores of other scales stay as they came. */
const isScore = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1

/** What is written anew by every export is not kept twice. */
function extraOf(extra: Record<string, unknown>, size: Size): AnnotationDraft['extra'] {
  const entries = Object.entries(extra).filter(([field, value]) => {
    if (field === OWN_KEY || field === 'dataset_id') return false
    if (field === 'color') return typeof value !== 'string'
    if (field === 'score') return !isScore(value)
    if (field === 'metadata') return !isObject(value)
    if (field === 'isbbox') return typeof value !== 'boolean'
    if (field === 'width' || field === 'height') return value !== size[field]
    return true
  })
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}
