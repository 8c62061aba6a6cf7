/** A mask on an image of another size. */
import type { MaskSize, Rle } from './types'
import { addRun, closeRuns } from './runs'
import { countPixels, fromMaskSize } from './size'

/** The same pixels counted from the top-left corner; what is outside the new image is cut off. */
export function fitRle({ size, counts }: Rle, to: MaskSize): Rle {
  const pixels = countPixels(fromMaskSize(to))
  const [height, width] = to
  const fitted: number[] = []
  let [written, end] = [0, 0]
  for (let run = 0; run < counts.length; run++) {
    const start = end
    end += counts[run]!
    if (run % 2 === 0 || start === end) continue
    const last = Math.min(Math.floor((end - 1) / size[0]), width - 1)
    for (let column = Math.floor(start / size[0]); column <= last; column++) {
      const top = Math.max(0, start - column * size[0])
      const bottom = Math.min(size[0], end - column * size[0], height)
      written = addRun(fitted, written, column * height + top, column * height + Math.max(top, bottom))
    }
  }
  return { size: [height, width], counts: closeRuns(fitted, written, pixels) }
}
