/**
 * An annotation on its image, when that comes in another size.
 *
 * crop    the same pixels, counted from the top-left corner. What leaves the image stays; masks are cut at its borders.
 * scale   everything grows or shrinks with the image.
 * Errors  InvalidInput for masks and sizes that are none.
 */
import type { Bbox } from '../geometry/box'
import { fitRle } from '../mask/fit'
import { toRle } from '../mask/rle'
import { fromMaskSize, toMaskSize } from '../mask/size'
import { stretchRle } from '../mask/stretch'
import { shapeBounds } from './bounds'
import { toMaskShape } from './combine'
import { measureShape } from './shape'
import type { MaskShape, Segmentation, Shape, Size } from './types'

export type OnOtherSize = 'crop' | 'scale'

interface Sized extends Size {
  shape: Shape | null
  keypoints: number[]
  area: number
  bbox: Bbox
  original?: { segmentation?: Segmentation | [] | null; [field: string]: unknown }
  paper_object?: unknown[]
}

/** The same row when nothing of it counts another size. What an older client sent counts from the middle of the old image: it goes. */
export function annotationAtSize<Row extends Sized>(row: Row, size: Size, how: OnOtherSize): Row {
  const counted = row.shape?.kind === 'mask' ? fromMaskSize(row.shape.size) : row
  if (same(row, size) && same(counted, size)) return row
  const { paper_object: _old, ...rest } = row
  const sized = { ...rest, width: size.width, height: size.height } as unknown as Row
  const isScaled = how === 'scale' && row.width > 0 && row.height > 0
  return isScaled ? scaled(sized, [size.width / row.width, size.height / row.height], size) : cropped(sized, row, size)
}

const same = (a: Size, b: Size) => a.width === b.width && a.height === b.height

function cropped<Row extends Sized>(row: Row, before: Size, size: Size): Row {
  const { shape } = row
  if (!shape || size.width === 0 || size.height === 0) return row
  if (shape.kind === 'mask') {
    if (same(fromMaskSize(shape.size), size)) return row
    return measuredAnew(row, toMaskShape(fitRle(toRle(shape), toMaskSize(size))), size)
  }
  // inside of both images it covers the same pixels, and keeps what its file said of them
  const isMeasuredAlike = fits(shape, before) && fits(shape, size)
  if (isMeasuredAlike || row.original?.segmentation !== undefined) return row
  const measured = measureShape(shape, size)
  // wholly outside it says where it is, for people to find
  return measured.area === 0 ? row : { ...row, ...measured }
}

function fits(shape: Shape, { width, height }: Size): boolean {
  const [x, y, across, down] = shapeBounds(shape)
  return x >= 0 && y >= 0 && x + across <= width && y + down <= height
}

function scaled<Row extends Sized>(row: Row, by: [x: number, y: number], size: Size): Row {
  const keypoints = row.keypoints.map((value, index) => (index % 3 === 2 ? value : value * by[index % 3]!))
  if (row.shape) return measuredAnew({ ...row, keypoints }, scaledShape(row.shape, by, size), size)
  const [x, y, width, height] = row.bbox
  return {
    ...row,
    keypoints,
    area: row.area * by[0] * by[1],
    bbox: [x * by[0], y * by[1], width * by[0], height * by[1]],
  }
}

function scaledShape(shape: Shape, by: [x: number, y: number], size: Size): Shape {
  if (shape.kind === 'mask') return toMaskShape(stretchRle(toRle(shape), size)) as MaskShape
  if (shape.kind === 'box')
    return {
      kind: 'box',
      x: shape.x * by[0],
      y: shape.y * by[1],
      width: shape.width * by[0],
      height: shape.height * by[1],
    }
  const ring = (list: number[]) => list.map((value, index) => value * by[index % 2]!)
  return {
    kind: 'polygons',
    parts: shape.parts.map(({ outer, holes }) => ({ outer: ring(outer), holes: holes.map(ring) })),
  }
}

/** Of an outline that its file had, only that there was none goes on. */
function measuredAnew<Row extends Sized>(row: Row, shape: Shape, size: Size): Row {
  const { original, ...rest } = row
  const { segmentation, ...others } = original ?? {}
  const isNone = segmentation === null || (Array.isArray(segmentation) && segmentation.length === 0)
  const kept = { ...others, ...(isNone ? { segmentation } : {}) }
  return {
    ...rest,
    shape,
    ...measureShape(shape, size),
    ...(Object.keys(kept).length > 0 ? { original: kept } : {}),
  } as unknown as Row
}
