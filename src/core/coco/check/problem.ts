/**
 * What is wrong with a value of a COCO file.
 *
 * error    training or evaluation breaks or goes wrong silently: an import repairs it, with a note, or refuses the annotation.
 * warning  suspicious, but some tool means it: it stays as it came.
 */
/** By which problems are chosen for repair: what it is about, then what is wrong with it. */
export const PROBLEM_KINDS = [
  'id-invalid',
  'reference-invalid',
  'reference-text',
  'reference-dangling',
  'nothing-drawn',
  'segmentation-invalid',
  'segmentation-flat',
  'segmentation-form',
  'segmentation-empty',
  'polygon-invalid',
  'polygon-short',
  'polygon-outside',
  'mask-invalid',
  'mask-size',
  'mask-short',
  'covers-nothing',
  'bbox-missing',
  'bbox-invalid',
  'number-text',
  'bbox-outside',
  'bbox-contradicts',
  'area-missing',
  'area-invalid',
  'area-contradicts',
  'iscrowd-type',
  'iscrowd-missing',
  'keypoints-invalid',
  'keypoints-count',
  'visibility-invalid',
  'unlabelled-with-place',
  'num-keypoints-missing',
  'num-keypoints-contradicts',
  'skeleton-base',
  'name-missing',
  'name-duplicate',
  'file-name-missing',
  'file-name-duplicate',
  'size-missing',
  'picture-missing',
] as const

export type ProblemKind = (typeof PROBLEM_KINDS)[number]

export interface Problem {
  kind: ProblemKind
  field: string
  severity: 'error' | 'warning'
  /** What is wrong, for people: "bbox is [1, 2, 3]; it has 4 numbers." */
  message: string
  /** What a repair does: "computed from the shape". Absent: nobody but the user can know. */
  repair?: string
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isFinite = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** Sums and products of such numbers stay finite, and no image is that large. */
export const isPlaces = (value: unknown): value is number[] => isNumbers(value) && !goesBeyond(value, 1e15)

/** Finite ones. */
export function isNumbers(value: unknown): value is number[] {
  if (!Array.isArray(value)) return false
  for (let index = 0; index < value.length; index++) if (!isFinite(value[index])) return false
  return true
}

/** Whether one of them, or its negative, is larger. */
export function goesBeyond(numbers: number[], most: number): boolean {
  for (let index = 0; index < numbers.length; index++) if (Math.abs(numbers[index]!) > most) return true
  return false
}

/** A value as a message shows it, never long. */
export function show(value: unknown): string {
  const text = value === undefined ? 'missing' : (JSON.stringify(value) ?? String(value))
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

/** A key of a file by which lists refer to each other. Text that is an integer is what a careless exporter made of it. */
export function asKey(value: unknown): number | string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string' || value === '') return undefined
  return /^-?\d{1,15}$/.test(value) ? Number(value) : value
}
