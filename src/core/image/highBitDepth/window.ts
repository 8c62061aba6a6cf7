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
/** Of the values, the shares that an automatic range leaves dark and light. */
const OUTLIERS = 0.01

export const windowOf = ({ low, high }: Range): WindowLevel => ({
  window: high - low,
  level: Math.round((low + high) / 2),
})

/** At least one value wide. A range may lie partly beyond what values there can be: then its ends are not reached. */
export function rangeOf({ window, level }: WindowLevel): Range {
  const width = Math.max(1, Math.round(window))
  const low = Math.round(level - width / 2)
  return { low, high: low + width }
}

/** How often each value occurs among the colours, alpha left out. */
export function countValues(image: HighBitDepthImage): Uint32Array {
  const counts = new Uint32Array(VALUES)
  const { channels, data } = image
  const colors = hasAlphaChannel(image) ? channels - 1 : channels
  for (let at = 0; at < data.length; at += channels) {
    for (let channel = 0; channel < colors; channel++) counts[data[at + channel]!]!++
  }
  return counts
}

/** All values that have no more bits than the brightest needs: cameras that measure 10 or 12 bits store them in 16. */
export function fullRange(counts: Uint32Array): Range {
  let brightest = VALUES - 1
  while (brightest > 0 && counts[brightest] === 0) brightest--
  const bits = Math.max(FEWEST_BITS, 32 - Math.clz32(brightest))
  return { low: 0, high: 2 ** bits - 1 }
}

/** From the value that 1 % are below to the value that 1 % are above. */
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

/** What each value is shown as, 0 to 255. */
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

/** A part of the image as red, green, blue and alpha. */
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

/** The whole image in all of its range, as where nobody has chosen another. */
export function shownWhole(image: HighBitDepthImage): Uint8ClampedArray<ArrayBuffer> {
  const { width, height } = image
  const out = new Uint8ClampedArray(width * height * 4)
  shownPart(image, { left: 0, top: 0, width, height }, lookupTable(fullRange(countValues(image))), out)
  return out
}
