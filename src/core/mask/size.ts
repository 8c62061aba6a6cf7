/** What sizes a mask may have, and how much memory one may take. Checked before anything is allocated. */
import { InvalidInput } from '../errors'
import type { MaskSize } from './types'
import type { Size } from '../shape/types'

/** The reference library counts pixels in 32 bits. */
const MAX_PIXELS = 0xffffffff

/** Far beyond any image; loops over columns end within milliseconds. */
const MAX_SIDE = 1_000_000

/** One byte a pixel: 256 MB, an image of 16,384 x 16,384. */
export const MAX_DECODED_PIXELS = 2 ** 28

const isSide = (side: unknown) => Number.isInteger(side) && (side as number) > 0

/** Pixels of an image. Throws InvalidInput unless both sides are positive integers with a sane product. */
export function countPixels({ width, height }: Size): number {
  if (!isSide(width) || !isSide(height))
    throw new InvalidInput(`a size of ${name(width)} x ${name(height)} is not two positive integers`)
  if (Math.max(width, height) > MAX_SIDE || width * height > MAX_PIXELS)
    throw new InvalidInput(`${width} x ${height} is larger than a mask can be`)
  return width * height
}

/** A value from outside for a message: an object there may not even become a string. */
export const name = (value: unknown): string => (typeof value === 'number' ? String(value) : `a ${typeof value}`)

/** COCO writes the height first. */
export const toMaskSize = ({ width, height }: Size): MaskSize => [height, width]

export const fromMaskSize = ([height, width]: MaskSize): Size => ({ width, height })

/** True when both are masks of the same image size. */
export const sameSize = (a: MaskSize, b: MaskSize) => a[0] === b[0] && a[1] === b[1]
