/**
 * PNG and APNG headers, and the walk over the chunks to the end.
 * Source: W3C PNG third edition, sections 5 and 11.
 */
import type { ByteReader } from './bytes'
import { damaged, endsEarly } from './errors'
import { highBitDepthNote, fitsMemory } from './highBitDepth/image'
import { exifInfo } from './exif'
import type { StoredInfo } from './info'

const SIGNATURE = 8
/** Bytes of a chunk besides its data: length, name and checksum. */
const CHUNK = 12
const PALETTE = 3
/** Number of channels by colour type, including alpha. */
export const PNG_CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
/** Allowed bit depths by colour type. */
const BITS: Record<number, number[]> = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] }

/** Contents of the first chunk, IHDR. */
export function readPngSize(reader: ByteReader) {
  if (reader.text(SIGNATURE + 4, 4) !== 'IHDR' || reader.u32(SIGNATURE) !== 13)
    throw damaged('it begins like a PNG, but what follows is none')
  const [width, height, bits, color] = [reader.u32(16), reader.u32(20), reader.u8(24), reader.u8(25)]
  if (!BITS[color]?.includes(bits)) throw damaged(`a PNG cannot have ${bits} bits of colour type ${color}`)
  return { width, height, bits, color }
}

export function readPng(reader: ByteReader): StoredInfo {
  const { width, height, bits, color } = readPngSize(reader)
  const chunks = readChunks(reader)
  const { orientation, notes } = exifInfo(chunks.exif)
  // the browser handles a transparent colour
  const is_deep = bits === 16 && !chunks.isTransparent && fitsMemory({ width, height, channels: PNG_CHANNELS[color]! })
  if (bits === 16) notes.push(highBitDepthNote(is_deep))
  if (chunks.frames > 1) notes.push(`It is an animation of ${chunks.frames} images; the first one is annotated.`)
  const has_alpha = color >= 4 || chunks.isTransparent
  if (color === PALETTE && !chunks.hasPalette) throw damaged('the PNG lacks its palette')
  return { width, height, bits, is_deep, orientation, has_alpha, frames: chunks.frames, notes }
}

/** Ranges of the chunks' data. The header must have been checked. */
export function* pngChunks(reader: ByteReader): Generator<{ name: string; at: number; length: number }> {
  for (let at = SIGNATURE; at + CHUNK <= reader.length;) {
    const [length, name] = [reader.u32(at), reader.text(at + 4, 4)]
    yield { name, at: at + 8, length }
    if (name === 'IEND') return
    at += CHUNK + length
  }
}

interface Chunks {
  frames: number
  isTransparent: boolean
  hasPalette: boolean
  exif?: Uint8Array
}

function readChunks(reader: ByteReader): Chunks {
  const found: Chunks = { frames: 1, isTransparent: false, hasPalette: false }
  let hasData = false
  for (let at = SIGNATURE; ;) {
    // of a very large file only the beginning is loaded; the chunks before the pixels were read
    if (hasData && !reader.isWhole && at + CHUNK > reader.length) return found
    const length = reader.u32(at)
    const name = reader.text(at + 4, 4)
    if (name === 'IEND') break
    if (!/^[A-Za-z]{4}$/.test(name)) throw damaged('one of its parts has no name')
    reader.expectFileSize(at + CHUNK + length + CHUNK)
    if (name === 'IDAT') hasData = true
    if (name === 'PLTE') found.hasPalette = true
    if (name === 'tRNS') found.isTransparent = true
    // a frame count after the pixels is ignored, as the specification says
    if (name === 'acTL' && !hasData) found.frames = Math.max(1, reader.u32(at + 8))
    if (name === 'eXIf') found.exif = reader.part(at + 8, length)
    at += CHUNK + length
  }
  if (!hasData) throw endsEarly()
  return found
}
