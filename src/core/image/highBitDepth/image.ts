/** Images with 16 bits per channel. */
import { orientationMatrix, orientedSize } from '../../geometry/orientation'

export interface HighBitDepthImage {
  width: number
  height: number
  /** 1: grey, 2: grey and alpha, 3: red, green and blue, 4: those and alpha. */
  channels: number
  /** Row by row, with interleaved channels. */
  data: Uint16Array<ArrayBuffer>
}

type Layout = Omit<HighBitDepthImage, 'data'>

/** Limit of the values in bytes: 50 megapixels with three colours and alpha. Larger images are shown with 8 bits. */
const MOST_BYTES = 400_000_000

export const fitsMemory = ({ width, height, channels }: Layout): boolean => width * height * channels * 2 <= MOST_BYTES

/** Note for the user on an image with 16 bits per channel. */
export const highBitDepthNote = (isHighBitDepth: boolean): string =>
  `It has 16 bits a channel; ${isHighBitDepth ? 'window and level in the annotator set what is shown' : '8 of them are shown'}.`

export const hasAlphaChannel = ({ channels }: Pick<HighBitDepthImage, 'channels'>): boolean => channels % 2 === 0

export const newHighBitDepthImage = (layout: Layout): HighBitDepthImage => ({
  ...layout,
  data: new Uint16Array(layout.width * layout.height * layout.channels),
})

/** Rotates an image upright, from its EXIF orientation. */
export function orientHighBitDepth(image: HighBitDepthImage, orientation: number): HighBitDepthImage {
  if (orientation === 1) return image
  const { width, height, channels, data } = image
  const turned = newHighBitDepthImage({ ...orientedSize(image, orientation), channels })
  const [a, b, c, d, e, f] = orientationMatrix(orientation, image)
  // the centres of the pixels are rotated
  const [fromX, fromY] = [e + (a + c - 1) / 2, f + (b + d - 1) / 2]
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0; x < width; x++, from += channels) {
      const to = ((b * x + d * y + fromY) * turned.width + a * x + c * y + fromX) * channels
      for (let channel = 0; channel < channels; channel++) turned.data[to + channel] = data[from + channel]!
    }
  }
  return turned
}

/** Halves width and height, rounded up: each value is the mean of up to four. Works in slices of rows. */
export function* halveHighBitDepth(image: HighBitDepthImage): Generator<void, HighBitDepthImage> {
  const { width, height, channels, data } = image
  const half = newHighBitDepthImage({ width: Math.ceil(width / 2), height: Math.ceil(height / 2), channels })
  for (let y = 0, to = 0; y < half.height; y++) {
    const above = 2 * y * width * channels
    const below = Math.min(2 * y + 1, height - 1) * width * channels
    for (let x = 0; x < half.width; x++) {
      const left = 2 * x * channels
      const right = Math.min(2 * x + 1, width - 1) * channels
      for (let channel = 0; channel < channels; channel++, to++) {
        const [first, second] = [left + channel, right + channel]
        half.data[to] =
          (data[above + first]! + data[above + second]! + data[below + first]! + data[below + second]! + 2) >> 2
      }
    }
    if (y % 64 === 63) yield
  }
  return half
}
