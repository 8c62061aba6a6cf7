/** Finds the EXIF chunk of a PNG or a WebP: the range of the whole chunk, including its header and checksum. */
import { ByteReader } from './bytes'

export interface ByteRange {
  from: number
  end: number
}

export function exifChunk(bytes: Uint8Array, type: string): ByteRange | undefined {
  const isWebp = type === 'image/webp'
  const reader = new ByteReader(bytes, bytes.length, isWebp)
  return isWebp ? findChunk(reader, 'EXIF', 12, webpChunk) : findChunk(reader, 'eXIf', 8, pngChunk)
}

type ReadChunk = (reader: ByteReader, at: number) => { name: string; end: number }

const pngChunk: ReadChunk = (reader, at) => ({ name: reader.text(at + 4, 4), end: at + 12 + reader.u32(at) })
const webpChunk: ReadChunk = (reader, at) => {
  const length = reader.u32(at + 4)
  return { name: reader.text(at, 4), end: at + 8 + length + (length % 2) }
}

function findChunk(reader: ByteReader, name: string, from: number, read: ReadChunk): ByteRange | undefined {
  for (let at = from; at + 8 <= reader.length;) {
    const chunk = read(reader, at)
    if (chunk.name === name) return { from: at, end: Math.min(chunk.end, reader.length) }
    at = chunk.end
  }
  return undefined
}
