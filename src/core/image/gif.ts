/**
 * GIF headers, and the walk over the blocks that counts the images.
 * Source: GIF89a specification, sections 17 to 27.
 */
import type { ByteReader } from './bytes'
import { damaged, endsEarly, ImageError } from './errors'
import type { StoredInfo } from './info'
import { checkSize } from './size'

const IMAGE = 0x2c
const EXTENSION = 0x21
const TRAILER = 0x3b
const GRAPHIC_CONTROL = 0xf9

/** Size of a colour table in bytes, from its flags. */
const tableSize = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)

export function readGif(reader: ByteReader, most: number): StoredInfo {
  const flags = reader.u8(10)
  const { frames, has_alpha, right, bottom } = walkBlocks(reader, 13 + tableSize(flags), most)
  // browsers enlarge the screen if the first image is larger
  const [width, height] = [Math.max(right, reader.u16(6)), Math.max(bottom, reader.u16(8))]
  if (frames === 0) throw damaged('the GIF has no image')
  const notes = frames > 1 ? [`It is an animation of ${frames} images; the first one is annotated.`] : []
  return { width, height, bits: (flags & 7) + 1, frames, has_alpha, notes }
}

function walkBlocks(reader: ByteReader, from: number, most: number) {
  const found = { frames: 0, has_alpha: false, right: 0, bottom: 0 }
  for (let at = from; ;) {
    if (at >= reader.length && found.frames > 0) return found // some programs write no trailer
    const kind = reader.u8(at)
    if (kind === TRAILER) return found
    if (kind === EXTENSION) {
      if (reader.u8(at + 1) === GRAPHIC_CONTROL && reader.u8(at + 3) & 1) found.has_alpha = true
      at = afterSubBlocks(reader, at + 2)
    } else if (kind === IMAGE) {
      if (found.frames === 0) Object.assign(found, firstExtent(reader, at, most))
      const end = imageEnd(reader, at)
      // the first image is complete even if a later one is cut off
      if (end === undefined && found.frames === 0) throw endsEarly()
      if (end === undefined) return found
      found.frames++
      at = end
    } else if (found.frames > 0) return found
    else throw damaged('the GIF has a block of an unknown kind')
  }
}

function firstExtent(reader: ByteReader, at: number, most: number) {
  const [right, bottom] = [reader.u16(at + 1) + reader.u16(at + 5), reader.u16(at + 3) + reader.u16(at + 7)]
  checkSize({ width: right, height: bottom }, most)
  return { right, bottom }
}

function imageEnd(reader: ByteReader, at: number): number | undefined {
  try {
    return afterSubBlocks(reader, at + 11 + tableSize(reader.u8(at + 9)))
  } catch (error) {
    if (error instanceof ImageError) return undefined
    throw error
  }
}

function afterSubBlocks(reader: ByteReader, from: number): number {
  let at = from
  for (let length = reader.u8(at); length > 0; length = reader.u8(at)) at += length + 1
  return at + 1
}
