/**
 * Checks of one annotation by itself, and the annotation as it can be used.
 *
 * Nothing is repaired in silence: every repair is a Problem that says what was done. What is missing is computed
 * and named as a warning. Numbers are never rounded and contradictions are left alone: they came so.
 */
import type { Bbox } from '../../geometry/box'
import type { Segmentation, Size } from '../../shape/types'
import { meantNumber } from '../../lenientNumber'
import { checkKeypoints } from './keypoints'
import { asKey, isFinite, isObject, isPlaces, show, type Problem, type ProblemKind } from './problem'
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
  /** Of the image, where it is known. */
  size: Size | null
  /** How many keypoints the category has; 0 where it says nothing. */
  keypoints: number
}

const KNOWN = new Set([
  'id',
  'image_id',
  'category_id',
  'segmentation',
  'area',
  'bbox',
  'iscrowd',
  'keypoints',
  'num_keypoints',
])

/** Some files have boxes far outside their image, of which only the part inside counts; beyond this a number is no place at all. */
const MAX_BOX = 1e10

export function checkAnnotation(raw: Record<string, unknown>, context: AnnotationContext): CheckedAnnotation {
  const problems: Problem[] = []
  const image = reference(raw, 'image_id', problems)
  const category = reference(raw, 'category_id', problems)
  const segmentation = checkSegmentation(raw.segmentation, context.size)
  const bbox = checkBbox(numbersOf(raw.bbox, 'bbox', problems), context.size, segmentation.value !== undefined)
  problems.push(
    ...saveByBox(segmentation.problems, segmentation.value === undefined && isSolid(bbox.value)),
    ...bbox.problems,
  )
  const area = checkArea(
    numberOf(raw.area, 'area', problems),
    problems,
    segmentation.value !== undefined || isSolid(bbox.value),
  )
  const iscrowd = checkCrowd(raw.iscrowd, problems, segmentation.value !== undefined)
  const keypoints = checkKeypoints(
    raw,
    context.keypoints,
    problems,
    segmentation.value !== undefined || isSolid(bbox.value),
  )
  if (image === undefined || category === undefined || problems.some(isFatal)) return { usable: undefined, problems }
  const { keypoints: points, num_keypoints } = keypoints
  return {
    usable: {
      id: raw.id,
      image,
      category,
      segmentation: segmentation.value,
      bbox: bbox.value,
      area,
      iscrowd,
      keypoints: points,
      num_keypoints,
      extra: unknownOf(raw),
    },
    problems,
  }
}

/** Text that is a number is what a careless exporter made of it. */
function numberOf(given: unknown, field: string, problems: Problem[]): unknown {
  const number = typeof given === 'string' ? meantNumber(given) : undefined
  if (number === undefined) return given
  problems.push(textual(field))
  return number
}

function numbersOf(given: unknown, field: string, problems: Problem[]): unknown {
  if (!Array.isArray(given) || !given.some((each) => typeof each === 'string')) return given
  const numbers = given.map(meantNumber)
  if (numbers.some((number) => number === undefined)) return given
  problems.push(textual(field))
  return numbers
}

const textual = (field: string): Problem => ({
  kind: 'number-text',
  field,
  severity: 'error',
  message: `${field} has numbers as text.`,
  repair: 'read as numbers',
})

/** Fields that the format does not know; most annotations have none. */
function unknownOf(raw: Record<string, unknown>): Record<string, unknown> {
  for (const name in raw)
    if (!KNOWN.has(name)) return Object.fromEntries(Object.entries(raw).filter(([each]) => !KNOWN.has(each)))
  return {}
}

export const isFatal = (problem: Problem) => problem.severity === 'error' && problem.repair === undefined

/** A box with pixels inside. */
export const isSolid = (bbox: Bbox | undefined): bbox is Bbox => bbox !== undefined && bbox[2] > 0 && bbox[3] > 0

function reference(raw: Record<string, unknown>, field: string, problems: Problem[]): number | string | undefined {
  const key = asKey(raw[field])
  if (key === undefined)
    problems.push({
      kind: 'reference-invalid',
      field,
      severity: 'error',
      message: `${field} is ${show(raw[field])}; it names an entry of the file.`,
    })
  else if (key !== raw[field])
    problems.push({
      kind: 'reference-text',
      field,
      severity: 'error',
      message: `${field} is text.`,
      repair: 'read as a number',
    })
  return key
}

