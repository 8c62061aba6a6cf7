/**
 * Repairs of what is stored, one kind of problem at a time, each only when the user asked for it. The row comes back as it
 * should be; null where nobody but the user can know.
 */
import type { StoredAnnotation } from './annotationOut'
import { isVisibility } from './check/keypoints'
import type { ProblemKind } from './check/problem'
import { intersectBoxes, type Bbox } from '../geometry/box'
import { clipRingToRect } from '../geometry/clip'
import { keypointsBox } from '../shape/keypoints'
import { boxToShape, measureShape } from '../shape/shape'
import type { Part, Shape, Size } from '../shape/types'

type Repair = <Row extends StoredAnnotation>(row: Row, size: Size) => Row | null

const repairs: Partial<Record<ProblemKind, Repair>> = {
  'area-missing': withArea,
  'area-contradicts': withArea,
  'bbox-missing': withBbox,
  'bbox-contradicts': withBbox,
  'bbox-outside': (row, size) => {
    const bbox = intersectBoxes(row.bbox, [0, 0, size.width, size.height])
    if (!bbox) return null
    return row.shape?.kind === 'box' ? reshaped(row, boxToShape(bbox), size) : { ...row, bbox }
  },
  'polygon-outside': (row, size) => {
    const shape = clipped(row.shape, size)
    return shape && reshaped(row, shape, size)
  },
  'segmentation-empty': (row) => without(row, 'segmentation'),
  'num-keypoints-missing': (row) => without(row, 'num_keypoints'),
  'num-keypoints-contradicts': (row) => without(row, 'num_keypoints'),
  'visibility-invalid': (row) => ({
    ...row,
    keypoints: row.keypoints.map((each, index) => (index % 3 === 2 ? visibility(each) : each)),
  }),
  'unlabelled-with-place': (row) => ({
    ...row,
    keypoints: row.keypoints.map((each, index) => (row.keypoints[index - (index % 3) + 2] === 0 ? 0 : each)),
  }),
}

export function repairAnnotation<Row extends StoredAnnotation>(row: Row, kind: ProblemKind, size: Size): Row | null {
  return repairs[kind]?.(row, size) ?? null
}

const visibility = (given: number): number => (isVisibility(given) ? given : given < 1 ? 0 : 2)

function withArea<Row extends StoredAnnotation>(row: Row, size: Size): Row {
  const [, , width, height] = row.bbox
  return { ...without(row, 'area'), area: row.shape ? measureShape(row.shape, size).area : width * height }
}

function withBbox<Row extends StoredAnnotation>(row: Row, size: Size): Row {
  return { ...without(row, 'bbox'), bbox: row.shape ? measureShape(row.shape, size).bbox : keypointsBox(row.keypoints) }
}

/** What came with the old shape says nothing of the new one. */
function reshaped<Row extends StoredAnnotation>(row: Row, shape: Shape, size: Size): Row {
  const { original: _old, ...rest } = row
  return { ...rest, shape, ...measureShape(shape, size) } as Row
}

/** The row without one of the values that stand for what its file had. */
function without<Row extends StoredAnnotation>(
  row: Row,
  field: 'segmentation' | 'area' | 'bbox' | 'num_keypoints',
): Row {
  const { original, ...rest } = row
  const { [field]: _gone, ...kept } = original ?? {}
  return (Object.keys(kept).length > 0 ? { ...rest, original: kept } : rest) as Row
}

function clipped(shape: Shape | null, { width, height }: Size): Shape | null {
  if (shape?.kind !== 'polygons') return null
  const image: Bbox = [0, 0, width, height]
  const isRing = (ring: number[]) => ring.length >= 6
  const parts = shape.parts.flatMap(({ outer, holes }): Part[] => {
    const ring = clipRingToRect(outer, image)
    return isRing(ring) ? [{ outer: ring, holes: holes.map((hole) => clipRingToRect(hole, image)).filter(isRing) }] : []
  })
  return parts.length > 0 ? { kind: 'polygons', parts } : null
}
