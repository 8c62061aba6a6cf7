/**
 * Compressions of TIFF that need no help: LZW and PackBits, and differences between neighbours.
 * What a damaged block lacks stays 0, as other programs show it. Source: Adobe TIFF 6.0, sections 9, 13 and 14.
 */
import { damaged } from '../errors'
import { blockBytes, rowBytes, type Block, type TiffImage } from './blocks'

export function unpackBits(bytes: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size)
  let filled = 0
  for (let at = 0; at < bytes.length && filled < size;) {
    const head = bytes[at++]!
    if (head < 128) {
      const run = bytes.subarray(at, at + Math.min(head + 1, size - filled))
      out.set(run, filled)
      filled += run.length
      at += head + 1
    } else if (head > 128) {
      const end = Math.min(size, filled + 257 - head)
      out.fill(bytes[at++] ?? 0, filled, end)
      filled = end
    }
  }
  return out
}

const CLEAR = 256
const END = 257
const MAX_BITS = 12

export function unpackLzw(bytes: Uint8Array, size: number): Uint8Array {
  // an entry is a range of the output so far, plus the byte after it
  const [starts, lengths] = [new Int32Array(4097), new Int32Array(4097)]
  const out = new Uint8Array(size)
  let [next, width, previous, filled, held, holds] = [END + 1, 9, -1, 0, 0, 0]
  for (let at = 0; filled < size;) {
    while (holds < width && at < bytes.length) {
      held = ((held << 8) | bytes[at++]!) & 0xffffff
      holds += 8
    }
    if (holds < width) break
    holds -= width
    const code = (held >>> holds) & ((1 << width) - 1)
    if (code === END) break
    if (code === CLEAR) {
      ;[next, width, previous] = [END + 1, 9, -1]
      continue
    }
    if (code > next || (code === next && previous < 0)) throw damaged('the TIFF is compressed wrongly')
    const start = filled
    if (code < CLEAR) out[filled++] = code
    else {
      const [from, length] = code === next ? [previous, filled - previous + 1] : [starts[code]!, lengths[code]!]
      for (let index = 0; index < length && filled < size; index++) out[filled++] = out[from + index]!
    }
    if (previous >= 0 && next < 4096) {
      starts[next] = previous
      lengths[next++] = start - previous + 1
    }
    previous = start
    // the code width grows one code early
    if (next + 1 >= 1 << width && width < MAX_BITS) width++
  }
  return out
}

/** Replaces differences by values, in place. */
export function addDifferences(image: TiffImage, block: Block, bytes: Uint8Array): void {
  const step = image.isPlanar ? 1 : image.samples
  const row = rowBytes(image, block)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let from = 0; from < blockBytes(image, block); from += row) {
    if (image.bits === 8) for (let at = from + step; at < from + row; at++) bytes[at] = bytes[at]! + bytes[at - step]!
    if (image.bits !== 16) continue
    for (let at = from + step * 2; at < from + row; at += 2) {
      view.setUint16(
        at,
        view.getUint16(at, image.isLittle) + view.getUint16(at - step * 2, image.isLittle),
        image.isLittle,
      )
    }
  }
}
