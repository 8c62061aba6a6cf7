/** Sets fields of an annotation, with the fields that depend on them. */
import { withoutNoise } from '@/core/geometry/round'
import { keypointsBox } from '@/core/shape/keypoints'
import type { AnnotationRow } from '../store/rows'

/** A shape with its area and box. `width`, `height`: the size of the image in which they were measured. */
export interface MeasuredShape extends Pick<AnnotationRow, 'shape' | 'area' | 'bbox' | 'width' | 'height'> {
  /** The shape as an older client sent it. */
  paper_object?: unknown[]
}

/** Absent fields are left unchanged. */
export interface AnnotationFields extends Partial<
  Pick<
    AnnotationRow,
    | 'category_id'
    | 'keypoints'
    | 'iscrowd'
    | 'isbbox'
    | 'color'
    | 'metadata'
    | 'milliseconds'
    | 'score'
    | 'prediction'
    | 'creator'
  >
> {
  measured?: MeasuredShape
  /** The form of a shape that stays as it is, as an older client sent it. */
  paper_object?: unknown[]
}

const PLAIN = [
  'category_id',
  'keypoints',
  'iscrowd',
  'isbbox',
  'color',
  'metadata',
  'milliseconds',
  'paper_object',
  'score',
  'prediction',
  'creator',
] as const

/** The fields that undo restores. Time spent (`milliseconds`) is never undone. */
const UNDOABLE = [
  'category_id',
  'shape',
  'keypoints',
  'area',
  'bbox',
  'iscrowd',
  'isbbox',
  'width',
  'height',
  'color',
  'metadata',
  'paper_object',
  'original',
  'deleted',
  'prediction',
] as const

const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b)

/** The fields that a user sees. The others depend on them. */
const VISIBLE = ['category_id', 'shape', 'keypoints', 'iscrowd', 'color', 'metadata', 'deleted', 'prediction'] as const

/** Whether the visible fields of a row still have the values that an earlier change left. */
export const isAsLeft = (row: AnnotationRow, left: Partial<AnnotationRow>): boolean =>
  VISIBLE.every((name) => !(name in left) || same(row[name], left[name]))

/** The row with the fields set; the same object if nothing differs. */
export function withFields(row: AnnotationRow, given: AnnotationFields): AnnotationRow {
  const fields = row.prediction && given.prediction === undefined ? accepting(row, given) : given
  const { measured } = fields
  const shape = measured ? measured.shape : row.shape
  const wanted = { ...fields, isbbox: shape?.kind === 'box' || (fields.isbbox ?? (measured ? false : undefined)) }
  const plain = PLAIN.filter((name) => wanted[name] !== undefined && !same(wanted[name], row[name]))
  const isReshaped = measured !== undefined && !same(measured.shape, row.shape)
  if (plain.length === 0 && !isReshaped) return row
  const next: AnnotationRow = { ...row, ...Object.fromEntries(plain.map((name) => [name, wanted[name]])) }
  if (!isReshaped) return plain.includes('keypoints') ? remeasured(next, row) : next
  const { paper_object: _old, ...rest } = next
  return remeasured({ ...rest, ...measured }, row)
}

/** Whoever corrects the shape, the keypoints or the category of a prediction has looked at it: it is accepted. */
function accepting(row: AnnotationRow, fields: AnnotationFields): AnnotationFields {
  const { measured, keypoints, category_id } = fields
  const isCorrected =
    (measured && !same(measured.shape, row.shape)) ||
    (keypoints && !same(keypoints, row.keypoints)) ||
    (category_id !== undefined && category_id !== row.category_id)
  return isCorrected ? { ...fields, prediction: false } : fields
}

/** Updates box and area, from the keypoints if there is no shape, and drops the `original` values that the change made obsolete. */
function remeasured(row: AnnotationRow, before: AnnotationRow): AnnotationRow {
  const { original, ...rest } = row
  const hasShape = row.shape !== null
  const bbox = hasShape ? row.bbox : keypointsBox(row.keypoints)
  const area = hasShape ? row.area : withoutNoise(bbox[2] * bbox[3])
  const valid = { ...original }
  if (row.keypoints !== before.keypoints) delete valid.num_keypoints
  if (row.shape !== before.shape) delete valid.segmentation
  if (row.shape !== before.shape || !hasShape) {
    delete valid.area
    delete valid.bbox
  }
  return { ...rest, area, bbox, ...(Object.keys(valid).length > 0 ? { original: valid } : {}) }
}

/** The values of the undoable fields that differ, on both sides. */
export function difference(
  before: AnnotationRow,
  after: AnnotationRow,
): { before: Partial<AnnotationRow>; after: Partial<AnnotationRow> } {
  const names = UNDOABLE.filter((name) => before[name] !== after[name])
  const pick = (row: AnnotationRow) => Object.fromEntries(names.map((name) => [name, row[name]]))
  return { before: pick(before), after: pick(after) }
}
