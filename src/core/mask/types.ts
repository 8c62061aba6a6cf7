/** Pixels of a mask: width * height bytes, 0 or 1, row by row (the order of ImageData). */
export interface Mask {
  data: Uint8Array
  width: number
  height: number
}
