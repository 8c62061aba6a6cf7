/** Checks of the entries of images and categories. */
import { meantNumber } from '../../lenientNumber'
import { asKey, isFinite, isObject, show, type Problem } from './problem'

export interface UsableImage {
  id: number | string
  file_name: string
  width: number
  height: number
  extra: Record<string, unknown>
}

export interface UsableCategory {
  id: number | string
  name: string
  supercategory?: string
  color?: string
  keypoints: string[]
  skeleton: [number, number][]
  extra: Record<string, unknown>
}

export interface Checked<Value> {
  usable: Value | undefined
  problems: Problem[]
}

const IMAGE_FIELDS = new Set(['id', 'file_name', 'width', 'height'])
const MAX_SIDE = 2 ** 32

/** Width and height are 0 where the file does not say them: the image does. */
export function checkImage(raw: Record<string, unknown>): Checked<UsableImage> {
  const problems: Problem[] = []
  const id = asKey(raw.id)
  if (id === undefined)
    problems.push({
      kind: 'id-invalid',
      field: 'id',
      severity: 'error',
      message: `The id of an image is ${show(raw.id)}.`,
    })
  const name = raw.file_name
  if (typeof name !== 'string' || name === '')
    problems.push({
      kind: 'file-name-missing',
      field: 'file_name',
      severity: 'error',
      message: `file_name is ${show(name)}.`,
    })
  const [width, height] = [side(raw, 'width', problems), side(raw, 'height', problems)]
  if (id === undefined || typeof name !== 'string' || name === '') return { usable: undefined, problems }
  return { usable: { id, file_name: name, width, height, extra: others(raw, IMAGE_FIELDS) }, problems }
}

function side(raw: Record<string, unknown>, field: string, problems: Problem[]): number {
  const given = raw[field]
  const side = meantNumber(given)
  if (side !== undefined && Number.isInteger(side) && side > 0 && side <= MAX_SIDE) {
    if (side !== given)
      problems.push({
        kind: 'number-text',
        field,
        severity: 'warning',
        message: `${field} is text.`,
        repair: 'read as a number',
      })
    return side
  }
  problems.push({
    kind: 'size-missing',
    field,
    severity: 'warning',
    message: `${field} is ${show(given)}, not a number of pixels.`,
    repair: 'taken from the image',
  })
  return 0
}

export function checkCategory(raw: Record<string, unknown>): Checked<UsableCategory> {
  const problems: Problem[] = []
  const id = asKey(raw.id)
  if (id === undefined)
    problems.push({
      kind: 'id-invalid',
      field: 'id',
      severity: 'error',
      message: `The id of a category is ${show(raw.id)}.`,
    })
  const name = typeof raw.name === 'string' ? raw.name.normalize('NFC') : ''
  if (name === '')
    problems.push({
      kind: 'name-missing',
      field: 'name',
      severity: 'error',
      message: `The name of category ${show(raw.id)} is ${show(raw.name)}.`,
    })
  const taken = new Set(['id', 'name'])
  const take = <Value>(field: string, fits: (value: unknown) => value is Value): Value | undefined => {
    const value = raw[field]
    if (!fits(value)) return undefined
    taken.add(field)
    return value
  }
  const supercategory = take('supercategory', isText)
  const color = take('color', isText)
  const keypoints = take('keypoints', isTexts) ?? []
  const skeleton = take('skeleton', isEdges) ?? []
  problems.push(...checkSkeleton(name, keypoints, skeleton))
  if (id === undefined || name === '') return { usable: undefined, problems }
  return { usable: { id, name, supercategory, color, keypoints, skeleton, extra: others(raw, taken) }, problems }
}

/** Skeletons count keypoints from 1. */
export function checkSkeleton(name: string, keypoints: string[], skeleton: [number, number][]): Problem[] {
  const wrong = skeleton
    .flat()
    .find((end) => end < 1 || (keypoints.length > 0 && end > keypoints.length) || !Number.isInteger(end))
  if (wrong === undefined) return []
  const message = `The skeleton of "${name}" names keypoint ${wrong}; they count from 1 to ${keypoints.length}.`
  return [
    {
      kind: 'skeleton-base',
      field: 'skeleton',
      severity: 'warning',
      message,
      ...(countsFromZero(keypoints, skeleton) ? { repair: 'counted from 1' } : {}),
    },
  ]
}

/** Every end would name a keypoint if it were one more. */
export const countsFromZero = (keypoints: string[], skeleton: [number, number][]): boolean => {
  const ends = skeleton.flat()
  return ends.includes(0) && ends.every((end) => Number.isInteger(end) && end >= 0 && end < keypoints.length)
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText)
const isEdges = (value: unknown): value is [number, number][] =>
  Array.isArray(value) && value.every((edge) => Array.isArray(edge) && edge.length === 2 && edge.every(isFinite))

/** Fields that are not in the set. By entries, so that a field called __proto__ is a field like others. */
function others(raw: Record<string, unknown>, known: Set<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(raw).filter(([field]) => !known.has(field)))
}

/** The value as an object, if it is one. */
export const asObject = (value: unknown): Record<string, unknown> | undefined => (isObject(value) ? value : undefined)
