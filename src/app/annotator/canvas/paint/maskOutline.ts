/** The border of a mask as a path along its pixels, for the halo of a selected one. Cached per shape. */
import type { Bbox } from '@/core/geometry/box'
import { croppedPixels } from '@/core/mask/crop'
import type { Mask } from '@/core/mask/types'
import type { MaskShape } from '@/core/shape/types'

const MOST_CELLS = 250_000 // of larger masks only every second, third, ... pixel is looked at
const MOST_LINES = 20_000 // a border of more is noise: it would be slow to draw, and show nothing

const cache = new WeakMap<MaskShape, Path2D | null>()

/** In image pixels. Null for an empty mask, or one whose border is everywhere. */
export function maskOutline(shape: MaskShape, bounds: Bbox): Path2D | null {
  const known = cache.get(shape)
  if (known !== undefined) return known
  const path = bounds[2] < 1 || bounds[3] < 1 ? null : trace(shape, bounds)
  cache.set(shape, path)
  return path
}

function trace(shape: MaskShape, bounds: Bbox): Path2D | null {
  const step = Math.ceil(Math.sqrt((bounds[2] * bounds[3]) / MOST_CELLS))
  const lines = borderLines(croppedPixels(shape, bounds, step))
  if (lines.length > MOST_LINES) return null
  const path = new Path2D()
  for (const [fromX, fromY, toX, toY] of lines) {
    path.moveTo(bounds[0] + fromX * step, bounds[1] + fromY * step)
    path.lineTo(bounds[0] + toX * step, bounds[1] + toY * step)
  }
  return path
}

type Line = [fromX: number, fromY: number, toX: number, toY: number]

/** Straight pieces between cells inside and outside, each as long as it goes. */
export function borderLines({ data, width, height }: Mask): Line[] {
  const inside = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height && data[y * width + x] === 1
  const lines: Line[] = []
  for (let y = 0; y <= height; y++)
    runs(
      width,
      (x) => inside(x, y) !== inside(x, y - 1),
      (from, to) => lines.push([from, y, to, y]),
    )
  for (let x = 0; x <= width; x++)
    runs(
      height,
      (y) => inside(x, y) !== inside(x - 1, y),
      (from, to) => lines.push([x, from, x, to]),
    )
  return lines
}

function runs(length: number, holds: (at: number) => boolean, add: (from: number, to: number) => void) {
  let start = -1
  for (let at = 0; at <= length; at++) {
    const now = at < length && holds(at)
    if (now && start < 0) start = at
    if (now || start < 0) continue
    add(start, at)
    start = -1
  }
}
