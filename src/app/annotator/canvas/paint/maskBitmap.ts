/** Masks as bitmaps of their bounding box: one pixel per mask pixel, or per second, third, ... pixel for huge masks. */
import type { Bbox } from '@/core/geometry/box'
import { croppedPixels } from '@/core/mask/crop'
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

const MOST_PIXELS = 16_000_000 // 64 MB

const cache = new WeakMap<MaskShape, Cached>()

/** Fills the inside with the given opacity and draws an opaque border one pixel wide. Null for an empty mask. */
export function maskBitmap(shape: MaskShape, bounds: Bbox, color: string, opacity: number): MaskBitmap | null {
  const known = cache.get(shape)
  if (known && known.color === color && known.opacity === opacity) return known
  if (bounds[2] < 1 || bounds[3] < 1) return null
  const step = Math.ceil(Math.sqrt((bounds[2] * bounds[3]) / MOST_PIXELS))
  const { data, width, height } = croppedPixels(shape, bounds, step)
  const canvas = makeCanvas(width, height)
  const context = canvas.getContext('2d') as CanvasRenderingContext2D
  const image = context.createImageData(width, height)
  tint(image, data, readColor(color), opacity)
  context.putImageData(image, 0, 0)
  const made = { canvas, bounds, color, opacity }
  cache.set(shape, made)
  return made
}

export function makeCanvas(width: number, height: number) {
  if (typeof OffscreenCanvas !== 'undefined') return new OffscreenCanvas(width, height)
  return Object.assign(document.createElement('canvas'), { width, height })
}

/** The given opacity inside, opaque on the border. */
export function tint({ data, width, height }: ImageData, pixels: Uint8Array, [red, green, blue]: Rgb, opacity: number) {
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
