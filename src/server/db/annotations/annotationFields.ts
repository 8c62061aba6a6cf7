/** What a change sets on an annotation, and what follows from it. */
import { withoutNoise } from '@/core/geometry/round'
import { keypointsBox } from '@/core/shape/keypoints'
import type { AnnotationRow } from '../store/rows'

/** A shape with what was measured of it, in the picture of that size. */
export interface MeasuredShape extends Pick<AnnotationRow, 'shape' | 'area' | 'bbox' | 'width' | 'height'> {
  /** The form in which an older client sent it. */
  paper_object?: unknown[]
}

/** Absent fields stay as they are. */
export interface AnnotationFields extends Partial<Pick<AnnotationRow, 'category_id' | 'keypoints' | 'iscrowd' | 'isbbox' | 'color' | 'metadata' | 'milliseconds'>> {
  measured?: MeasuredShape
  /** The form of a shape that stays as it is, as an older client sent it. */
  paper_object?: unknown[]
}

const PLAIN = ['category_id', 'keypoints', 'iscrowd', 'isbbox', 'color', 'metadata', 'milliseconds', 'paper_object'] as const

/** What an undo puts back; time spent is never taken back. */
const UNDOABLE = ['category_id', 'shape', 'keypoints', 'area', 'bbox', 'iscrowd', 'isbbox', 'width', 'height', 'color', 'metadata', 'paper_object', 'original', 'deleted'] as const

const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b)

/** What people see of an annotation; the rest follows from it. */
const SEEN = ['category_id', 'shape', 'keypoints', 'iscrowd', 'color', 'metadata', 'deleted'] as const

/** Whether a row still has what was left there, of what people see. */
export const isAsLeft = (row: AnnotationRow, left: Partial<AnnotationRow>): boolean => SEEN.every((name) => !(name in left) || same(row[name], left[name]))

/** The row with the fields set; the same object when nothing differs. */
export function withFields(row: AnnotationRow, fields: AnnotationFields): AnnotationRow {
  const { measured } = fields
  const shape = measured ? measured.shape : row.shape
  const wanted = { ...fields, isbbox: shape?.kind === 'box' || (fields.isbbox ?? (measured ? false : undefined)) }
  const plain = PLAIN.filter((name) => wanted[name] !== undefined && !same(wanted[name], row[name]))
  const isReshaped = measured !== undefined && !same(measured.shape, row.shape)
  if (plain.length === 0 && !isReshaped) return row
  const next: AnnotationRow = { ...row, ...Object.fromEntries(plain.map((name) => [name, wanted[name]])) }
  if (!isReshaped) return plain.includes('keypoints') ? measuredAnew(next, row) : next
  const { paper_object: _old, ...rest } = next
  return measuredAnew({ ...rest, ...measured }, row)
}

/** What an import said of the old shape holds no more; without a shape, the keypoints are measured. */
function measuredAnew(row: AnnotationRow, before: AnnotationRow): AnnotationRow {
  const { original, ...rest } = row
  const hasShape = row.shape !== null
  const bbox = hasShape ? row.bbox : keypointsBox(row.keypoints)
  const area = hasShape ? row.area : withoutNoise(bbox[2] * bbox[3])
  const kept = { ...original }
  if (row.keypoints !== before.keypoints) delete kept.num_keypoints
  if (row.shape !== before.shape) delete kept.segmentation
  if (row.shape !== before.shape || !hasShape) {
    delete kept.area
    delete kept.bbox
  }
  return { ...rest, area, bbox, ...(Object.keys(kept).length > 0 ? { original: kept } : {}) }
}

/** The undoable fields that differ, as they are in each. */
export function difference(before: AnnotationRow, after: AnnotationRow): { before: Partial<AnnotationRow>; after: Partial<AnnotationRow> } {
  const names = UNDOABLE.filter((name) => before[name] !== after[name])
  const pick = (row: AnnotationRow) => Object.fromEntries(names.map((name) => [name, row[name]]))
  return { before: pick(before), after: pick(after) }
}
