/** Masks of the pixels of a PNG that have one value, and PNGs of shapes. */
import { decodeRle, toRle } from '../mask/rle'
import { InvalidInput } from '../errors'
import type { Bbox } from '../geometry/box'
import type { CompressedRle } from '../mask/types'
import { compressRle } from '../mask/rle'
import { rleBbox } from '../mask/measure'
import { shapeToRle } from '../shape/shape'
import type { Size } from '../shape/types'
import type { Color, IndexImage } from './png'
import type { OutAnnotation } from './types'

export interface Region {
  value: number
  segmentation: CompressedRle
  bbox: Bbox
  area: number
}

/** One number for each pixel: the index or grey, or red + 256 green + 65536 blue. */
export function valuesOf({ width, height, channels, data }: IndexImage): Uint32Array {
  const values = new Uint32Array(width * height)
  for (let at = 0; at < values.length; at++)
    values[at] = channels === 1 ? data[at]! : data[3 * at]! + 256 * data[3 * at + 1]! + 65536 * data[3 * at + 2]!
  return values
}

export const numberOfColor = ([red, green, blue]: Color) => red + 256 * green + 65536 * blue

/** More values than this in one image are no mask. */
const MOST_REGIONS = 5000

/** Of each value but those left out, in the order in which they are met. `size`: of the image, to which the mask is cut or padded. */
export function regionsOf(values: Uint32Array, own: Size, size: Size, isLeftOut: (value: number) => boolean): Region[] {
  const found = new Map<number, Extent>()
  for (let y = 0, at = 0; y < own.height; y++) {
    for (let x = 0; x < own.width; x++, at++) {
      const value = values[at]!
      const box = found.get(value)
      if (!box) found.set(value, { left: x, right: x, top: y, bottom: y })
      else {
        if (x < box.left) box.left = x
        if (x > box.right) box.right = x
        if (y > box.bottom) box.bottom = y
      }
    }
    if (found.size > MOST_REGIONS)
      throw new InvalidInput(`the PNG has more than ${MOST_REGIONS} values: it is a photo, no mask`)
  }
  return [...found].flatMap(([value, extent]) => (isLeftOut(value) ? [] : regionOf(value, extent, values, own, size)))
}

/** Of the pixels of a value, each side inclusive. */
interface Extent {
  left: number
  right: number
  top: number
  bottom: number
}

/** Runs down the columns, of those pixels alone that the value can have. */
function regionOf(value: number, extent: Extent, values: Uint32Array, own: Size, size: Size): Region[] {
  const right = Math.min(extent.right, size.width - 1)
  const bottom = Math.min(extent.bottom, size.height - 1)
  const counts: number[] = []
  // `end`: of the last run, as a place in the mask column by column
  let [area, end, isOpen] = [0, 0, false]
  const close = (at: number) => {
    counts.push(at - end)
    end = at
    isOpen = !isOpen
  }
  for (let x = extent.left; x <= right; x++) {
    for (let y = extent.top; y <= bottom; y++) {
      const isSet = values[y * own.width + x] === value
      if (isSet) area++
      if (isSet !== isOpen) close(x * size.height + y)
    }
    // the run goes on at the top of the next column only where both ends of the column can have the value
    if (isOpen && (bottom < size.height - 1 || extent.top > 0)) close(x * size.height + bottom + 1)
  }
  if (area === 0) return []
  if (isOpen) close((right + 1) * size.height)
  if (end < size.width * size.height) counts.push(size.width * size.height - end)
  const rle = { size: [size.height, size.width] as [number, number], counts }
  return [{ value, segmentation: compressRle(rle), bbox: rleBbox(rle), area }]
}

/** The pixels of a shape, or none where it has no shape. */
export const pixelsOf = ({ shape }: OutAnnotation, size: Size): Uint8Array | null =>
  shape ? decodeRle(shapeToRle(shape, { width: size.width, height: size.height })).data : null

/** Calls for each pixel of the shape, by its place row by row: the run lengths are never spread over the whole image. */
export function eachPixel({ shape }: OutAnnotation, { width, height }: Size, visit: (at: number) => void): void {
  if (!shape) return
  let end = 0
  toRle(shapeToRle(shape, { width, height })).counts.forEach((count, index) => {
    const start = end
    end += count
    if (index % 2 === 0) return
    let [x, y] = [Math.floor(start / height), start % height]
    for (let left = count; left > 0; left--) {
      visit(y * width + x)
      if (++y < height) continue
      y = 0
      x++
    }
  })
}

/** In the order of drawing: the last lies on top. */
export const inDrawingOrder = (annotations: readonly OutAnnotation[]): OutAnnotation[] =>
  [...annotations].sort((a, b) => zOf(a) - zOf(b) || a.id - b.id)

const zOf = ({ metadata }: OutAnnotation) => (typeof metadata.z_order === 'number' ? metadata.z_order : 0)

/** Colours of Pascal VOC: the bits of the number spread over the three channels, the highest first. */
export function vocColor(index: number): Color {
  let [red, green, blue] = [0, 0, 0]
  for (let bit = 7, rest = index; rest > 0; bit--, rest >>= 3) {
    red |= (rest & 1) << bit
    green |= ((rest >> 1) & 1) << bit
    blue |= ((rest >> 2) & 1) << bit
  }
  return [red, green, blue]
}

export const vocPalette = (): Color[] => Array.from({ length: 256 }, (_none, index) => vocColor(index))
