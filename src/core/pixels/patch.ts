/** Found pixels as masks of the whole image. */
import type { Rle } from '../mask/types'
import { addRun, closeRuns } from '../mask/runs'
import { countPixels, toMaskSize } from '../mask/size'
import type { Size } from '../shape/types'
import { runThrough, type Steps } from './steps'
import type { Patch } from './types'

const COLUMNS = 16 // between two steps

/** The patch must lie in the image. */
export const patchToRle = (patch: Patch, size: Size): Rle => runThrough(patchToRleInSteps(patch, size))

/** The same in steps. */
export function* patchToRleInSteps({ data, width, height, left, top }: Patch, size: Size): Steps<Rle> {
  const counts: number[] = []
  let written = 0
  for (let x = 0; x < width; x++) {
    if (x % COLUMNS === 0) yield
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
