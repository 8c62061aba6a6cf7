/**
 * What SAM's decoder takes and gives, as the published ONNX export has it.
 *
 * Prompt   image pixels. Points: inside 1, outside 0. A box: [x, y, width, height].
 * Decoder  point_coords [1, n, 2] in the encoder's frame; point_labels [1, n]: 1, 0, 2 and 3 for the corners of a box,
 *          -1 for the padding that stands in for a missing box. low_res_masks: 256 x 256 logits for each candidate.
 */
import type { Bbox } from '../geometry/box'
import { clipRingToRect } from '../geometry/clip'
import { roundCoordinate } from '../geometry/round'
import type { Part, Ring, Size } from '../shape/types'
import { ringsToParts, traceField, type Field } from './contour'
import { toImage, toInput, type Fit } from './fit'

export interface Prompt {
  points: readonly { x: number; y: number; inside: boolean }[]
  box?: Bbox | null
}

/** One answer of a segmenter. */
export interface Candidate {
  parts: Part[]
  /** How good the model takes it to be, 0 to 1. */
  score: number
}

export interface PromptTensors {
  coords: Float32Array
  labels: Float32Array
}

export function promptTensors({ points, box }: Prompt, fit: Fit): PromptTensors {
  const coords: number[] = []
  const labels: number[] = []
  const put = (x: number, y: number, label: number) => {
    coords.push(...toInput(fit, x, y))
    labels.push(label)
  }
  for (const { x, y, inside } of points) put(x, y, inside ? 1 : 0)
  if (box) {
    put(box[0], box[1], 2)
    put(box[0] + box[2], box[1] + box[3], 3)
  } else {
    coords.push(0, 0)
    labels.push(-1)
  }
  return { coords: Float32Array.from(coords), labels: Float32Array.from(labels) }
}

/** Specks and pinholes below this part of the largest outline are dropped. */
const LEAST = 0.01

/** Logits as outlines in image pixels. `side`: columns and rows of the logits, which cover the encoder's whole input. */
export function logitsToParts(logits: Float32Array, side: number, fit: Fit, image: Size): Part[] {
  const step = fit.input.width / side
  const columns = Math.min(side, Math.ceil((fit.left + fit.width) / step))
  const rows = Math.min(side, Math.ceil((fit.top + fit.height) / step))
  const rings = traceField(bordered(logits, side, columns, rows))
  const place = (ring: Ring): Ring =>
    clipRingToRect(scaled(ring, step, fit), [0, 0, image.width, image.height]).map(roundCoordinate)
  return ringsToParts(
    rings.map(place).filter((ring) => ring.length >= 6),
    LEAST,
  )
}

/** Two more samples on each side: the border itself once more, which reaches beyond the image, then what is surely outside. */
function bordered(logits: Float32Array, side: number, columns: number, rows: number): Field {
  const [width, height] = [columns + 4, rows + 4]
  const data = new Float32Array(width * height).fill(-1e3)
  for (let y = 1; y < height - 1; y++) {
    const row = Math.min(rows - 1, Math.max(0, y - 2)) * side
    for (let x = 1; x < width - 1; x++) data[y * width + x] = logits[row + Math.min(columns - 1, Math.max(0, x - 2))]!
  }
  return { data, width, height }
}

/** The middle of the first sample lies half a step from the corner. */
function scaled(ring: Ring, step: number, fit: Fit): Ring {
  const placed: Ring = []
  for (let index = 0; index < ring.length; index += 2)
    placed.push(...toImage(fit, (ring[index]! - 1.5) * step, (ring[index + 1]! - 1.5) * step))
  return placed
}
