/** How large a picture may be that a browser is asked to decode. */
import { PictureError } from './errors'

/** What people may set otherwise. */
export const USUAL_PIXELS = 300_000_000

/** May be set lower or higher. A TIFF is decoded by us, into memory: its limits are lower. */
export const limits = { pixels: USUAL_PIXELS, side: 65_535, tiffPixels: 100_000_000, tiffBytes: 600_000_000 }

/** Reads the header of a picture that is stored: what was let in stays in, whatever the limit is by now. */
export function withoutLimit<T>(read: () => T): T {
  const { pixels } = limits
  limits.pixels = Infinity
  try {
    return read()
  } finally {
    limits.pixels = pixels
  }
}

/** Refuses sizes that nothing can decode before anything is asked to. */
export function checkSize({ width, height }: { width: number; height: number }): void {
  const size = `${width} x ${height} pixels`
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) throw new PictureError(`The file is damaged: it says that it has ${size}.`)
  if (width > limits.side || height > limits.side || width * height > limits.pixels) {
    const most = `${Math.floor(limits.pixels / 1e6)} megapixels`
    throw new PictureError(`It says that it has ${size}; at most ${most} can be opened. Cut it into tiles, or save it smaller.`)
  }
}