/** An outline that cannot be used is no loss of the annotation when there is a box. */
function saveByBox(problems: Problem[], hasBox: boolean): Problem[] {
  if (!hasBox) return problems
  return problems.map((problem) => ({ ...problem, repair: problem.repair ?? 'its box is taken as the shape' }))
}

function checkBbox(
  given: unknown,
  size: Size | null,
  hasShape: boolean,
): { value: Bbox | undefined; problems: Problem[] } {
  const repair = hasShape ? 'computed from the shape' : undefined
  const problem = (kind: ProblemKind, severity: Problem['severity'], message: string): Problem => ({
    kind,
    field: 'bbox',
    severity,
    message,
    repair,
  })
  if (given === undefined || given === null) {
    return { value: undefined, problems: hasShape ? [problem('bbox-missing', 'warning', 'bbox is missing.')] : [] }
  }
  if (!isPlaces(given) || given.length !== 4) {
    // an empty list is how some exporters say that there is none
    if (Array.isArray(given) && given.length === 0) return { value: undefined, problems: [] }
    return {
      value: undefined,
      problems: [problem('bbox-invalid', 'error', `bbox is ${show(given)}, not [x, y, width, height].`)],
    }
  }
  const [x, y, width, height] = given as Bbox
  if (given.some((each) => Math.abs(each) > MAX_BOX))
    return {
      value: undefined,
      problems: [problem('bbox-invalid', 'error', `bbox is ${show(given)}: it leaves any image.`)],
    }
  if (width < 0 || height < 0)
    return {
      value: undefined,
      problems: [problem('bbox-invalid', 'error', `bbox is ${show(given)}: width and height are not negative.`)],
    }
  const leaves =
    size !== null && size.width > 0 && (x < 0 || y < 0 || x + width > size.width + 1 || y + height > size.height + 1)
  if (!leaves) return { value: [x, y, width, height], problems: [] }
  const outside: Problem = {
    ...problem('bbox-outside', 'warning', `bbox ${show(given)} leaves the image.`),
    repair: 'clipped to the image',
  }
  return { value: [x, y, width, height], problems: [outside] }
}

function checkArea(given: unknown, problems: Problem[], hasShape: boolean): number | undefined {
  if (isFinite(given) && given >= 0) return given
  const isMissing = given === undefined || given === null
  if (isMissing && !hasShape) return undefined
  const message = isMissing ? 'area is missing.' : `area is ${show(given)}, not a number of pixels.`
  problems.push({
    kind: isMissing ? 'area-missing' : 'area-invalid',
    field: 'area',
    severity: isMissing ? 'warning' : 'error',
    message,
    repair: 'computed from the shape',
  })
  return undefined
}

function checkCrowd(given: unknown, problems: Problem[], hasShape: boolean): boolean {
  if (given === 0 || given === 1) return given === 1
  if (given === undefined || given === null) {
    if (hasShape)
      problems.push({
        kind: 'iscrowd-missing',
        field: 'iscrowd',
        severity: 'warning',
        message: 'iscrowd is missing.',
        repair: 'read as 0',
      })
    return false
  }
  const value = given === true || given === '1' || given === 'true'
  problems.push({
    kind: 'iscrowd-type',
    field: 'iscrowd',
    severity: 'error',
    message: `iscrowd is ${show(given)}, not 0 or 1.`,
    repair: `read as ${value ? 1 : 0}`,
  })
  return value
}

/** Why a file's annotations are none that this tool takes; null when they are. Told from the first of them. */
export function foreignKind(first: Record<string, unknown>): string | null {
  if (Array.isArray(first.segments_info)) {
    return 'This is a COCO panoptic file: its masks are in PNG files beside it. Import instances, keypoints or stuff instead.'
  }
  const hasShape =
    isObject(first.segmentation) ||
    Array.isArray(first.segmentation) ||
    Array.isArray(first.bbox) ||
    Array.isArray(first.keypoints)
  if (typeof first.caption === 'string' && !hasShape) {
    return 'This is a COCO captions file: its annotations are sentences, not shapes. Import instances, keypoints or stuff instead.'
  }
  return null
}
