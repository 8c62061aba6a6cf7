/**
 * The 16-bit values of a PNG out of its unpacked bytes, which come in pieces of any length.
 * Source: W3C PNG third edition, sections 7 (order of samples), 8 (interlacing) and 9 (filtering).
 */
import type { ByteReader } from '../bytes'
import { damaged } from '../errors'
import { PNG_CHANNELS, readPngSize } from '../png'
import { newHighBitDepthImage, type HighBitDepthImage } from './image'

const VALUE = 2 // bytes

interface Pass {
  left: number
  top: number
  across: number
  down: number
}

const WHOLE: Pass[] = [{ left: 0, top: 0, across: 1, down: 1 }]
const ADAM7: Pass[] = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
].map(([left, top, across, down]) => ({ left: left!, top: top!, across: across!, down: down! }))

export interface HighBitDepthPngHeader {
  width: number
  height: number
  /** Stored channels, including alpha. */
  channels: number
  isInterlaced: boolean
}

/** Reads the header. The PNG must have been checked. */
export function readHighBitDepthHeader(reader: ByteReader): HighBitDepthPngHeader {
  const { width, height, color } = readPngSize(reader)
  return { width, height, channels: PNG_CHANNELS[color]!, isInterlaced: reader.u8(28) === 1 }
}

export class HighBitDepthPngRows {
  readonly image: HighBitDepthImage
  private readonly steps: Generator<void, void, Uint8Array>
  private isDone = false

  constructor(private readonly header: HighBitDepthPngHeader) {
    this.image = newHighBitDepthImage(header)
    this.steps = this.readPasses()
    this.steps.next()
  }

  push(bytes: Uint8Array): void {
    if (!this.isDone) this.isDone = this.steps.next(bytes).done ?? false
  }

  /** Throws if rows are missing. */
  end(): HighBitDepthImage {
    if (!this.isDone) throw damaged('some of the rows of the PNG are missing')
    return this.image
  }

  private *readPasses(): Generator<void, void, Uint8Array> {
    const { width, height, channels, isInterlaced } = this.header
    let piece: Uint8Array = new Uint8Array(0)
    let at = 0
    for (const pass of isInterlaced ? ADAM7 : WHOLE) {
      const columns = Math.ceil((width - pass.left) / pass.across)
      const rows = Math.ceil((height - pass.top) / pass.down)
      if (columns < 1 || rows < 1) continue
      let row = new Uint8Array(1 + columns * channels * VALUE)
      let above = new Uint8Array(row.length)
      for (let y = 0; y < rows; y++) {
        for (let filled = 0; filled < row.length;) {
          if (at === piece.length) [piece, at] = [yield, 0]
          const some = piece.subarray(at, at + row.length - filled)
          row.set(some, filled)
          filled += some.length
          at += some.length
        }
        unfilter(row, above, channels * VALUE)
        this.place(row, pass, pass.top + y * pass.down)
        ;[row, above] = [above, row]
      }
    }
  }

  private place(row: Uint8Array, { left, across }: Pass, y: number): void {
    const { width, channels } = this.header
    const { data } = this.image
    for (let x = left, from = 1; x < width; x += across) {
      let to = (y * width + x) * channels
      for (let channel = 0; channel < channels; channel++, from += VALUE)
        data[to++] = (row[from]! << 8) | row[from + 1]!
    }
  }
}

/** Reverses the row's filter in place. The first byte of a row is the filter type. `back`: bytes of a pixel. */
function unfilter(row: Uint8Array, above: Uint8Array, back: number): void {
  const end = row.length
  switch (row[0]) {
    case 0:
      return
    case 1:
      for (let at = 1 + back; at < end; at++) row[at]! += row[at - back]!
      return
    case 2:
      for (let at = 1; at < end; at++) row[at]! += above[at]!
      return
    case 3:
      for (let at = 1; at < end; at++) row[at]! += ((at > back ? row[at - back]! : 0) + above[at]!) >> 1
      return
    case 4:
      for (let at = 1; at < end; at++)
        row[at]! += at > back ? nearest(row[at - back]!, above[at]!, above[at - back]!) : above[at]!
      return
    default:
      throw damaged(`a PNG has no filter ${row[0]}`)
  }
}

/** The Paeth predictor: of left, above and above left, the value nearest to left + above - above left. */
function nearest(left: number, above: number, corner: number): number {
  const [toLeft, toAbove, toCorner] = [
    Math.abs(above - corner),
    Math.abs(left - corner),
    Math.abs(left + above - 2 * corner),
  ]
  if (toLeft <= toAbove && toLeft <= toCorner) return left
  return toAbove <= toCorner ? above : corner
}
