/**
 * PNGs whose numbers mean classes or objects: read without scaling, written with a palette, with 16-bit greys or in colour.
 * Source: W3C PNG third edition, sections 5, 7 and 9. Interlaced ones are refused: no tool writes masks so.
 */
import { crc32 } from '../image/crc32'
import { InvalidInput } from '../errors'
import { deflate, inflate } from './deflate'

export type Color = [red: number, green: number, blue: number]

export interface IndexImage {
  width: number
  height: number
  /** Of a pixel: 1 for an index or a grey, 3 for a colour; alpha is left out. */
  channels: 1 | 3
  data: Uint16Array
  palette?: Color[]
}

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10]
const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
const MOST_PIXELS = 100_000_000

const damaged = (reason: string) => new InvalidInput(`the PNG cannot be read: ${reason}`)

export async function decodePng(bytes: Uint8Array): Promise<IndexImage> {
  const { width, height, bits, color, palette, packed } = readChunks(bytes)
  const stored = CHANNELS[color]!
  const line = Math.ceil((width * stored * bits) / 8)
  const wanted = (line + 1) * height
  const raw = await inflate(packed, wanted).catch(() => {
    throw damaged('its data are no zlib stream')
  })
  if (raw.length < wanted) throw damaged('some of its rows are missing')
  unfilterAll(raw, line, height, Math.max(1, (stored * bits) >> 3))
  const channels = stored >= 3 ? 3 : 1
  const data = new Uint16Array(width * height * channels)
  for (let y = 0, to = 0; y < height; y++) {
    const row = raw.subarray(y * (line + 1) + 1, (y + 1) * (line + 1))
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < channels; channel++) data[to++] = valueAt(row, x * stored + channel, bits)
  }
  return { width, height, channels, data, ...(palette ? { palette } : {}) }
}

function valueAt(row: Uint8Array, at: number, bits: number): number {
  if (bits === 8) return row[at]!
  if (bits === 16) return (row[2 * at]! << 8) | row[2 * at + 1]!
  const bit = at * bits
  return (row[bit >> 3]! >> (8 - bits - (bit & 7))) & ((1 << bits) - 1)
}

function readChunks(bytes: Uint8Array) {
  if (!SIGNATURE.every((byte, at) => bytes[at] === byte)) throw damaged('it is none')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const parts: Uint8Array[] = []
  let header: { width: number; height: number; bits: number; color: number } | undefined
  let palette: Color[] | undefined
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at)
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    const data = bytes.subarray(at + 8, at + 8 + length)
    if (data.length < length) throw damaged('it ends early')
    if (name === 'IHDR' && length === 13) header = checkHeader(view.getUint32(at + 8), view.getUint32(at + 12), data)
    if (name === 'PLTE')
      palette = Array.from({ length: Math.floor(length / 3) }, (_none, index): Color => [
        data[3 * index]!,
        data[3 * index + 1]!,
        data[3 * index + 2]!,
      ])
    if (name === 'IDAT') parts.push(data)
    if (name === 'IEND') break
    at += 12 + length
  }
  if (!header) throw damaged('it has no header')
  return { ...header, palette: header.color === 3 ? palette : undefined, packed: joined(parts) }
}

function checkHeader(width: number, height: number, data: Uint8Array) {
  const [bits = 0, color = 0, , , interlaced] = data.subarray(8)
  const isKnown = color in CHANNELS && [1, 2, 4, 8, 16].includes(bits) && (bits >= 8 || color === 0 || color === 3)
  if (!isKnown || width < 1 || height < 1) throw damaged('its header is none')
  if (width * height > MOST_PIXELS) throw damaged(`${width} x ${height} pixels are too many for a mask`)
  if (interlaced !== 0) throw damaged('it is interlaced: save it without')
  return { width, height, bits, color }
}

function joined(parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** In place. `back`: bytes of a pixel, at least 1. */
function unfilterAll(raw: Uint8Array, line: number, height: number, back: number): void {
  for (let y = 0; y < height; y++) {
    const start = y * (line + 1) + 1
    const filter = raw[start - 1]!
    if (filter > 4) throw damaged(`there is no filter ${filter}`)
    if (filter === 0) continue
    for (let at = 0; at < line; at++) {
      const left = at >= back ? raw[start + at - back]! : 0
      const above = y > 0 ? raw[start + at - line - 1]! : 0
      const corner = at >= back && y > 0 ? raw[start + at - line - 1 - back]! : 0
      raw[start + at]! +=
        filter === 1 ? left : filter === 2 ? above : filter === 3 ? (left + above) >> 1 : nearest(left, above, corner)
    }
  }
}

function nearest(left: number, above: number, corner: number): number {
  const [toLeft, toAbove, toCorner] = [
    Math.abs(above - corner),
    Math.abs(left - corner),
    Math.abs(left + above - 2 * corner),
  ]
  if (toLeft <= toAbove && toLeft <= toCorner) return left
  return toAbove <= toCorner ? above : corner
}

/** Indices with a palette of at most 256 colours; 16-bit greys without one; colours for three channels. */
export async function encodePng({
  width,
  height,
  channels,
  data,
  palette,
}: IndexImage): Promise<Uint8Array<ArrayBuffer>> {
  const bits = channels === 1 && !palette ? 16 : 8
  const line = width * channels * (bits / 8)
  const raw = new Uint8Array((line + 1) * height)
  for (let y = 0, from = 0; y < height; y++) {
    let to = y * (line + 1) + 1
    for (let at = 0; at < width * channels; at++) {
      const value = data[from++]!
      if (bits === 16) raw[to++] = value >> 8
      raw[to++] = value & 255
    }
  }
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  header.set([bits, channels === 3 ? 2 : palette ? 3 : 0], 8)
  const parts = [
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', Uint8Array.from(palette.flat()))] : []),
    chunk('IDAT', await deflate(raw)),
    chunk('IEND', new Uint8Array(0)),
  ]
  return new Uint8Array(joined(parts))
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, data.length)
  bytes.set(
    [...name].map((letter) => letter.charCodeAt(0)),
    4,
  )
  bytes.set(data, 8)
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)))
  return bytes
}
