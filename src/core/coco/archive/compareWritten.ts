/**
 * Whether an annotation as it stands in a written file is the stored one: the same pixels, area and bbox. Numbers that are
 * equal give equal pixels; anything else is rasterised and compared run by run.
 */
import { boxCorners, type Bbox } from '../../geometry/box'
import { rleIou } from '../../mask/measure'
import { toRle } from '../../mask/rle'
import { boxOf, hasHoles, segmentationToShape, shapeToRle } from '../../shape/shape'
import type { Shape, Size, Segmentation } from '../../shape/types'
import type { StoredAnnotation } from '../annotationOut'
import { show } from '../check/problem'
import { InvalidInput } from '../../errors'

/** What differs, for people; null when nothing does. `entry`: as read back. */
export function compareWritten(entry: Record<string, unknown>, row: StoredAnnotation): string | null {
  if (entry.area !== undefined && entry.area !== row.area) return `area is ${show(entry.area)}, not ${row.area}`
  if (entry.bbox !== undefined && !equalNumbers(entry.bbox, row.bbox))
    return `bbox is ${show(entry.bbox)}, not ${show(row.bbox)}`
  if (!row.shape || row.original?.segmentation !== undefined) return null
  return compareShapes(entry.segmentation as Segmentation, row.shape, { width: row.width, height: row.height })
}

function compareShapes(written: Segmentation, shape: Shape, size: Size): string | null {
  if (isSame(written, shape)) return null
  try {
    const read = segmentationToShape(written)
    if (!read) return 'its shape is gone'
    const [a, b] = [shapeToRle(read, size), shapeToRle(shape, size)]
    const overlap = a.counts.join() === b.counts.join() ? 1 : rleIou(toRle(a), toRle(b), false)
    return overlap === 1 ? null : `its mask overlaps the stored one by ${overlap.toFixed(4)} only`
  } catch (error) {
    if (error instanceof InvalidInput) return error.message
    throw error
  }
}

/** Without a look at pixels: polygons, corners of a box, or runs that are the same numbers. */
function isSame(written: Segmentation, shape: Shape): boolean {
  if (shape.kind === 'mask')
    return !Array.isArray(written) && sameRuns(written.counts, shape.counts) && equalNumbers(written.size, shape.size)
  if (!Array.isArray(written) || hasHoles(shape)) return false
  const rings = shape.kind === 'box' ? [boxCorners(boxOf(shape))] : shape.parts.map(({ outer }) => outer)
  return written.length === rings.length && rings.every((ring, index) => equalNumbers(written[index], ring))
}

const sameRuns = (a: string | number[], b: string | number[]) => (typeof b === 'string' ? a === b : equalNumbers(a, b))

function equalNumbers(a: unknown, b: readonly number[] | Bbox): boolean {
  if (!Array.isArray(a) || a.length !== b.length) return false
  for (let index = 0; index < b.length; index++) if (a[index] !== b[index]) return false
  return true
}
