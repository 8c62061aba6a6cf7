/** A mask on an image that was scaled: each new pixel is what lies under its middle. */
import { decodeRle, encodeRle } from './rle'
import { countPixels } from './size'
import type { Rle } from './types'

/** InvalidInput for a size that is none. */
export function stretchRle(rle: Rle, size: { width: number; height: number }): Rle {
  const mask = decodeRle(rle)
  const { width, height } = size
  const data = new Uint8Array(countPixels(size))
  const columns = Int32Array.from({ length: width }, (_none, x) => Math.floor(((x + 0.5) * mask.width) / width))
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * mask.height) / height) * mask.width
    for (let x = 0; x < width; x++) data[y * width + x] = mask.data[row + columns[x]!]!
  }
  return encodeRle({ data, width, height })
}
