/**
 * How the worker asks a tab to run a model, since it cannot itself: over a BroadcastChannel. Every tab hears `who` and
 * answers `here`; the first one gets the job. While it works it says so, so that a closed tab is noticed.
 */
import type { Detection, DetectOptions } from '@/core/models/detections'
import type { Candidate, Prompt } from '@/core/models/sam'
import type { Size } from '@/core/shape/types'

export const modelChannelName = (base: string) => `atoll:${base}:model`

/** Milliseconds between two signs of life of a tab at work. */
export const BEAT = 1_000

/** `File`: an image that is not stored. */
export type ModelJob<File = unknown> =
  | { kind: 'segment'; image: number; model: string; prompt: Prompt; download: boolean }
  | { kind: 'detect'; image: number | { file: File }; model: string; options: DetectOptions; download: boolean }

export interface Segmented {
  candidates: Candidate[]
}

export interface Detected {
  names: readonly string[]
  detections: Detection[]
  size: Size
}

export interface TabError {
  message: string
  status: number
  code?: string
}

export type ModelMessage<File = unknown> =
  | { say: 'who'; id: string }
  | { say: 'here'; id: string; tab: string }
  | { say: 'do'; id: string; tab: string; job: ModelJob<File> }
  | { say: 'working'; id: string }
  | { say: 'done'; id: string; answer: Segmented | Detected }
  | { say: 'failed'; id: string; error: TabError }
