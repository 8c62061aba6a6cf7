/** Found pixels as masks of the whole image. */
import type { Rle } from '../mask/types'
import { addRun, closeRuns } from '../mask/runs'
import { countPixels, toMaskSize } from '../mask/size'
import type { Size } from '../shape/types'
import type { Patch } from './types'

/** The patch must lie in the image. */
export function patchToRle({ data, width, height, left, top }: Patch, size: Size): Rle {
  const counts: number[] = []
  let written = 0
  for (let x = 0; x < width; x++) {
    const place = (left + x) * size.height + top
    for (let y = 0; y < height;) {
      while (y < height && data[y * width + x] === 0) y += 1
      const from = y
      while (y < height && data[y * width + x] !== 0) y += 1
      written = addRun(counts, written, place + from, place + y)
    }
  }
  return { size: toMaskSize(size), counts: closeRuns(counts, written, countPixels(size)) }
}
