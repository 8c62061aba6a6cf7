/** Readers of PNG files that share nothing with ours: by the specification, and Pillow where the machine has it. */
import { execFileSync } from 'node:child_process'
import { inflateSync } from 'node:zlib'
import { findPillow } from '../../../build/pillow.mjs'

export interface Png {
  width: number
  height: number
  depth: number
  /** 0 grey, 2 RGB, 3 palette. */
  colorType: number
  /** Bytes of each row. */
  rows: number[][]
  palette: number[][]
}

/** 8 bits, not interlaced. */
export function readPng(bytes: Uint8Array): Png {
  const file = Buffer.from(bytes)
  const chunks = new Map<string, Buffer[]>()
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    const name = file.toString('latin1', at + 4, at + 8)
    chunks.set(name, [...(chunks.get(name) ?? []), file.subarray(at + 8, at + 8 + file.readUInt32BE(at))])
  }
  const header = chunks.get('IHDR')![0]!
  const [width, height, depth, colorType] = [header.readUInt32BE(0), header.readUInt32BE(4), header[8]!, header[9]!]
  const channels = colorType === 2 ? 3 : 1
  const data = inflateSync(Buffer.concat(chunks.get('IDAT')!))
  const length = (width * channels * depth) / 8
  const rows: number[][] = []
  for (let y = 0; y < height; y++) {
    const filter = data[y * (length + 1)]!
    const above = rows[y - 1] ?? []
    const row: number[] = []
    for (let x = 0; x < length; x++) {
      const [left, up, corner] = [row[x - channels] ?? 0, above[x] ?? 0, above[x - channels] ?? 0]
      row.push((data[y * (length + 1) + 1 + x]! + predicted(filter, left, up, corner)) & 255)
    }
    rows.push(row)
  }
  const colors = chunks.get('PLTE')?.[0] ?? Buffer.alloc(0)
  const palette = Array.from({ length: colors.length / 3 }, (_none, index) => [
    ...colors.subarray(3 * index, 3 * index + 3),
  ])
  return { width, height, depth, colorType, rows, palette }
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  if (filter !== 4) return 0
  const [toLeft, toUp, toCorner] = [left, up, corner].map((each) => Math.abs(left + up - corner - each)) as [
    number,
    number,
    number,
  ]
  return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner
}

const PYTHON = findPillow()

export const hasPillow = PYTHON !== undefined

const SCRIPT = `
import io, json, sys
from PIL import Image
image = Image.open(io.BytesIO(sys.stdin.buffer.read()))
values = list(image.getdata())
width, height = image.size
palette = image.getpalette() or []
print(json.dumps({
  'mode': image.mode,
  'rows': [values[y * width:(y + 1) * width] for y in range(height)],
  'palette': [palette[at:at + 3] for at in range(0, len(palette), 3)],
}))
`

export const readByPillow = (bytes: Uint8Array) =>
  JSON.parse(execFileSync(PYTHON!, ['-W', 'ignore', '-c', SCRIPT], { input: bytes, encoding: 'utf8' })) as {
    mode: string
    rows: number[][]
    palette: number[][]
  }
