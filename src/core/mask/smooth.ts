/** Smoother borders: every pixel becomes what most pixels around it are. */
import type { Rle, Mask } from './types'
import { rleBbox } from './measure'
import { decodeRle, encodeRle } from './rle'

/** Pixels around are those of a square that reaches `radius` pixels to each side; what is outside the image counts as its border. */
export function smoothRle(rle: Rle, radius: number): Rle {
  const [left, top, width, height] = rleBbox(rle)
  if (width === 0 || !(radius > 0)) return rle
  const mask = decodeRle(rle)
  const smoothed = new Uint8Array(mask.data.length)
  const sums = columnSums(mask, [left, top, width, height], radius)
  for (let y = Math.max(0, top - radius); y < Math.min(mask.height, top + height + radius); y++) {
    sums.moveTo(y)
    for (let x = Math.max(0, left - radius); x < Math.min(mask.width, left + width + radius); x++) {
      if (sums.around(x) * 2 > (2 * radius + 1) ** 2) smoothed[y * mask.width + x] = 1
    }
  }
  return encodeRle({ data: smoothed, width: mask.width, height: mask.height })
}

/** How many pixels are set around a place, kept from row to row. */
function columnSums({ data, width, height }: Mask, [left, , span]: readonly number[], radius: number) {
  const from = Math.max(0, left! - 2 * radius)
  const to = Math.min(width - 1, left! + span! + 2 * radius)
  const sums = new Int32Array(width)
  const row = (y: number) => Math.min(height - 1, Math.max(0, y)) * width
  const add = (y: number, sign: number) => {
    for (let x = from; x <= to; x++) sums[x]! += sign * data[row(y) + x]!
  }
  let at: number | null = null
  return {
    moveTo(y: number) {
      if (at === null) for (let near = -radius; near <= radius; near++) add(y + near, 1)
      else {
        add(y + radius, 1)
        add(at - radius, -1)
      }
      at = y
    },
    around(x: number) {
      let sum = 0
      for (let near = x - radius; near <= x + radius; near++) sum += sums[Math.min(width - 1, Math.max(0, near))]!
      return sum
    },
  }
}
