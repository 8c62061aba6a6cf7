/** Decides which images are kept decoded and which are drawn in tiles. */
import type { Size } from '@/core/shape/types'

const MOST_PIXELS = 100_000_000 // pixels; decoded with its downscaled copies about 530 MB
/** Largest canvas sides of known browsers, in pixels; every browser supports the last. */
const SIDES = [65_535, 32_767, 16_384, 8_192, 4_096]

let longest: number | null = null

export function fitsWhole({ width, height }: Size): boolean {
  const side = Math.max(width, height)
  return width * height <= MOST_PIXELS && (side <= SIDES.at(-1)! || side <= (longest ??= longestSide()))
}

const longestSide = () => SIDES.find(holds) ?? 0

/** Whether a canvas of this size works. A canvas that is too large accepts drawing but stays empty, so one pixel is drawn and read back. */
function holds(width: number): boolean {
  const context = Object.assign(document.createElement('canvas'), { width, height: 1 }).getContext('2d')
  if (!context) return false
  context.fillRect(width - 1, 0, 1, 1)
  return context.getImageData(width - 1, 0, 1, 1).data[3] === 255
}
