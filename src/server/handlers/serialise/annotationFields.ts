/** Turns fields of a posted annotation into stored ones. Shapes are validated and measured. */
import type { AnnotationUpdate } from '@/contract/annotation'
import { badRequest } from '@/contract/errors'
import { checkSegmentation } from '@/core/coco/check/segmentation'
import { InvalidInput } from '@/core/errors'
import { boxAround, boxCorners, type Bbox } from '@/core/geometry/box'
import { boxToShape, measureShape, segmentationToShape } from '@/core/shape/shape'
import type { Shape, Size } from '@/core/shape/types'
import { checkShape } from '@/core/shape/validate'
import type { AnnotationFields, MeasuredShape } from '../../db/annotations/annotationFields'

type Sent = Partial<AnnotationUpdate> & { milliseconds?: number }

/** null means absent, except for `shape`, where it removes the shape. `size`: size of the image in pixels. */
export function parseFields(sent: Sent, size: Size): AnnotationFields {
  const { category_id, keypoints, iscrowd, isbbox, color, metadata, milliseconds, score, prediction } = sent
  const shape = shapeOf(sent, size)
  return withoutAbsent({
    category_id: category_id ?? undefined,
    keypoints: keypoints ?? undefined,
    iscrowd: iscrowd === undefined || iscrowd === null ? undefined : Boolean(iscrowd),
    isbbox: shape?.kind === 'box' || (isbbox ?? undefined),
    color: color || undefined,
    metadata: metadata ?? undefined,
    milliseconds,
    score: score ?? undefined,
    prediction: prediction ?? undefined,
    measured: shape === undefined ? undefined : measured(shape, size),
  })
}

/** undefined: the request does not contain it. */
function shapeOf({ shape, segmentation, isbbox }: Sent, size: Size): Shape | null | undefined {
  if (shape) return checked(shape as Shape)
  if (!segmentation) return shape
  const { value, problems } = checkSegmentation(segmentation, size)
  const wrong = problems.find(({ severity }) => severity === 'error')
  if (wrong) throw badRequest(wrong.message)
  const outline = value ? segmentationToShape(value) : null
  return isbbox ? boxIfRectangle(outline) : outline && checked(outline)
}

function checked(shape: Shape): Shape {
  const reason = checkShape(shape)
  if (reason) throw badRequest(`This is no shape: ${reason}.`)
  return shape
}

/** The shape with its area and box. */
export function measured(shape: Shape | null, { width, height }: Size): MeasuredShape {
  if (!shape) return { shape, area: 0, bbox: [0, 0, 0, 0], width, height }
  if (width === 0 || height === 0)
    throw badRequest('The size of this image is not known yet, so nothing can be drawn on it. Add its file first.')
  try {
    return { shape, ...measureShape(shape, { width, height }), width, height }
  } catch (error) {
    if (error instanceof InvalidInput) throw badRequest(`This shape cannot be used: ${error.message}.`)
    throw error
  }
}

/** Turns a polygon that is an axis-aligned rectangle into a box. */
export function boxIfRectangle(shape: Shape | null): Shape | null {
  if (shape?.kind !== 'polygons' || shape.parts.length !== 1 || shape.parts[0]!.holes.length > 0) return shape
  const { outer } = shape.parts[0]!
  const box = boxAround(outer)
  return sameCorners(outer, box) ? boxToShape(box) : shape
}

function sameCorners(ring: number[], box: Bbox): boolean {
  const corners = (list: number[]) =>
    list
      .flatMap((x, index) => (index % 2 === 0 ? [`${x} ${list[index + 1]}`] : []))
      .sort()
      .join()
  return ring.length === 8 && corners(ring) === corners(boxCorners(box))
}

function withoutAbsent(fields: AnnotationFields): AnnotationFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
