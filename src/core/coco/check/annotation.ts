/**
 * Checks of one annotation by itself, and the annotation as it can be used.
 *
 * Nothing is repaired in silence: every repair is a Problem that says what was done. What is missing is computed (D6)
 * and named as a warning. Numbers are never rounded and contradictions are left alone: they came so.
 */
import type { Bbox, Segmentation } from '../types'
import type { Size } from '../../shape/types'
import { asKey, isFinite, isNumbers, isObject, show, type Problem } from './problem'
import { checkSegmentation } from './segmentation'

export interface UsableAnnotation {
  /** As it came; whether it can be our id is decided by who stores it. */
  id: unknown
  image: number | string
  category: number | string
  segmentation?: Segmentation
  bbox?: Bbox
  area?: number
  iscrowd: boolean
  keypoints: number[]
  num_keypoints?: number
  /** Fields that the format does not know. */
  extra: Record<string, unknown>
}

export interface CheckedAnnotation {
  /** undefined: refused; a problem without repair says why. */
  usable: UsableAnnotation | undefined
  problems: Problem[]
}

export interface AnnotationContext {
  /** Of the picture, where it is known. */
  size: Size | null
  /** How many keypoints the category has; 0 where it says nothing. */
  keypoints: number
}

const KNOWN = new Set(['id', 'image_id', 'category_id', 'segmentation', 'area', 'bbox', 'iscrowd', 'keypoints', 'num_keypoints'])

export function checkAnnotation(raw: Record<string, unknown>, context: AnnotationContext): CheckedAnnotation {
  const problems: Problem[] = []
  const image = reference(raw, 'image_id', problems)
  const category = reference(raw, 'category_id', problems)
  const segmentation = checkSegmentation(raw.segmentation, context.size)
  const bbox = checkBbox(raw.bbox, context.size, segmentation.value !== undefined)
  problems.push(...saveByBox(segmentation.problems, segmentation.value === undefined && isSolid(bbox.value)), ...bbox.problems)
  const area = checkArea(raw.area, problems, segmentation.value !== undefined || isSolid(bbox.value))
  const iscrowd = checkCrowd(raw.iscrowd, problems)
  const keypoints = checkKeypoints(raw, context, problems)
  if (image === undefined || category === undefined || problems.some(isFatal)) return { usable: undefined, problems }
  const extra = Object.fromEntries(Object.entries(raw).filter(([name]) => !KNOWN.has(name)))
  return {
    usable: { id: raw.id, image, category, segmentation: segmentation.value, bbox: bbox.value, area, iscrowd, ...keypoints, extra },
    problems,
  }
}

export const isFatal = (problem: Problem) => problem.severity === 'error' && problem.repair === undefined

/** A box with pixels inside. */
export const isSolid = (bbox: Bbox | undefined): bbox is Bbox => bbox !== undefined && bbox[2] > 0 && bbox[3] > 0

function reference(raw: Record<string, unknown>, field: string, problems: Problem[]): number | string | undefined {
  const key = asKey(raw[field])
  if (key === undefined) problems.push({ field, severity: 'error', message: `${field} is ${show(raw[field])}; it names an entry of the file.` })
  else if (key !== raw[field]) problems.push({ field, severity: 'error', message: `${field} is text.`, repair: 'read as a number' })
  return key
}

/** An outline that cannot be used is no loss of the annotation when there is a box. */
function saveByBox(problems: Problem[], hasBox: boolean): Problem[] {
  if (!hasBox) return problems
  return problems.map((problem) => ({ ...problem, repair: problem.repair ?? 'its box is taken as the shape' }))
}

