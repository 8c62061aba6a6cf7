/** The colours of the image that is open. */
import type { Bbox } from '@/core/geometry/box'
import type { Region } from '@/core/pixels/types'
import type { Size } from '@/core/shape/types'

export interface PixelSource {
  size: Size
  /** What of a box lies in the image, grown to whole pixels; with a step, averaged to one pixel for each step x step. */
  read(box: Bbox, step?: number): Region
}

/** The whole region as numbers that can be read: whole pixels, inside the image, at least one. */
export function wholePixels(
  [x, y, width, height]: Bbox,
  size: Size,
  step: number,
): { left: number; top: number; columns: number; rows: number } {
  const left = Math.min(size.width - 1, Math.max(0, Math.floor(x)))
  const top = Math.min(size.height - 1, Math.max(0, Math.floor(y)))
  const right = Math.max(left + 1, Math.min(size.width, Math.ceil(x + width)))
  const bottom = Math.max(top + 1, Math.min(size.height, Math.ceil(y + height)))
  return { left, top, columns: Math.ceil((right - left) / step), rows: Math.ceil((bottom - top) / step) }
}
