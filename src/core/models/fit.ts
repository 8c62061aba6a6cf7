/** How an image is fitted into the square, or the box, that a model looks at. */
import type { Bbox } from '../geometry/box'
import type { Size } from '../shape/types'

/** Where the image lies in the model's input: input = image * scale + offset. */
export interface Fit {
  /** Of the model's input, in pixels. */
  input: Size
  /** Of the image in it, in whole pixels. */
  width: number
  height: number
  left: number
  top: number
  scaleX: number
  scaleY: number
}

/** SAM: the longer side becomes `side`, the image lies at the top left. */
export function fitLonger(image: Size, side: number): Fit {
  const scale = side / Math.max(image.width, image.height)
  return fitted(image, { width: side, height: side }, scale, () => 0)
}

/** YOLO: as large as it fits, in the middle. */
export function letterbox(image: Size, input: Size): Fit {
  const scale = Math.min(input.width / image.width, input.height / image.height)
  return fitted(image, input, scale, (spare) => Math.round(spare / 2 - 0.1))
}

/** RT-DETR: stretched to fill the input, whatever its own proportions. */
export function stretch(image: Size, input: Size): Fit {
  return { input, ...input, left: 0, top: 0, scaleX: input.width / image.width, scaleY: input.height / image.height }
}

function fitted(image: Size, input: Size, scale: number, place: (spare: number) => number): Fit {
  const width = Math.max(1, Math.min(input.width, Math.round(image.width * scale)))
  const height = Math.max(1, Math.min(input.height, Math.round(image.height * scale)))
  return {
    input,
    width,
    height,
    left: place(input.width - width),
    top: place(input.height - height),
    scaleX: scale,
    scaleY: scale,
  }
}

export const toInput = ({ left, top, scaleX, scaleY }: Fit, x: number, y: number): [x: number, y: number] => [
  x * scaleX + left,
  y * scaleY + top,
]

export const toImage = ({ left, top, scaleX, scaleY }: Fit, x: number, y: number): [x: number, y: number] => [
  (x - left) / scaleX,
  (y - top) / scaleY,
]

/** A box of the input, by its corners, as a box in the image, cut off at its borders. Null when nothing of it lies inside. */
export function boxToImage(fit: Fit, corners: readonly [number, number, number, number], image: Size): Bbox | null {
  const [x1, y1] = toImage(fit, corners[0], corners[1])
  const [x2, y2] = toImage(fit, corners[2], corners[3])
  const [left, top] = [Math.max(0, x1), Math.max(0, y1)]
  const [right, bottom] = [Math.min(image.width, x2), Math.min(image.height, y2)]
  return right > left && bottom > top ? [left, top, right - left, bottom - top] : null
}
