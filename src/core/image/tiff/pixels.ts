/** Puts the unpacked blocks of a TIFF together to RGBA pixels. */
import { rowBytes, type Block, type TiffImage } from './blocks'
import { PHOTOMETRIC } from './header'
import type { HighBitDepthImage } from '../highBitDepth/image'
import { countValues, fullRange, lookupTable } from '../highBitDepth/window'

/** Stored values of the shown channels, pixel by pixel. */
export type Samples = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>

const shownChannels = ({ samples, colors, hasAlpha }: TiffImage) => (hasAlpha && samples > colors ? colors + 1 : colors)

export function newSamples(image: TiffImage): Samples {
  const length = image.width * image.height * shownChannels(image)
  return image.bits === 16 ? new Uint16Array(length) : new Uint8Array(length)
}

/** Copies the part of a block that lies within the image. */
export function placeBlock(image: TiffImage, samples: Samples, block: Block, bytes: Uint8Array): void {
  const shown = shownChannels(image)
  const read = reader(image, bytes)
  const stored = image.isPlanar ? 1 : image.samples
  const channels = image.isPlanar ? 1 : shown
  if (block.plane >= shown) return
  const [width, height] = [Math.min(block.width, image.width - block.x), Math.min(block.height, image.height - block.y)]
  for (let y = 0; y < height; y++) {
    const row = y * rowBytes(image, block)
    let to = ((block.y + y) * image.width + block.x) * shown + block.plane
    for (let x = 0; x < width; x++, to += shown) {
      for (let channel = 0; channel < channels; channel++) samples[to + channel] = read(row, x * stored + channel)
    }
  }
}

/** Reads a value of a row, by its index. `row`: offset of the row. */
function reader({ bits, isLittle, isReversed }: TiffImage, bytes: Uint8Array): (row: number, index: number) => number {
  if (bits === 8) return (row, index) => bytes[row + index]!
  if (bits === 16) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    return (row, index) => view.getUint16(row + index * 2, isLittle)
  }
  const [inByte, mask] = [8 / bits, (1 << bits) - 1]
  return (row, index) => {
    const place = (index % inByte) * bits
    return (bytes[row + Math.floor(index / inByte)]! >> (isReversed ? place : 8 - bits - place)) & mask
  }
}

/** Grey or RGB with 16 bits per channel, black is 0. */
export function toHighBitDepth(image: TiffImage, data: Uint16Array<ArrayBuffer>): HighBitDepthImage {
  const { width, height, photometric } = image
  const deep = { width, height, channels: shownChannels(image), data }
  if (photometric !== PHOTOMETRIC.whiteIsZero) return deep
  const { high } = fullRange(countValues(deep))
  for (let at = 0; at < data.length; at += deep.channels) data[at] = high - data[at]!
  return deep
}

export function toRgba(image: TiffImage, samples: Samples): Uint8ClampedArray<ArrayBuffer> {
  const { bits, colors, width, height } = image
  const shown = shownChannels(image)
  const out = new Uint8ClampedArray(width * height * 4)
  const level =
    bits === 16
      ? byBrightest(samples as Uint16Array<ArrayBuffer>, image)
      : (value: number) => Math.round((value * 255) / ((1 << bits) - 1))
  const paint = painter(image, level)
  for (let from = 0, to = 0; to < out.length; from += shown, to += 4) {
    paint(samples, from, out, to)
    out[to + 3] = shown > colors ? level(samples[from + colors]!) : 255
  }
  return out
}

/** Shows 8 bits; the brightest value decides which. */
function byBrightest(data: Uint16Array<ArrayBuffer>, { width, height }: TiffImage): (value: number) => number {
  const table = lookupTable(fullRange(countValues({ width, height, channels: 1, data })))
  return (value) => table[value]!
}

type Paint = (samples: Samples, from: number, out: Uint8ClampedArray, to: number) => void

function painter({ photometric, palette, bits }: TiffImage, level: (value: number) => number): Paint {
  const set = (out: Uint8ClampedArray, to: number, red: number, green: number, blue: number) => {
    out[to] = red
    out[to + 1] = green
    out[to + 2] = blue
  }
  const gray = (out: Uint8ClampedArray, to: number, value: number) => set(out, to, value, value, value)
  switch (photometric) {
    case PHOTOMETRIC.whiteIsZero:
      return (samples, from, out, to) => gray(out, to, 255 - level(samples[from]!))
    case PHOTOMETRIC.palette: {
      const size = 2 ** bits
      return (samples, from, out, to) => {
        const index = samples[from]!
        set(out, to, palette[index]! >> 8, palette[size + index]! >> 8, palette[2 * size + index]! >> 8)
      }
    }
    case PHOTOMETRIC.cmyk:
      return (samples, from, out, to) => {
        const light = (255 - level(samples[from + 3]!)) / 255
        set(
          out,
          to,
          (255 - level(samples[from]!)) * light,
          (255 - level(samples[from + 1]!)) * light,
          (255 - level(samples[from + 2]!)) * light,
        )
      }
    case PHOTOMETRIC.rgb:
      return (samples, from, out, to) =>
        set(out, to, level(samples[from]!), level(samples[from + 1]!), level(samples[from + 2]!))
    default:
      return (samples, from, out, to) => gray(out, to, level(samples[from]!))
  }
}
