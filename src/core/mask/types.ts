/** Pixels of a mask: width * height bytes, 0 or 1, row by row (the order of ImageData). */
export interface Mask {
  data: Uint8Array
  width: number
  height: number
}

/** `[height, width]` in pixels, in the order COCO writes it. */
export type MaskSize = [height: number, width: number]

/** Run lengths as plain numbers. They should sum to height x width. */
export interface Rle {
  size: MaskSize
  counts: number[]
}

/** Run lengths in the reference library's printable form. */
export interface CompressedRle {
  size: MaskSize
  counts: string
}

export type AnyRle = Rle | CompressedRle
