/** A mask stretched: each new pixel is what lies under its middle. */
import type { Bbox } from '../geometry/box'
import type { Rle } from './types'
import { decodeRle, encodeRle } from './rle'

/** Stretches so that what filled the box `from` fills the box `to`; the rest of the image is empty. */
export function scaleRle(rle: Rle, from: Bbox, to: Bbox): Rle {
  const { data, width, height } = decodeRle(rle)
  const scaled = new Uint8Array(data.length)
  const columns = Int32Array.from({ length: width }, (_, x) => sourceOf(x, [from[0], from[2]], [to[0], to[2]], width))
  const rows = Int32Array.from({ length: height }, (_, y) => sourceOf(y, [from[1], from[3]], [to[1], to[3]], height))
  for (let y = 0; y < height; y++) {
    if (rows[y]! < 0) continue
    for (let x = 0; x < width; x++) {
      if (columns[x]! >= 0) scaled[y * width + x] = data[rows[y]! * width + columns[x]!]!
    }
  }
  return encodeRle({ data: scaled, width, height })
}

type Span = [start: number, length: number]

/** The old column (or row) under the middle of a new one; -1 when there is none. */
function sourceOf(place: number, from: Span, to: Span, sides: number): number {
  const middle = place + 0.5 - to[0]
  if (middle < 0 || middle >= to[1] || to[1] <= 0) return -1
  const source = Math.floor(from[0] + (middle * from[1]) / to[1])
  return source < sides ? Math.max(-1, source) : -1
}
