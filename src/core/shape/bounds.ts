/** The box around a shape, without rasterising: for hit tests and for deciding what to draw. */
import { boxAround, uniteBoxes, type Bbox } from '../geometry/box'
import { rleBbox } from '../mask/measure'
import { boxOf } from './shape'
import type { Shape } from './types'

/** `[x, y, width, height]` in image pixels, not cut at the image's border; zeros when there is nothing. */
export function shapeBounds(shape: Shape): Bbox {
  if (shape.kind === 'box') return boxOf(shape)
  if (shape.kind === 'mask') return rleBbox(shape)
  const [first = [0, 0, 0, 0] as Bbox, ...others] = shape.parts.map((part) => boxAround(part.outer))
  return others.reduce(uniteBoxes, first)
}
