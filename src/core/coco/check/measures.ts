/** Whether area and bbox say what the mask says. Polygons and masks differ by some pixels at the border: that is no fault. */
import { measureShape } from '../../shape/shape'
import type { Shape, Size } from '../../shape/types'
import { InvalidInput } from '../../errors'
import type { Bbox } from '../../geometry/box'
import { show, type Problem } from './problem'

/** Of the mask's area, and in pixels. */
const AREA_SHARE = 0.25
const AREA_PIXELS = 10
const BBOX_PIXELS = 3

export function checkMeasures(
  { shape, area, bbox }: { shape: Shape; area: number; bbox: Bbox },
  size: Size,
): Problem[] {
  try {
    const mask = measureShape(shape, size)
    const problems: Problem[] = []
    const warn = (field: 'area' | 'bbox', message: string) =>
      problems.push({
        kind: `${field}-contradicts`,
        field,
        severity: 'warning',
        message,
        repair: 'computed from the shape',
      })
    if (mask.area === 0)
      problems.push({
        kind: 'covers-nothing',
        field: 'segmentation',
        severity: 'warning',
        message: 'The shape covers no pixel of the image.',
      })
    else if (Math.abs(area - mask.area) > Math.max(AREA_PIXELS, AREA_SHARE * mask.area))
      warn('area', `area is ${area}, the mask has ${mask.area} pixels.`)
    const isOff =
      mask.area > 0 && bbox.some((_number, side) => Math.abs(edge(bbox, side) - edge(mask.bbox, side)) > BBOX_PIXELS)
    if (isOff && shape.kind !== 'box') warn('bbox', `bbox is ${show(bbox)}, the mask's is ${show(mask.bbox)}.`)
    return problems
  } catch (error) {
    if (error instanceof InvalidInput)
      return [
        {
          kind: 'segmentation-invalid',
          field: 'segmentation',
          severity: 'error',
          message: `segmentation: ${error.message}.`,
        },
      ]
    throw error
  }
}

/** Left, top, right, bottom. */
const edge = (bbox: Bbox, side: number): number => (side < 2 ? bbox[side]! : bbox[side]! + bbox[side - 2]!)
