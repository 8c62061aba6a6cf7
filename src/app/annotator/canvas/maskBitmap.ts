/** Masks as small pictures: one pixel of the picture for one of the mask, as large as the box around it. */
import type { Bbox } from '@/core/coco/types'
import { toRle } from '@/core/mask/rle'
import type { MaskShape } from '@/core/shape/types'
import { readColor, type Rgb } from './color'

export interface MaskBitmap {
  canvas: HTMLCanvasElement | OffscreenCanvas
  bounds: Bbox
}

interface Cached extends MaskBitmap {
  color: string
  opacity: number
}

const cache = new WeakMap<MaskShape, Cached>()

/** Inside as transparent as asked, with an opaque border one pixel wide. Null for an empty mask. */
export function maskBitmap(shape: MaskShape, bounds: Bbox, color: string, opacity: number): MaskBitmap | null {
  const known = cache.get(shape)
  if (known && known.color === color && known.opacity === opacity) return known
  const [, , width, height] = bounds
  if (width < 1 || height < 1) return null
  const canvas = makeCanvas(width, height)
  const context = canvas.getContext('2d') as CanvasRenderingContext2D
  const image = context.createImageData(width, height)
  tint(image, croppedPixels(shape, bounds), readColor(color), opacity)
  context.putImageData(image, 0, 0)
  const made = { canvas, bounds, color, opacity }
  cache.set(shape, made)
  return made
}

function makeCanvas(width: number, height: number) {
  if (typeof OffscreenCanvas !== 'undefined') return new OffscreenCanvas(width, height)
  return Object.assign(document.createElement('canvas'), { width, height })
}

/** Bytes 0 or 1, row by row, of the part of the mask in the box. */
export function croppedPixels(shape: MaskShape, [left, top, width, height]: Bbox): Uint8Array {
  const { size, counts } = toRle(shape)
  const rows = size[0]
  const pixels = new Uint8Array(width * height)
  let start = 0
  counts.forEach((length, run) => {
    const end = start + length
    // Runs go down the columns; every second one is inside.
    for (let at = start; run % 2 === 1 && at < end; ) {
      const column = Math.floor(at / rows)
      const stop = Math.min(end, (column + 1) * rows)
      for (let row = at - column * rows; row < stop - column * rows; row++) pixels[(row - top) * width + column - left] = 1
      at = stop
    }
    start = end
  })
  return pixels
}

function tint({ data, width, height }: ImageData, pixels: Uint8Array, [red, green, blue]: Rgb, opacity: number) {
  const inside = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height && pixels[y * width + x] === 1
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (pixels[at] === 0) continue
      const border = !inside(x - 1, y) || !inside(x + 1, y) || !inside(x, y - 1) || !inside(x, y + 1)
      data[at * 4] = red
      data[at * 4 + 1] = green
      data[at * 4 + 2] = blue
      data[at * 4 + 3] = Math.round((border ? 1 : opacity) * 255)
    }
  }
}
