/** Detections out of a model's outputs, in image pixels. */
import type { Bbox } from '../geometry/box'
import type { Part, Size } from '../shape/types'
import { boxToImage, toImage, type Fit } from './fit'
import type { DetectorLayout } from './layout'
import { suppress } from './nms'
import { partsInBox } from './prototypes'

export interface Tensor {
  data: ArrayLike<number>
  dims: readonly number[]
}

export interface Detection {
  /** Number of the class. */
  label: number
  /** 0 to 1. */
  score: number
  bbox: Bbox
  /** Of a model that segments. */
  parts?: Part[]
  /** x, y, visibility (2 where the model is sure, else 0) for each. */
  keypoints?: number[]
}

export interface DetectOptions {
  /** Detections below are left out. */
  threshold: number
  /** Of two boxes of a class that overlap by more, the better one stays. */
  overlap: number
}

/** A box before it is placed in the image. */
interface Row {
  label: number
  score: number
  /** x1, y1, x2, y2 in pixels of the input. */
  corners: [number, number, number, number]
  /** Index of its first value in the output, and how far apart its values are. */
  at: number
  stride: number
}

/** Throws RangeError when an output is not as the layout says. */
export function decodeDetections(
  outputs: readonly Tensor[],
  layout: DetectorLayout,
  fit: Fit,
  image: Size,
  { threshold, overlap }: DetectOptions,
): Detection[] {
  const rows = rowsOf[layout.family](outputs, layout, threshold, fit, image)
  const placed = rows.flatMap((row) => {
    const bbox = boxToImage(fit, row.corners, image)
    return bbox ? [{ label: row.label, score: row.score, bbox, row }] : []
  })
  const isFinal = layout.family !== 'yolo-v5' && layout.family !== 'yolo-v8'
  const kept = isFinal ? placed.sort((a, b) => b.score - a.score) : suppress(placed, overlap)
  const values = outputs[0]!.data
  return kept.map(({ row, ...found }) => ({
    ...found,
    ...(layout.masks > 0 && outputs[1]
      ? { parts: partsInBox(coefficients(values, row, layout), outputs[1], row.corners, fit, image) }
      : {}),
    ...(layout.keypoints > 0 ? { keypoints: keypointsOf(values, row, layout, fit, image) } : {}),
  }))
}

const headOf = ({ family }: DetectorLayout) => (family === 'yolo-v5' ? 5 : 4)

const coefficients = (data: ArrayLike<number>, { at, stride }: Row, layout: DetectorLayout) =>
  Array.from(
    { length: layout.masks },
    (_, index) => data[at + (headOf(layout) + layout.names.length + index) * stride]!,
  )

const SURE = 0.5

function keypointsOf(
  data: ArrayLike<number>,
  { at, stride }: Row,
  layout: DetectorLayout,
  fit: Fit,
  image: Size,
): number[] {
  const first = headOf(layout) + layout.names.length
  return Array.from({ length: layout.keypoints }, (_, index) => {
    const value = (offset: number) => data[at + (first + index * layout.keypointValues + offset) * stride]!
    const [x, y] = toImage(fit, value(0), value(1))
    const isThere =
      (layout.keypointValues === 2 || value(2) >= SURE) && x >= 0 && y >= 0 && x <= image.width && y <= image.height
    return isThere ? [x, y, 2] : [0, 0, 0]
  }).flat()
}

type Reader = (outputs: readonly Tensor[], layout: DetectorLayout, threshold: number, fit: Fit, image: Size) => Row[]

