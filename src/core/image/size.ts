/** How large an image may be that a browser is asked to decode. */
import { ImageError } from './errors'

/** Pixels of the largest image that is taken in. What people may set otherwise. */
export const USUAL_PIXELS = 300_000_000

/** Of an image that is stored already: what was let in stays in, whatever the limit is by now. */
export const NO_LIMIT = Infinity

const LONGEST_SIDE = 65_535

/** A TIFF is decoded by us, into memory. */
export const TIFF_LIMITS = { pixels: 100_000_000, bytes: 600_000_000 }

/** Refuses sizes that nothing can decode before anything is asked to, and more than `most` pixels. */
export function checkSize({ width, height }: { width: number; height: number }, most: number): void {
  const size = `${width} x ${height} pixels`
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1)
    throw new ImageError(`The file is damaged: it says that it has ${size}.`)
  if (width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > most) {
    const limit =
      width * height > most
        ? `${Math.floor(most / 1e6)} megapixels`
        : `${LONGEST_SIDE.toLocaleString('en')} pixels a side`
    throw new ImageError(
      `It says that it has ${size}; at most ${limit} can be opened. Cut it into tiles, or save it smaller.`,
    )
  }
}
