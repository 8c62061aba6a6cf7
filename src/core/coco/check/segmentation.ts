/**
 * Checks of `segmentation`, and what of it can be saved.
 *
 * Polygons    lists of at least 6 numbers, an even count; a flat list of numbers is one polygon that lost its brackets.
 * Run length  { size: [height, width], counts }: the size is the image's, the runs sum to its pixels.
 */
import { InvalidInput } from '../../errors'
import type { AnyRle } from '../../mask/types'
import type { Segmentation, Size } from '../../shape/types'
import { toRle } from '../../mask/rle'
import { readSegmentation } from './readSegmentation'
import { goesBeyond, isNumbers, isObject, show, type Problem, type ProblemKind } from './problem'

export interface Checked<Value> {
  /** The value, repaired where it can be; undefined when nothing of it can be used. */
  value: Value | undefined
  problems: Problem[]
}

const FIELD = 'segmentation'
/** Beyond any image; masks of such polygons could not be drawn. */
const MAX_COORDINATE = 1e7

/** undefined, null and [] mean that there is none: that is no problem here. `size`: of the image, where it is known. */
export function checkSegmentation(given: unknown, size: Size | null): Checked<Segmentation> {
  if (given === undefined || given === null) return { value: undefined, problems: [] }
  const { value: meant, as } = readSegmentation(given)
  if (as) {
    const { value, problems } = checkSegmentation(meant, size)
    const form: Problem = {
      kind: 'segmentation-form',
      field: FIELD,
      severity: 'error',
      message: 'segmentation is not in the form of COCO.',
      repair: as,
    }
    return { value, problems: value ? [form, ...problems] : problems }
  }
  if (Array.isArray(given)) return checkPolygons(given, size)
  if (isObject(given)) return checkRle(given, size)
  return refuse('segmentation-invalid', `${show(given)} is neither polygons nor a run-length mask`)
}

const refuse = (kind: ProblemKind, message: string): Checked<never> => ({
  value: undefined,
  problems: [{ kind, field: FIELD, severity: 'error', message: `segmentation: ${message}.` }],
})

function checkPolygons(given: unknown[], size: Size | null): Checked<Segmentation> {
  if (given.length === 0) return { value: undefined, problems: [] }
  if (isNumbers(given)) {
    const inner = checkPolygons([given], size)
    if (!inner.value) return inner
    const message = 'segmentation is a flat list of numbers; it is a list of such lists.'
    return {
      value: inner.value,
      problems: [
        { kind: 'segmentation-flat', field: FIELD, severity: 'error', message, repair: 'taken as one polygon' },
        ...inner.problems,
      ],
    }
  }
  const kept: number[][] = []
  const problems: Problem[] = []
  given.forEach((ring, index) => {
    const reason = ringProblem(ring)
    if (!reason) kept.push(ring as number[])
    else
      problems.push({
        kind: reason[0],
        field: FIELD,
        severity: 'error',
        message: `segmentation[${index}] ${reason[1]}.`,
        repair: 'left out',
      })
  })
  if (kept.length === 0) return { value: undefined, problems: problems.map(({ repair: _none, ...problem }) => problem) }
  if (size && kept.some((ring) => isOutside(ring, size))) {
    problems.push({
      kind: 'polygon-outside',
      field: FIELD,
      severity: 'warning',
      message: 'segmentation leaves the image.',
      repair: 'clipped to the image',
    })
  }
  return { value: kept, problems }
}

function ringProblem(ring: unknown): [kind: ProblemKind, reason: string] | null {
  if (!isNumbers(ring)) return ['polygon-invalid', `is ${show(ring)}, not a list of numbers`]
  if (ring.length % 2 === 1) return ['polygon-invalid', `has ${ring.length} numbers; x and y go in pairs`]
  if (ring.length < 6) return ['polygon-short', `has ${ring.length / 2} points; a polygon has 3 or more`]
  if (goesBeyond(ring, MAX_COORDINATE))
    return ['polygon-invalid', `leaves any image: a coordinate is beyond ${MAX_COORDINATE} pixels`]
  return null
}

/** By more than a pixel: tools differ in whether the last pixel is at the border or half a pixel before it. */
function isOutside(ring: number[], { width, height }: Size): boolean {
  if (width <= 0 || height <= 0) return false
  for (let index = 0; index < ring.length; index += 2) {
    const [x, y] = [ring[index]!, ring[index + 1]!]
    if (x < -1 || y < -1 || x > width + 1 || y > height + 1) return true
  }
  return false
}

function checkRle(given: Record<string, unknown>, size: Size | null): Checked<Segmentation> {
  const { size: maskSize, counts } = given
  if (!isNumbers(maskSize) || maskSize.length !== 2)
    return refuse('mask-invalid', `the size of the mask is ${show(maskSize)}, not [height, width]`)
  if (typeof counts !== 'string' && !isNumbers(counts))
    return refuse('mask-invalid', 'the counts of the mask are neither text nor a list of numbers')
  const [height, width] = maskSize
  if (size && (height !== size.height || width !== size.width)) {
    const turned = height === size.width && width === size.height ? '; height comes first' : ''
    return refuse(
      'mask-size',
      `the mask is ${width} x ${height} pixels, the image ${size.width} x ${size.height}${turned}`,
    )
  }
  const rle = { size: maskSize, counts } as AnyRle
  try {
    toRle(rle)
    return { value: rle, problems: [] }
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    return padded(rle) ?? refuse('mask-invalid', error.message)
  }
}

/** Some exporters leave out the last run of zeros. */
function padded(rle: AnyRle): Checked<Segmentation> | null {
  if (typeof rle.counts === 'string' || !rle.counts.every((count) => Number.isInteger(count) && count >= 0)) return null
  const missing = rle.size[0] * rle.size[1] - rle.counts.reduce((sum, count) => sum + count, 0)
  if (missing <= 0) return null
  const zeros = rle.counts.length % 2 === 0
  const counts = zeros
    ? [...rle.counts, missing]
    : rle.counts.map((count, index) => (index === rle.counts.length - 1 ? count + missing : count))
  const message = `segmentation: the runs of the mask are ${missing} pixels short.`
  return {
    value: { size: rle.size, counts },
    problems: [{ kind: 'mask-short', field: FIELD, severity: 'error', message, repair: 'the rest is background' }],
  }
}
