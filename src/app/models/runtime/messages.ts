/** What the page asks of the worker that runs models. Each question has one answer, with the same id. */
import type { Detection, DetectOptions } from '@/core/models/detections'
import type { DetectorLayout, SamEncoderLayout } from '@/core/models/layout'
import type { Candidate, Prompt } from '@/core/models/sam'
import type { Size } from '@/core/shape/types'

export interface Questions {
  /** Starts the runtime. */
  start: { asked: { wasm: ArrayBuffer; script: string; threads: number }; answer: void }
  /** Loads a model; `name` is how the other questions call it. */
  open: { asked: { name: string; model: ArrayBuffer }; answer: { inputs: string[]; outputs: string[] } }
  close: { asked: { name: string }; answer: void }
  encode: { asked: { name: string; layout: SamEncoderLayout; bitmap: ImageBitmap; size: Size }; answer: Embedding }
  /** Without an embedding: that of the last question, which had the same key. */
  decode: {
    asked: { name: string; key: string; embedding?: Embedding; side: number; size: Size; prompt: Prompt }
    answer: Candidate[]
  }
  detect: {
    asked: { name: string; layout: DetectorLayout; bitmap: ImageBitmap; size: Size; options: DetectOptions }
    answer: Detection[]
  }
}

export interface Embedding {
  data: Float32Array
  dims: number[]
}

export type Question = keyof Questions

export interface Asked {
  id: number
  question: Question
  asked: unknown
}

export type Answered = { id: number; answer: unknown } | { id: number; error: string }
