/** ICO headers: a directory of bitmaps and PNGs. The largest is the image. Source: Microsoft, ICONDIR. */
import type { ByteReader } from './bytes'
import { readBitmapHeader } from './bmp'
import { damaged } from './errors'
import type { StoredInfo } from './info'
import { readPngSize } from './png'

const HEADER = 6
const ENTRY = 16
const PNG = '\x89PNG'

export function readIco(reader: ByteReader): StoredInfo {
  const count = reader.u16(4)
  if (count === 0) throw damaged('the icon has no image')
  let largest: { width: number; height: number; bits: number } | undefined
  for (let index = 0; index < count; index++) {
    const image = readEntry(reader, HEADER + index * ENTRY)
    const isLarger = !largest || image.width * image.height > largest.width * largest.height
    if (isLarger) largest = image
  }
  const notes = count > 1 ? [`It has ${count} images; the largest is annotated.`] : []
  return { ...largest!, has_alpha: true, frames: count, notes }
}

function readEntry(reader: ByteReader, at: number) {
  const [length, offset] = [reader.u32(at + 8), reader.u32(at + 12)]
  reader.expectFileSize(offset + length)
  if (reader.startsWith(PNG, offset)) {
    // reads only the header, because many entries may point to one PNG of many chunks
    return readPngSize(reader.within(offset, length, false))
  }
  // the second half of the height is the mask
  const { width, height, bits } = readBitmapHeader(reader, offset)
  return { width, height: height / 2, bits: Math.min(8, bits) }
}
