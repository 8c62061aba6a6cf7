/** PNG files of 16 bits a channel, written by hand. */
import { deflateSync } from 'node:zlib'
import { crc32 } from '@/core/image/crc32'

const COLOR_TYPE: Record<number, number> = { 1: 0, 2: 4, 3: 2, 4: 6 }

interface Grid {
  width: number
  height: number
  channels: number
  /** Row by row, the channels of a pixel side by side. */
  values: ArrayLike<number>
}

/** Each row in its own filter, in turn: none, left, above, mean, nearest. */
export function highBitDepthPng(
  { width, height, channels, values }: Grid,
  more: [name: string, data: number[]][] = [],
): Uint8Array<ArrayBuffer> {
  const length = width * channels * 2
  const raw = new Uint8Array(height * length)
  for (let index = 0; index < width * height * channels; index++) {
    raw[index * 2] = values[index]! >> 8
    raw[index * 2 + 1] = values[index]! & 255
  }
  const rows = Array.from({ length: height }, (_none, y) => filtered(raw, y, length, channels * 2))
  return pngOf([
    header({ width, height }, 16, COLOR_TYPE[channels]!),
    ...more,
    ['IDAT', deflateSync(Buffer.concat(rows))],
  ])
}

const size = (value: number) => [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255]

type Chunk = [name: string, data: ArrayLike<number>]

export const header = ({ width, height }: { width: number; height: number }, bits: number, color: number): Chunk => [
  'IHDR',
  [...size(width), ...size(height), bits, color, 0, 0, 0],
]

/** The last chunk is added. */
export function pngOf(given: Chunk[]): Uint8Array<ArrayBuffer> {
  const chunks: Chunk[] = [...given, ['IEND', []]]
  const parts = chunks.map(([name, data]) => {
    const body = Buffer.concat([Buffer.from(name), Uint8Array.from(data)])
    return Buffer.concat([Uint8Array.from(size(data.length)), body, Uint8Array.from(size(crc32(body)))])
  })
  return new Uint8Array(Buffer.concat([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), ...parts]))
}

function filtered(raw: Uint8Array, y: number, length: number, back: number): Uint8Array {
  const filter = y % 5
  const at = (row: number, index: number) => (row < 0 || index < 0 ? 0 : raw[row * length + index]!)
  const row = new Uint8Array(length + 1)
  row[0] = filter
  for (let index = 0; index < length; index++) {
    const [left, above, corner] = [at(y, index - back), at(y - 1, index), at(y - 1, index - back)]
    const nearest = [left, above, corner].reduce((best, each) =>
      Math.abs(each - (left + above - corner)) < Math.abs(best - (left + above - corner)) ? each : best,
    )
    row[index + 1] = at(y, index) - [0, left, above, (left + above) >> 1, nearest][filter]!
  }
  return row
}

/** EXIF data of an orientation, as the chunk of a PNG. */
export const exifChunk = (orientation: number): [string, number[]] => [
  'eXIf',
  [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0],
]