function checkBbox(given: unknown, size: Size | null, hasShape: boolean): { value: Bbox | undefined; problems: Problem[] } {
  const problem = (severity: Problem['severity'], message: string, repair?: string): Problem => ({ field: 'bbox', severity, message, repair })
  if (given === undefined || given === null) {
    return { value: undefined, problems: hasShape ? [problem('warning', 'bbox is missing.', 'computed from the shape')] : [] }
  }
  const repair = hasShape ? 'computed from the shape' : undefined
  if (!isNumbers(given) || given.length !== 4) {
    // an empty list is how some exporters say that there is none
    if (Array.isArray(given) && given.length === 0) return { value: undefined, problems: [] }
    return { value: undefined, problems: [problem('error', `bbox is ${show(given)}, not [x, y, width, height].`, repair)] }
  }
  const [x, y, width, height] = given as Bbox
  if (width < 0 || height < 0) return { value: undefined, problems: [problem('error', `bbox is ${show(given)}: width and height are not negative.`, repair)] }
  const leaves = size !== null && (x < 0 || y < 0 || x + width > size.width + 1 || y + height > size.height + 1)
  return { value: [x, y, width, height], problems: leaves ? [problem('warning', `bbox ${show(given)} leaves the picture.`)] : [] }
}

function checkArea(given: unknown, problems: Problem[], hasShape: boolean): number | undefined {
  if (isFinite(given) && given >= 0) return given
  const isMissing = given === undefined || given === null
  if (isMissing && !hasShape) return undefined
  const message = isMissing ? 'area is missing.' : `area is ${show(given)}, not a number of pixels.`
  problems.push({ field: 'area', severity: isMissing ? 'warning' : 'error', message, repair: 'computed from the shape' })
  return undefined
}

function checkCrowd(given: unknown, problems: Problem[]): boolean {
  if (given === 0 || given === 1) return given === 1
  if (given === undefined || given === null) return false
  const value = given === true || given === '1' || given === 'true'
  problems.push({ field: 'iscrowd', severity: 'error', message: `iscrowd is ${show(given)}, not 0 or 1.`, repair: `read as ${value ? 1 : 0}` })
  return value
}

function checkKeypoints(raw: Record<string, unknown>, context: AnnotationContext, problems: Problem[]): { keypoints: number[]; num_keypoints?: number } {
  const given = raw.keypoints
  if (given === undefined || given === null || (Array.isArray(given) && given.length === 0)) {
    return { keypoints: [], ...(isFinite(raw.num_keypoints) ? { num_keypoints: raw.num_keypoints } : {}) }
  }
  const warn = (field: string, message: string, repair?: string) => problems.push({ field, severity: 'warning', message, repair })
  if (!isNumbers(given) || given.length % 3 !== 0) {
    const message = `keypoints is ${show(given)}, not x, y, visibility for each point.`
    problems.push({ field: 'keypoints', severity: 'error', message })
    return { keypoints: [] }
  }
  const points = given.length / 3
  if (context.keypoints > 0 && points !== context.keypoints) warn('keypoints', `keypoints has ${points} points, its category has ${context.keypoints}.`)
  const visibilities = given.filter((_number, index) => index % 3 === 2)
  if (visibilities.some((each) => each !== 0 && each !== 1 && each !== 2)) warn('keypoints', 'keypoints: a visibility is not 0, 1 or 2.')
  if (given.some((number, index) => index % 3 !== 2 && number !== 0 && given[index - (index % 3) + 2] === 0)) {
    warn('keypoints', 'keypoints: a point that is not labelled has a place.', 'set to 0, 0')
  }
  const labelled = visibilities.filter((each) => each > 0).length
  if (raw.num_keypoints === undefined) warn('num_keypoints', 'num_keypoints is missing.', 'counted')
  else if (raw.num_keypoints !== labelled) warn('num_keypoints', `num_keypoints is ${show(raw.num_keypoints)}, but ${labelled} are labelled.`, 'counted')
  return { keypoints: given, ...(isFinite(raw.num_keypoints) ? { num_keypoints: raw.num_keypoints } : {}) }
}

/** Why a file's annotations are none that this tool takes; null when they are. Told from the first of them. */
export function foreignKind(first: Record<string, unknown>): string | null {
  if (Array.isArray(first.segments_info)) {
    return 'This is a COCO panoptic file: its masks are in PNG files beside it. Import instances, keypoints or stuff instead.'
  }
  const hasShape = isObject(first.segmentation) || Array.isArray(first.segmentation) || Array.isArray(first.bbox) || Array.isArray(first.keypoints)
  if (typeof first.caption === 'string' && !hasShape) {
    return 'This is a COCO captions file: its annotations are sentences, not shapes. Import instances, keypoints or stuff instead.'
  }
  return null
}
