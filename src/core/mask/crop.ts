/** The part of a mask in a box, decoded. */
import type { Bbox } from '../geometry/box'
import type { AnyRle, Mask } from './types'
import { toRle } from './rle'

/** The box may leave the image; of its pixels only every `step`th across and down. */
export function croppedPixels(rle: AnyRle, [left, top, across, down]: Bbox, step: number): Mask {
  const { size, counts } = toRle(rle)
  const rows = size[0]
  const [width, height] = [Math.ceil(across / step), Math.ceil(down / step)]
  const data = new Uint8Array(width * height)
  let start = 0
  counts.forEach((length, run) => {
    const end = start + length
    // Runs go down the columns; every second one is inside.
    for (let at = start; run % 2 === 1 && at < end;) {
      const column = Math.floor(at / rows)
      const stop = Math.min(end, (column + 1) * rows)
      const x = (column - left) / step
      const first = Math.max(0, Math.ceil((at - column * rows - top) / step))
      const last = Math.min(height, Math.ceil((stop - column * rows - top) / step))
      for (let y = first; Number.isInteger(x) && x >= 0 && x < width && y < last; y++) data[y * width + x] = 1
      at = stop
    }
    start = end
  })
  return { data, width, height }
}
