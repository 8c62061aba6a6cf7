/**
 * Forms of `segmentation` that other tools write, read as what they mean, to the last number:
 * points as pairs or as `{x, y}`, numbers as text, a list of run-length masks. Anything else is answered as it came.
 */
import { unite } from '../../mask/combine'
import { compressRle, toRle } from '../../mask/rle'
import type { AnyRle } from '../../mask/types'
import { InvalidInput } from '../../errors'
import { meantNumber } from '../../lenientNumber'
import { isNumbers, isObject } from './problem'

export interface ReadForm {
  value: unknown
  /** How it was read; absent: it is in the form that COCO has. */
  as?: string
}

export function readSegmentation(given: unknown): ReadForm {
  if (!Array.isArray(given) || given.length === 0 || isNumbers(given)) return { value: given }
  if (given.every(isRle)) return uniteMasks(given as AnyRle[])
  // the usual case, which is most of all that is read
  if (given.every((ring) => isNumbers(ring) && ring.length !== 2)) return { value: given }
  const whole = ringOf(given)
  if (whole && given.length >= 3 && !given.every((each) => meantNumber(each) !== undefined))
    return { value: [whole], as: 'read as one polygon of points' }
  const rings = given.map((ring) => (isNumbers(ring) ? ring : (Array.isArray(ring) && ringOf(ring)) || ring))
  return rings.some((ring, index) => ring !== given[index])
    ? { value: rings, as: 'read as polygons of numbers' }
    : { value: given }
}

/** x1, y1, x2, y2, ... of points in any of the forms; undefined where one is none. */
function ringOf(points: unknown[]): number[] | undefined {
  const numbers = points.map(meantNumber)
  if (numbers.every((number) => number !== undefined)) return numbers
  const ring: number[] = []
  for (const point of points) {
    const [x, y, more] = Array.isArray(point) ? (point as unknown[]) : isObject(point) ? [point.x, point.y] : []
    const pair = [meantNumber(x), meantNumber(y)]
    if (more !== undefined || pair[0] === undefined || pair[1] === undefined) return undefined
    ring.push(pair[0], pair[1])
  }
  return ring
}

const isRle = (value: unknown) => isObject(value) && 'counts' in value && 'size' in value

function uniteMasks(masks: AnyRle[]): ReadForm {
  if (masks.length === 1) return { value: masks[0], as: 'its only mask is taken' }
  try {
    return { value: compressRle(unite(masks.map(toRle))), as: 'its masks are united' }
  } catch (error) {
    if (error instanceof InvalidInput) return { value: masks }
    throw error
  }
}
