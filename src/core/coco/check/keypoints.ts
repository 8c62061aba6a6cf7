/**
 * Checks of an annotation's keypoints: x, y and visibility for each keypoint of its category, in the category's order.
 *
 * Visibility  0 not labelled, 1 labelled and hidden, 2 labelled and visible. What is not labelled stands at 0, 0.
 */
import { meantNumber } from '../../lenientNumber'
import { isFinite, isObject, isPlaces, show, type Problem, type ProblemKind } from './problem'

export interface UsableKeypoints {
  keypoints: number[]
  num_keypoints?: number
}

/** `wanted`: how many the category has; 0 where it says nothing. */
/** `hasShape`: without its keypoints the annotation still has a shape or a box. */
export function checkKeypoints(
  raw: Record<string, unknown>,
  wanted: number,
  problems: Problem[],
  hasShape = false,
): UsableKeypoints {
  const given = flatOf(raw.keypoints)
  if (given !== raw.keypoints)
    problems.push({
      kind: 'number-text',
      field: 'keypoints',
      severity: 'error',
      message: 'keypoints is not a flat list of numbers.',
      repair: 'read as x, y, visibility',
    })
  const stated = isFinite(raw.num_keypoints) ? { num_keypoints: raw.num_keypoints } : {}
  if (given === undefined || given === null || (Array.isArray(given) && given.length === 0))
    return { keypoints: [], ...stated }
  if (!isPlaces(given) || given.length % 3 !== 0) {
    const message = `keypoints is ${show(given)}, not x, y, visibility for each point.`
    problems.push({
      kind: 'keypoints-invalid',
      field: 'keypoints',
      severity: 'error',
      message,
      ...(hasShape ? { repair: 'left out; its shape is kept' } : {}),
    })
    return { keypoints: [] }
  }
  const warn = (kind: ProblemKind, field: string, message: string, repair?: string) =>
    problems.push({ kind, field, severity: 'warning', message, repair })
  const points = given.length / 3
  if (wanted > 0 && points !== wanted)
    warn('keypoints-count', 'keypoints', `keypoints has ${points} points, its category has ${wanted}.`)
  if (given.some((each, index) => index % 3 === 2 && !isVisibility(each))) {
    warn(
      'visibility-invalid',
      'keypoints',
      'keypoints: a visibility is not 0, 1 or 2.',
      'taken as visible (2), below 1 as not labelled (0)',
    )
  }
  if (given.some((number, index) => index % 3 !== 2 && number !== 0 && given[index - (index % 3) + 2] === 0)) {
    warn('unlabelled-with-place', 'keypoints', 'keypoints: a point that is not labelled has a place.', 'set to 0, 0')
  }
  const labelled = countLabelled(given)
  if (raw.num_keypoints === undefined)
    warn('num-keypoints-missing', 'num_keypoints', 'num_keypoints is missing.', 'counted')
  else if (raw.num_keypoints !== labelled) {
    warn(
      'num-keypoints-contradicts',
      'num_keypoints',
      `num_keypoints is ${show(raw.num_keypoints)}, but ${labelled} are labelled.`,
      'counted',
    )
  }
  return { keypoints: given, ...stated }
}

/** Of triples, of `{x, y, v}`, of numbers as text; whatever else comes is answered as it is. */
function flatOf(given: unknown): unknown {
  if (!Array.isArray(given) || given.every((each) => typeof each === 'number')) return given
  const flat = given
    .flatMap((each: unknown) => {
      if (Array.isArray(each)) return each.length === 3 ? (each as unknown[]) : [each]
      return isObject(each) ? [each.x, each.y, each.v ?? each.visibility] : [each]
    })
    .map(meantNumber)
  return flat.length > 0 && flat.every((number) => number !== undefined) ? flat : given
}

export const isVisibility = (number: number): boolean => number === 0 || number === 1 || number === 2

export const countLabelled = (keypoints: number[]): number =>
  keypoints.filter((number, index) => index % 3 === 2 && number > 0).length
