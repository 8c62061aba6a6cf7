/** What a model is to the rest of the app: something that finds the outline of what is pointed at, or all things in an image. */
import type { Detection, DetectOptions } from '@/core/models/detections'
import type { Candidate, Prompt } from '@/core/models/sam'
import type { Size } from '@/core/shape/types'

/** An image to look at, upright. */
export interface ModelImage {
  /** The same for the same pixels. */
  key: string
  size: Size
  /** Its pixels, all of them, perhaps fewer than `size`: about as many as a square of `side` holds are enough. The caller closes it. */
  bitmap(side: number, signal: AbortSignal): Promise<ImageBitmap>
}

export interface Segmenter {
  /** Best first; none when nothing is there. Rejects with an AbortError when it is called off. */
  segment(image: ModelImage, prompt: Prompt, signal: AbortSignal): Promise<Candidate[]>
  /** Makes the first answer for an image quick. */
  prepare?(image: ModelImage, signal: AbortSignal): Promise<void>
  /** An answer takes no longer than a hand waits: nothing is left to prepare. */
  isReady?(image: ModelImage): boolean
}

export interface Detector {
  /** Names of the classes, by their numbers. */
  names: readonly string[]
  detect(image: ModelImage, options: DetectOptions, signal: AbortSignal): Promise<Detection[]>
}
