/**
 * WebP headers: lossy (VP8), lossless (VP8L), and extended (VP8X) with alpha, EXIF and animation.
 * Source: RFC 9649, section 2; RFC 6386, section 9.1.
 */
import type { ByteReader } from './bytes'
import { damaged } from './errors'
import { exifInfo } from './exif'
import type { StoredInfo } from './info'

const ALPHA = 0x10
const ANIMATION = 0x02

export function readWebp(reader: ByteReader): StoredInfo {
  reader.expectFileSize(reader.u32(4) + 8)
  const kind = reader.text(12, 4)
  if (kind === 'VP8 ') return readLossy(reader, 20)
  if (kind === 'VP8L') return readLossless(reader, 20)
  if (kind === 'VP8X') return readExtended(reader)
  throw damaged('it begins like a WebP, but what follows is none')
}

function readLossy(reader: ByteReader, at: number): StoredInfo {
  const isKeyFrame = (reader.u8(at) & 1) === 0
  if (!isKeyFrame || reader.u24(at + 3) !== 0x2a019d) throw damaged('the WebP has no image')
  return { width: reader.u16(at + 6) & 0x3fff, height: reader.u16(at + 8) & 0x3fff }
}

function readLossless(reader: ByteReader, at: number): StoredInfo {
  if (reader.u8(at) !== 0x2f) throw damaged('the WebP has no image')
  const packed = reader.u32(at + 1)
  return {
    width: (packed & 0x3fff) + 1,
    height: ((packed >>> 14) & 0x3fff) + 1,
    has_alpha: (packed & 0x10000000) !== 0,
  }
}

function readExtended(reader: ByteReader): StoredInfo {
  const flags = reader.u8(20)
  const [width, height] = [reader.u24(24) + 1, reader.u24(27) + 1]
  const { exif, frames, hasImage } = walkChunks(reader)
  const isAnimation = (flags & ANIMATION) !== 0
  if (!hasImage) throw damaged('the WebP has no image')
  const { orientation, notes } = exifInfo(exif)
  if (isAnimation && frames > 1) notes.push(`It is an animation of ${frames} images; the first one is annotated.`)
  return { width, height, has_alpha: (flags & ALPHA) !== 0, orientation, frames: Math.max(1, frames), notes }
}

function walkChunks(reader: ByteReader): { exif?: Uint8Array; frames: number; hasImage: boolean } {
  const found: { exif?: Uint8Array; frames: number; hasImage: boolean } = { frames: 0, hasImage: false }
  const end = Math.min(reader.length, reader.u32(4) + 8)
  for (let at = 12; at + 8 <= end;) {
    const name = reader.text(at, 4)
    const length = reader.u32(at + 4)
    if (name === 'ANMF') found.frames++
    if (name === 'ANMF' || name === 'VP8 ' || name === 'VP8L') found.hasImage = true
    if (name === 'EXIF') found.exif = withoutPrefix(reader, at + 8, length)
    at += 8 + length + (length % 2)
  }
  return found
}

/** Some programs write the EXIF prefix of JPEG. */
function withoutPrefix(reader: ByteReader, at: number, length: number): Uint8Array {
  const skip = reader.startsWith('Exif\0\0', at) ? 6 : 0
  return reader.part(at + skip, Math.max(0, Math.min(length, reader.length - at) - skip))
}
