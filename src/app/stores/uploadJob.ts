/** What is known of pictures on their way in, and the switches that people have: pause, continue, cancel. */
import { reactive } from 'vue'
import type { IncomingFile } from '../api/images'

export interface Problem {
  name: string
  message: string
}

/** A picture that came in and is the same as another one of the dataset. */
export interface Copy extends Problem {
  image: number
}

export interface UploadJob {
  id: number
  dataset: number
  datasetName: string
  total: number
  added: number
  status: 'running' | 'paused' | 'done' | 'cancelled'
  /** Why it paused by itself. */
  notice: string
  /** Files that did not come in. */
  problems: Problem[]
  /** What there is to say of pictures that did. */
  notes: Problem[]
  copies: Copy[]
  /** Pictures whose path is taken: people choose what becomes of them. */
  taken: IncomingFile[]
  pause(): void
  resume(): void
  cancel(): void
}

export interface Target {
  dataset: number
  datasetName: string
}

export interface Running {
  state: UploadJob
  signal: AbortSignal
  /** Resolves when the job is not paused. */
  free(): Promise<void>
}

export function newJob(id: number, { dataset, datasetName }: Target, total: number): Running {
  const stop = new AbortController()
  let wake: (() => void)[] = []
  const state: UploadJob = reactive({
    id, dataset, datasetName, total, added: 0, status: 'running', notice: '', problems: [], notes: [], copies: [], taken: [],
    pause: () => void (state.status = 'paused'),
    resume() {
      Object.assign(state, { status: 'running', notice: '' })
      wake.forEach((resolve) => resolve())
      wake = []
    },
    cancel() {
      state.resume()
      state.status = 'cancelled'
      stop.abort()
    },
  })
  const free = () => (state.status === 'paused' ? new Promise<void>((resolve) => wake.push(resolve)) : Promise.resolve())
  return { state, signal: stop.signal, free }
}
