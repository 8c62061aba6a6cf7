/**
 * What of a model's inputs and outputs means what: told from the file where it can be, else asked.
 *
 * yolo-v5      [1, n, 5 + classes (+ masks)]: cx, cy, w, h, objectness, classes; pixels of the input
 * yolo-v8      [1, 4 + classes (+ masks | + keypoints), n], also v11: without objectness
 * end-to-end   [1, n, 6]: x1, y1, x2, y2, score, class: nothing overlaps any more
 * rt-detr      [1, n, 4 + classes]: cx, cy, w, h from 0 to 1; nothing overlaps
 * detr         logits [1, n, classes + 1], boxes [1, n, 4] from 0 to 1; the last class is none
 * sized        labels [1, n], boxes [1, n, 4] in the image, scores [1, n]; takes the image's size as a second input
 */

export const FAMILIES = ['yolo-v5', 'yolo-v8', 'end-to-end', 'rt-detr', 'detr', 'sized'] as const
export type Family = (typeof FAMILIES)[number]

export interface DetectorLayout {
  kind: 'detector'
  family: Family
  task: 'detect' | 'segment' | 'pose'
  input: { name: string; width: number; height: number }
  /** Of `sized`: the input that takes (width, height). */
  sizeInput?: string
  /** Names of the outputs, in the order that the family has above; then that of the mask prototypes. */
  outputs: string[]
  /** In the order of their numbers. */
  names: string[]
  /** Coefficients of the masks. */
  masks: number
  /** How many, each as x, y and perhaps how sure. */
  keypoints: number
  keypointValues: 2 | 3
}

/** A part of a pair: it is told by what goes in and out. */
export interface SamEncoderLayout {
  kind: 'sam-encoder'
  input: string
  output: string
  side: number
}

export interface SamDecoderLayout {
  kind: 'sam-decoder'
}

export type Layout = DetectorLayout | SamEncoderLayout | SamDecoderLayout

/** What could not be told, with what is known, to fill a form with. */
export interface Unknown {
  kind: 'unknown'
  /** One sentence for people. */
  why: string
  guess: Partial<DetectorLayout>
}
