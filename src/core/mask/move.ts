/** A mask moved by whole pixels, from run to run. */
import { InvalidInput } from '../errors'
import type { Rle } from './types'
import { addRun, closeRuns } from './runs'

/** What leaves the image is cut off; dx to the right and dy down, integers. */
export function moveRle({ size, counts }: Rle, dx: number, dy: number): Rle {
  if (!Number.isInteger(dx) || !Number.isInteger(dy)) throw new InvalidInput('a mask moves by whole pixels')
  const [height, width] = size
  const moved: number[] = []
  let written = 0
  let end = 0
  for (let run = 0; run < counts.length; run++) {
    const start = end
    end += counts[run]!
    if (run % 2 === 0 || start === end) continue
    const last = Math.min(Math.floor((end - 1) / height), width - 1 - dx)
    for (let column = Math.max(Math.floor(start / height), -dx); column <= last; column++) {
      const top = Math.max(0, start - column * height) + dy
      const bottom = Math.min(height, end - column * height) + dy
      const place = (column + dx) * height
      written = addRun(moved, written, place + Math.max(0, top), place + Math.min(height, bottom))
    }
  }
  return { size: [height, width], counts: closeRuns(moved, written, height * width) }
}
