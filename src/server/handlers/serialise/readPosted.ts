/**
 * The whole-image save of older clients, read as it is meant: they show "Done saving" whatever the answer is, so what can be
 * stored is stored. null and what is no number is 0 among keypoints, numeric text is its number, a visibility is 0 to 2, a
 * negative time is 0. What is unusable is passed over, field by field, and remarked on.
 */
import { badRequest } from '@/contract/errors'
import type { GivenKeypointFields } from '@/core/coco/keypoints/keypointDefinition'
import { meantInteger, meantNumber } from '@/core/lenientNumber'
import type { Remarks } from './remarks'

export interface PostedAnnotation {
  id: number
  color?: string
  metadata?: Record<string, unknown>
  compoundPath?: unknown[]
  /** Empty: they were all deleted. */
  keypoints?: number[]
  isbbox?: boolean
  /** Milliseconds spent on it since the last save. */
  spent: number
  remarks: Remarks
}

export interface PostedCategory {
  id: number
  color?: string
  keypoints: GivenKeypointFields
  annotations: PostedAnnotation[]
  remarks: Remarks
}

export interface Posted {
  image: { id: number; metadata?: Record<string, unknown>; category_ids?: number[] }
  /** What is ticked is all there is to the labels of the image. */
  isLabelMode: boolean
  categories: PostedCategory[]
  user?: Record<string, unknown>
  annotate_url?: string
}

type Fields = Record<string, unknown>

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null

/** Throws 400 only where the body names no image. */
export function readPosted(body: unknown, remarks: Remarks): Posted {
  const { image, categories, user, dataset, mode } = isObject(body) ? body : {}
  const id = isObject(image) ? meantInteger(image.id) : undefined
  if (!isObject(image) || id === undefined)
    throw badRequest('The body names no image: `image.id` is missing or no number.')
  const url = isObject(dataset) ? dataset.annotate_url : undefined
  return {
    image: {
      id,
      metadata: readObject(image.metadata, 'image.metadata', remarks),
      category_ids: readIds(image.category_ids, remarks),
    },
    isLabelMode: mode === 'label',
    categories: readList(categories, 'categories', remarks).flatMap((each, index) =>
      readCategory(each, index, remarks),
    ),
    user: readObject(user, 'user', remarks),
    annotate_url: typeof url === 'string' || typeof url === 'number' ? String(url) : undefined,
  }
}

function readCategory(value: unknown, index: number, all: Remarks): PostedCategory[] {
  const id = isObject(value) ? meantInteger(value.id) : undefined
  if (!isObject(value) || id === undefined) {
    all.passedOver(`categories.${index}`, 'it has no id')
    return []
  }
  const remarks = all.of({ category: id })
  const { keypoint_labels, keypoint_edges, keypoint_colors } = value
  return [
    {
      id,
      color: readColor(value.color, remarks),
      keypoints: { keypoint_labels, keypoint_edges, keypoint_colors },
      annotations: readList(value.annotations, 'annotations', remarks).flatMap((each, at) =>
        readAnnotation(each, at, remarks),
      ),
      remarks,
    },
  ]
}

function readAnnotation(value: unknown, index: number, all: Remarks): PostedAnnotation[] {
  const id = isObject(value) ? meantInteger(value.id) : undefined
  if (!isObject(value) || id === undefined) {
    all.passedOver(`annotations.${index}`, 'it has no id')
    return []
  }
  const remarks = all.of({ annotation: id })
  return [
    {
      id,
      color: readColor(value.color, remarks),
      metadata: readObject(value.metadata, 'metadata', remarks),
      compoundPath: readPath(value.compoundPath, remarks),
      // with sessions it is a client that leaves out an empty list; those before it send no keypoints at all
      keypoints:
        isAbsent(value.keypoints) && Array.isArray(value.sessions) ? [] : readKeypoints(value.keypoints, remarks),
      isbbox: readBoolean(value.isbbox, remarks),
      spent: readList(value.sessions, 'sessions', remarks).reduce(
        (sum: number, each) => sum + readTime(each, remarks),
        0,
      ),
      remarks,
    },
  ]
}

function readKeypoints(value: unknown, remarks: Remarks): number[] | undefined {
  if (isAbsent(value)) return undefined
  if (!Array.isArray(value) || value.length % 3 !== 0) {
    remarks.passedOver('keypoints', 'they are no list of x, y and visibility for each keypoint')
    return undefined
  }
  // a hole in the list is a keypoint that is not there
  const numbers = Array.from(value as unknown[], (each) => (isAbsent(each) ? 0 : meantNumber(each)))
  if (numbers.some((number) => number === undefined)) {
    remarks.passedOver('keypoints', 'one of them is no number')
    return undefined
  }
  const keypoints = (numbers as number[]).map((number, index) =>
    index % 3 === 2 ? Math.min(2, Math.max(0, Math.round(number))) : number,
  )
  const clamped = keypoints.filter((number, index) => index % 3 === 2 && number !== numbers[index]).length
  if (clamped > 0) remarks.repaired('keypoints', 'a visibility was not 0, 1 or 2: the nearest of them was stored')
  return keypoints
}

function readTime(session: unknown, remarks: Remarks): number {
  const given = isObject(session) ? session.milliseconds : undefined
  const time = isAbsent(given) ? 0 : meantNumber(given)
  if (time === undefined) remarks.passedOver('sessions', 'its milliseconds are no number')
  if (time !== undefined && time < 0) remarks.repaired('sessions', 'a negative time counts as 0')
  return Math.max(0, time ?? 0)
}

function readIds(value: unknown, remarks: Remarks): number[] | undefined {
  if (isAbsent(value)) return undefined
  if (!Array.isArray(value)) {
    remarks.passedOver('image.category_ids', 'they are no list')
    return undefined
  }
  const ids = value.flatMap((each) => meantInteger(each) ?? [])
  if (ids.length < value.length)
    remarks.passedOver('image.category_ids', `${value.length - ids.length} of them are no ids`)
  return [...new Set(ids)]
}

function readList(value: unknown, field: string, remarks: Remarks): unknown[] {
  if (Array.isArray(value)) return value
  if (!isAbsent(value)) remarks.passedOver(field, 'it is no list')
  return []
}

/** An empty list is what older clients send for "none". */
function readObject(value: unknown, field: string, remarks: Remarks): Fields | undefined {
  if (isObject(value)) return value
  if (!isAbsent(value) && !(Array.isArray(value) && value.length === 0)) remarks.passedOver(field, 'it is no object')
  return undefined
}

function readColor(value: unknown, remarks: Remarks): string | undefined {
  if (typeof value === 'string') return value || undefined
  if (!isAbsent(value)) remarks.passedOver('color', 'it is no text')
  return undefined
}

function readBoolean(value: unknown, remarks: Remarks): boolean | undefined {
  if (isAbsent(value)) return undefined
  if ([true, 1, '1', 'true'].includes(value as never)) return true
  if ([false, 0, '0', 'false', ''].includes(value as never)) return false
  remarks.passedOver('isbbox', 'it is neither true nor false')
  return undefined
}

function readPath(value: unknown, remarks: Remarks): unknown[] | undefined {
  if (Array.isArray(value) && value.length === 2) return value
  if (!isAbsent(value)) remarks.passedOver('compoundPath', 'it is no pair of a class name and properties')
  return undefined
}
