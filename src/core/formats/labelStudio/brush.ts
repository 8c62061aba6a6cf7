/**
 * Brush masks of Label Studio: bytes of red, green, blue and alpha, packed as runs of words.
 * Source: HumanSignal/label-studio-converter, brush.py (decode_rle), after thi.ng/rle-pack.
 */
import { broken } from '../broken'

/** 1 where the alpha is not 0. `pixels`: how many there must be. */
export function brushAlpha(packed: unknown, pixels: number, where: string): Uint8Array {
  if (!Array.isArray(packed) || !packed.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255))
    throw broken(where, 'its mask is no list of bytes.')
  const bits = new Bits(packed as number[])
  const count = bits.read(32)
  const wordSize = bits.read(5) + 1
  const sizes = [0, 1, 2, 3].map(() => bits.read(4) + 1)
  if (count !== 4 * pixels) throw broken(where, `its mask has ${count} values, not ${4 * pixels}.`)
  const alpha = new Uint8Array(pixels)
  const put = (at: number, value: number) => {
    if (at % 4 === 3 && value > 0) alpha[at >> 2] = 1
  }
  for (let at = 0; at < count;) {
    if (bits.isOver) throw broken(where, 'its mask ends early.')
    const isRun = bits.read(1) === 1
    const end = Math.min(count, at + 1 + bits.read(sizes[bits.read(2)]!))
    if (isRun) for (const value = bits.read(wordSize); at < end; at++) put(at, value)
    else for (; at < end; at++) put(at, bits.read(wordSize))
  }
  return alpha
}

class Bits {
  private at = 0

  constructor(private readonly bytes: number[]) {}

  get isOver(): boolean {
    return this.at >= 8 * this.bytes.length
  }

  /** The highest bit first; zeros after the end. */
  read(count: number): number {
    let value = 0
    for (let bit = 0; bit < count; bit++, this.at++)
      value = value * 2 + (((this.bytes[this.at >> 3] ?? 0) >> (7 - (this.at & 7))) & 1)
    return value
  }
}
