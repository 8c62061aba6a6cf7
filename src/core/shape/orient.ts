/**
 * Annotations turned with their image, between its stored pixels and the upright ones: geometry/orientation.ts.
 *
 * `turn`    an orientation; of a way back its opposite.
 * `size`    of the image that the coordinates count, before it is turned.
 * Errors    InvalidInput for masks that are none, or too large to be turned.
 */
import type { Bbox } from '../geometry/box'
import type { Segmentation, MaskShape, Shape, Size } from './types'
import { moveBox, moveCoordinates, movePoint, orientationMatrix, type Matrix } from '../geometry/orientation'
import { compressRle, decodeRle, encodeRle } from '../mask/rle'
import type { AnyRle, Mask } from '../mask/types'
import { boxOf, boxToShape, measureShape } from './shape'

export interface Orienting {
  turn: number
  size: Size
}

interface Turnable {
  shape: Shape | null
  keypoints: number[]
  area: number
  bbox: Bbox
  original?: { segmentation?: Segmentation | [] | null; [field: string]: unknown }
}

/** Everything of an annotation that counts pixels. What was measured is measured again, what came with a file moves. */
export function orientAnnotation<Row extends Turnable>(row: Row, by: Orienting): Row {
  const { shape, keypoints, original } = row
  const turned = shape && orientShape(shape, by)
  const segmentation = original?.segmentation
  return {
    ...row,
    shape: turned,
    keypoints: orientKeypoints(keypoints, by),
    ...measured(row, turned, by),
    ...(segmentation ? { original: { ...original, segmentation: orientSegmentation(segmentation, by) } } : {}),
  }
}

/** Edges between pixels are drawn by rules that are not the same from the left and from the right. */
function measured(
  { shape, area, bbox }: Turnable,
  turned: Shape | null,
  { turn, size }: Orienting,
): { area: number; bbox: Bbox } {
  const matrix = orientationMatrix(turn, size)
  if (shape && turned) {
    const was = measureShape(shape, size)
    if (was.area === area && was.bbox.join() === bbox.join())
      return measureShape(turned, matrix[0] === 0 ? { width: size.height, height: size.width } : size)
  }
  return { area, bbox: bbox.join() === '0,0,0,0' ? bbox : moveBox(matrix, bbox) }
}

export function orientShape(shape: Shape, { turn, size }: Orienting): Shape {
  const matrix = orientationMatrix(turn, size)
  if (shape.kind === 'box') return boxToShape(moveBox(matrix, boxOf(shape)))
  if (shape.kind === 'mask') return { kind: 'mask', ...orientRle(shape, turn) } as MaskShape
  const parts = shape.parts.map(({ outer, holes }) => ({
    outer: moveCoordinates(matrix, outer),
    holes: holes.map((hole) => moveCoordinates(matrix, hole)),
  }))
  return { kind: 'polygons', parts }
}

/** One that is absent stays at 0, 0. */
export function orientKeypoints(keypoints: readonly number[], { turn, size }: Orienting): number[] {
  const matrix = orientationMatrix(turn, size)
  const turned: number[] = []
  for (let at = 0; at + 2 < keypoints.length; at += 3) {
    const [x, y, visibility] = [keypoints[at]!, keypoints[at + 1]!, keypoints[at + 2]!]
    const isAbsent = visibility === 0 && x === 0 && y === 0
    turned.push(...(isAbsent ? [0, 0] : movePoint(matrix, x, y)), visibility)
  }
  return turned
}

export function orientSegmentation(segmentation: Segmentation, { turn, size }: Orienting): Segmentation {
  if (!Array.isArray(segmentation)) return orientRle(segmentation, turn)
  const matrix = orientationMatrix(turn, size)
  return segmentation.map((ring) => moveCoordinates(matrix, ring))
}

/** Counts stay text, or a list, as they were. */
export function orientRle(rle: AnyRle, turn: number): AnyRle {
  const turned = encodeRle(orientMask(decodeRle(rle), turn))
  return typeof rle.counts === 'string' ? compressRle(turned) : turned
}

function orientMask(mask: Mask, turn: number): Mask {
  // pixels are places: the middle of the first one moves to the middle of another
  const matrix = orientationMatrix(turn, mask)
  const isRotated = matrix[0] === 0
  const [width, height] = isRotated ? [mask.height, mask.width] : [mask.width, mask.height]
  const data = new Uint8Array(mask.data.length)
  const [first, across, down] = strides(matrix, width)
  for (let y = 0, from = 0; y < mask.height; y++) {
    for (let x = 0, to = first + y * down; x < mask.width; x++, to += across) data[to] = mask.data[from++]!
  }
  return { data, width, height }
}

/** Where pixel 0, 0 goes in rows of that width, and how far its neighbours to the right and below go from there. */
function strides(matrix: Matrix, width: number): [first: number, across: number, down: number] {
  const [a, b, c, d] = matrix
  const [x, y] = movePoint(matrix, 0.5, 0.5)
  return [Math.floor(y) * width + Math.floor(x), b * width + a, d * width + c]
}
