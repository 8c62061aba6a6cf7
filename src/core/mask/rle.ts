/**
 * COCO run-length masks.
 *
 * Mask    data: width * height bytes, 0 or 1, row by row (ImageData order).
 * Rle     size: [height, width] in pixels; counts: run lengths in pixels, column by column,
 *         zeros first (so a mask whose top-left pixel is 1 starts with 0), summing to the number of pixels.
 * Errors  InvalidInput for sizes that are not positive integers, counts that do not sum to
 *         height * width, and masks too large to hold; nothing is allocated before the check.
 * Source  cocodataset/cocoapi: common/maskApi.c (rleEncode, rleDecode), PythonAPI/pycocotools/mask.py.
 */
import { InvalidInput } from '../errors'
import type { AnyRle, CompressedRle, MaskSize, Rle, Mask } from './types'
import { compressCounts, expandCounts } from './counts'
import { countPixels, fromMaskSize, MAX_DECODED_PIXELS, name } from './size'

export { compressCounts, expandCounts } from './counts'

/** Runs of a mask; any byte that is not 0 counts as 1. */
export function encodeRle({ data, width, height }: Mask): Rle {
  if (data.length !== countPixels({ width, height }))
    throw new InvalidInput(`mask has ${data.length} bytes, not ${width} x ${height}`)
  const counts: number[] = []
  let inside = false
  let run = 0
  for (let x = 0; x < width; x++) {
    for (let index = x; index < data.length; index += width) {
      if ((data[index] !== 0) !== inside) {
        counts.push(run)
        run = 0
        inside = !inside
      }
      run += 1
    }
  }
  counts.push(run)
  return { size: [height, width], counts }
}

/** Pixels of a mask. Refuses more than MAX_DECODED_PIXELS. */
export function decodeRle(rle: AnyRle): Mask {
  const { size, counts } = toRle(rle)
  const [height, width] = size
  if (height * width > MAX_DECODED_PIXELS)
    throw new InvalidInput(`a mask of ${width} x ${height} is too large to decode`)
  const data = new Uint8Array(height * width)
  let start = 0
  for (let run = 0; run < counts.length; run++) {
    const end = start + counts[run]!
    if (run % 2 === 1) fillRun(data, size, start, end)
    start = end
  }
  return { data, width, height }
}

/** Sets the pixels from start up to end, both counted column by column. */
function fillRun(data: Uint8Array, [height, width]: MaskSize, start: number, end: number) {
  let x = Math.floor(start / height)
  let y = start % height
  for (let pixel = start; pixel < end; pixel++) {
    data[y * width + x] = 1
    y += 1
    if (y === height) {
      y = 0
      x += 1
    }
  }
}

/** The same mask with its counts as numbers, checked. A list of counts is shared, not copied. */
export function toRle(rle: AnyRle): Rle {
  if (typeof rle !== 'object' || rle === null) throw new InvalidInput('a mask is an object with size and counts')
  const { size } = rle
  if (!Array.isArray(size) || size.length !== 2) throw new InvalidInput('the size of a mask is not [height, width]')
  const pixels = countPixels(fromMaskSize(size))
  const counts = typeof rle.counts === 'string' ? expandCounts(rle.counts) : rle.counts
  if (!Array.isArray(counts)) throw new InvalidInput('the counts of a mask are neither a list nor text')
  let sum = 0
  for (const count of counts) {
    if (!Number.isInteger(count) || count < 0) throw new InvalidInput(`${name(count)} is not the length of a run`)
    sum += count
  }
  if (sum !== pixels)
    throw new InvalidInput(`the runs of a mask of ${size[1]} x ${size[0]} sum to ${sum}, not ${pixels}`)
  return { size: [size[0], size[1]], counts }
}

/** The same mask with its counts as text. Checks what it is given. */
export function compressRle(rle: AnyRle): CompressedRle {
  const { size, counts } = toRle(rle)
  return { size, counts: typeof rle.counts === 'string' ? rle.counts : compressCounts(counts) }
}
