/**
 * BMP headers.
 * Source: Microsoft, BITMAPCOREHEADER, BITMAPINFOHEADER, BITMAPV4HEADER.
 */
import type { ByteReader } from './bytes'
import { damaged, ImageError } from './errors'
import type { StoredInfo } from './info'

const FILE_HEADER = 14
const CORE_HEADER = 12
const BITS = [1, 2, 4, 8, 16, 24, 32]
/** Compressions: none, run lengths of 8 and of 4 bits, bit masks without and with alpha. */
const RGB = 0
const BITFIELDS = 3
const KNOWN = [RGB, 1, 2, BITFIELDS, 6]

export function readBmp(reader: ByteReader): StoredInfo {
  const facts = readBitmapHeader(reader, FILE_HEADER)
  if (facts.isPlain) reader.expectFileSize(reader.u32(10) + facts.rowBytes * facts.height)
  const { width, height, bits, has_alpha } = facts
  return { width, height, bits: bits > 8 ? 8 : bits, has_alpha }
}

/** Reads the bitmap header at an offset. Icons have it without the file header. */
export function readBitmapHeader(reader: ByteReader, at: number) {
  const size = reader.u32(at)
  if (size !== CORE_HEADER && size < 16) throw damaged('it begins like a BMP, but what follows is none')
  const isCore = size === CORE_HEADER
  const width = isCore ? reader.u16(at + 4) : reader.i32(at + 4)
  // a negative height means that the rows are stored from top to bottom
  const height = Math.abs(isCore ? reader.u16(at + 6) : reader.i32(at + 8))
  const bits = reader.u16(at + (isCore ? 10 : 14))
  const way = isCore || size < 20 ? RGB : reader.u32(at + 16)
  if (width <= 0 || height === 0) throw damaged(`the BMP says that it is ${width} pixels wide and ${height} high`)
  if (!KNOWN.includes(way))
    throw new ImageError('This kind of BMP (a JPEG or PNG inside) cannot be opened by browsers. Save it as PNG.')
  if (!BITS.includes(bits)) throw damaged(`a BMP cannot have ${bits} bits a pixel`)
  const rowBytes = Math.ceil((width * bits) / 32) * 4
  const has_alpha = size >= 56 && bits >= 16 && way >= BITFIELDS && reader.u32(at + 52) !== 0
  return { width, height, bits, rowBytes, has_alpha, isPlain: way === RGB || way >= BITFIELDS }
}