const rowsOf: Record<DetectorLayout['family'], Reader> = {
  'yolo-v5': ([output], layout, threshold) => {
    const [count, length] = [output!.dims[1]!, output!.dims[2]!]
    return scan(output!, layout, { count, length, stride: 1, step: length, threshold, head: 5 })
  },
  'yolo-v8': ([output], layout, threshold) => {
    const [length, count] = [output!.dims[1]!, output!.dims[2]!]
    return scan(output!, layout, { count, length, stride: count, step: 1, threshold, head: 4 })
  },
  'rt-detr': ([output], layout, threshold, { input }) => {
    const [count, length] = [output!.dims[1]!, output!.dims[2]!]
    const rows = scan(output!, layout, { count, length, stride: 1, step: length, threshold, head: 4 })
    return rows.map((row) => ({ ...row, corners: sized(row.corners, input) }))
  },
  'end-to-end': ([output], _layout, threshold) => {
    const { data, dims } = output!
    expectLength(dims[2]!, 6)
    return Array.from({ length: dims[1]! }, (_, index): Row => {
      const at = index * 6
      return {
        label: Math.round(data[at + 5]!),
        score: data[at + 4]!,
        corners: [data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!],
        at,
        stride: 1,
      }
    }).filter(({ score, label }) => score >= threshold && label >= 0)
  },
  detr: ([logits, boxes], _layout, threshold, { input }) => {
    const [count, classes] = [logits!.dims[1]!, logits!.dims[2]!]
    return Array.from({ length: count }, (_, index): Row => {
      const { label, score } = softmaxBest(logits!.data, index * classes, classes)
      return { label, score, corners: sized(cornersOf(boxes!.data, index * 4, 1), input), at: 0, stride: 1 }
    }).filter(({ score }) => score >= threshold)
  },
  sized: ([labels, boxes, scores], _layout, threshold, fit) => {
    const count = scores!.dims.at(-1)!
    return Array.from({ length: count }, (_, index): Row => {
      const [x1, y1, x2, y2] = [0, 1, 2, 3].map((offset) => boxes!.data[index * 4 + offset]!) as [
        number,
        number,
        number,
        number,
      ]
      // in pixels of the image already
      const corners: Row['corners'] = [
        x1 * fit.scaleX + fit.left,
        y1 * fit.scaleY + fit.top,
        x2 * fit.scaleX + fit.left,
        y2 * fit.scaleY + fit.top,
      ]
      return { label: Number(labels!.data[index]!), score: scores!.data[index]!, corners, at: 0, stride: 1 }
    }).filter(({ score }) => score >= threshold)
  },
}

interface Scan {
  count: number
  length: number
  /** From one value of a box to its next, and from one box to the next. */
  stride: number
  step: number
  threshold: number
  head: 4 | 5
}

function scan({ data }: Tensor, layout: DetectorLayout, { count, length, stride, step, threshold, head }: Scan): Row[] {
  expectLength(length, head + layout.names.length + layout.masks + layout.keypoints * layout.keypointValues)
  const rows: Row[] = []
  for (let index = 0; index < count; index++) {
    const at = index * step
    const sure = head === 5 ? data[at + 4 * stride]! : 1
    if (!(sure >= threshold)) continue
    let [label, score] = [0, -Infinity]
    for (let each = 0; each < layout.names.length; each++) {
      const value = data[at + (head + each) * stride]! * sure
      if (value > score) [label, score] = [each, value]
    }
    if (score >= threshold) rows.push({ label, score, corners: cornersOf(data, at, stride), at, stride })
  }
  return rows
}

function expectLength(given: number, expected: number): void {
  if (given !== expected)
    throw new RangeError(`The model answers ${given} values for a box; ${expected} were expected from its classes.`)
}

function cornersOf(data: ArrayLike<number>, at: number, stride: number): Row['corners'] {
  const [x, y, width, height] = [data[at]!, data[at + stride]!, data[at + 2 * stride]!, data[at + 3 * stride]!]
  return [x - width / 2, y - height / 2, x + width / 2, y + height / 2]
}

const sized = ([x1, y1, x2, y2]: Row['corners'], { width, height }: Size): Row['corners'] => [
  x1 * width,
  y1 * height,
  x2 * width,
  y2 * height,
]

/** The last class is none. */
function softmaxBest(data: ArrayLike<number>, at: number, classes: number): { label: number; score: number } {
  let [most, label] = [-Infinity, 0]
  for (let each = 0; each < classes - 1; each++) if (data[at + each]! > most) [most, label] = [data[at + each]!, each]
  const largest = Math.max(most, data[at + classes - 1]!)
  let sum = 0
  for (let each = 0; each < classes; each++) sum += Math.exp(data[at + each]! - largest)
  return { label, score: Math.exp(most - largest) / sum }
}
