/** Limits of the size of images. */
import { ImageError } from './errors'

/** Default of the setting for the largest image that can be added, in pixels. */
export const USUAL_PIXELS = 300_000_000

/** For stored images: a lower setting does not apply to images that were added before. */
export const NO_LIMIT = Infinity

const LONGEST_SIDE = 65_535

/** TIFF files are decoded by our own code, into memory. */
export const TIFF_LIMITS = { pixels: 100_000_000, bytes: 600_000_000 }

/** Throws an ImageError for sizes that no browser decodes, and for more than `most` pixels. */
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
