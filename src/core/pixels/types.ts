/** A rectangle of an image: its colours, and where it lies in the image (at the image's own scale). */
export interface Region {
  /** Red, green, blue, opacity for each pixel, row by row (the order of ImageData). */
  data: Uint8ClampedArray | Uint8Array
  width: number
  height: number
  left: number
  top: number
  /** Image pixels that one pixel of the region stands for, across and down. */
  step: number
}

/** Found pixels: width * height bytes, 0 or 1, row by row, and where they lie in the image. */
export interface Patch {
  data: Uint8Array
  width: number
  height: number
  left: number
  top: number
}
