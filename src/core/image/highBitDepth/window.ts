/**
 * Which values of a 16-bit image are shown, and how light: the lowest as black, the highest as white, a straight line between.
 * The window is the distance of the two (its width), the level the middle between them.
 */
import { hasAlphaChannel, type HighBitDepthImage } from './image'

export interface Range {
  low: number
  high: number
}

export interface WindowLevel {
  window: number
  level: number
}

const VALUES = 65536
const FEWEST_BITS = 8
/** Shares of the values that the automatic range shows as black and as white. */
const OUTLIERS = 0.01

export const windowOf = ({ low, high }: Range): WindowLevel => ({
  window: high - low,
  level: Math.round((low + high) / 2),
})

/** The range is at least one value wide. It may reach beyond the possible values. */
export function rangeOf({ window, level }: WindowLevel): Range {
  const width = Math.max(1, Math.round(window))
  const low = Math.round(level - width / 2)
  return { low, high: low + width }
}

/** Histogram of the values of the colour channels. Alpha is not counted. */
export function countValues(image: HighBitDepthImage): Uint32Array {
  const counts = new Uint32Array(VALUES)
  const { channels, data } = image
  const colors = hasAlphaChannel(image) ? channels - 1 : channels
  for (let at = 0; at < data.length; at += channels) {
    for (let channel = 0; channel < colors; channel++) counts[data[at + channel]!]!++
  }
  return counts
}

/** The range of all values with as many bits as the brightest value needs: cameras store 10 or 12 bits in 16. */
export function fullRange(counts: Uint32Array): Range {
  let brightest = VALUES - 1
  while (brightest > 0 && counts[brightest] === 0) brightest--
  const bits = Math.max(FEWEST_BITS, 32 - Math.clz32(brightest))
  return { low: 0, high: 2 ** bits - 1 }
}

/** The range from the 1st to the 99th percentile. */
export function autoRange(counts: Uint32Array): Range {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const low = valueAt(counts, total * OUTLIERS)
  return { low, high: Math.max(low + 1, valueAt(counts, total * (1 - OUTLIERS))) }
}

function valueAt(counts: Uint32Array, wanted: number): number {
  let sum = 0
  for (let value = 0; value < VALUES; value++) {
    sum += counts[value]!
    if (sum > wanted) return value
  }
  return VALUES - 1
}

/** Lookup table from values to shown brightness, 0 to 255. */
export function lookupTable({ low, high }: Range): Uint8Array {
  const table = new Uint8Array(VALUES)
  const step = 255 / (high - low)
  for (let value = Math.max(0, low); value < VALUES; value++)
    table[value] = value >= high ? 255 : Math.round((value - low) * step)
  return table
}

export interface Part {
  left: number
  top: number
  width: number
  height: number
}

/** Writes a part of the image as RGBA. */
export function shownPart(
  { width, channels, data }: HighBitDepthImage,
  part: Part,
  table: Uint8Array,
  out: Uint8ClampedArray,
): void {
  const isGray = channels < 3
  const alpha = hasAlphaChannel({ channels }) ? channels - 1 : 0
  for (let y = 0, to = 0; y < part.height; y++) {
    let from = ((part.top + y) * width + part.left) * channels
    for (let x = 0; x < part.width; x++, from += channels, to += 4) {
      const red = table[data[from]!]!
      out[to] = red
      out[to + 1] = isGray ? red : table[data[from + 1]!]!
      out[to + 2] = isGray ? red : table[data[from + 2]!]!
      out[to + 3] = alpha === 0 ? 255 : data[from + alpha]! >> 8
    }
  }
}

/** The whole image as RGBA, in the default range. */
export function shownWhole(image: HighBitDepthImage): Uint8ClampedArray<ArrayBuffer> {
  const { width, height } = image
  const out = new Uint8ClampedArray(width * height * 4)
  shownPart(image, { left: 0, top: 0, width, height }, lookupTable(fullRange(countValues(image))), out)
  return out
}
