/** Pixels as the numbers that a model takes: three planes (red, green, blue), each row by row. */
import type { Fit } from './fit'

export interface Normalisation {
  /** Taken from each channel, 0 to 255. */
  mean: readonly [number, number, number]
  /** Each channel is divided by it then. */
  deviation: readonly [number, number, number]
  /** What is around the image, 0 to 255 for each channel; null: zeros after normalising. */
  around: number | null
}

/** MobileSAM and SAM: ImageNet's mean and deviation, nothing around. */
export const SAM_PIXELS: Normalisation = {
  mean: [123.675, 116.28, 103.53],
  deviation: [58.395, 57.12, 57.375],
  around: null,
}
/** YOLO: 0 to 1, grey around. */
export const YOLO_PIXELS: Normalisation = { mean: [0, 0, 0], deviation: [255, 255, 255], around: 114 }

/** `rgba` has the size of the image in the fit. Answers 3 x input height x input width. */
export function imageTensor(
  rgba: Uint8ClampedArray,
  { input, width, height, left, top }: Fit,
  { mean, deviation, around }: Normalisation,
): Float32Array {
  const plane = input.width * input.height
  const tensor = new Float32Array(3 * plane)
  for (let channel = 0; channel < 3; channel++) {
    const [from, by] = [mean[channel]!, 1 / deviation[channel]!]
    const values = tensor.subarray(channel * plane, (channel + 1) * plane)
    if (around !== null) values.fill((around - from) * by)
    for (let y = 0; y < height; y++) {
      let to = (y + top) * input.width + left
      for (let at = y * width * 4 + channel, end = at + width * 4; at < end; at += 4)
        values[to++] = (rgba[at]! - from) * by
    }
  }
  return tensor
}
