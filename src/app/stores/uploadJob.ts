/** State of an upload job, with pause, continue and cancel. */
import { reactive } from 'vue'
import type { IncomingFile } from '../api/images'

export interface Problem {
  name: string
  message: string
}

/** An image that was added although the dataset already has the same content. */
export interface Copy extends Problem {
  image: number
}

/** `stopped`: the job ended on an error; `notice` says why. */
export type JobStatus = 'running' | 'paused' | 'done' | 'cancelled' | 'stopped'

export interface UploadJob {
  id: number
  dataset: number
  datasetName: string
  /** The folder import that the job belongs to. */
  task: number | null
  /** Number of files, and their bytes: null until measured. */
  total: number
  bytes: number | null
  /** Processed files, and their bytes. */
  settled: number
  settledBytes: number
  added: number
  /** Files that the dataset already has under the same path. */
  here: number
  status: JobStatus
  /** Why the job paused or stopped on its own. */
  notice: string
  /** Start time, shifted by every pause, so that it gives the working time. */
  startedAt: number
  /** Files that were not added. */
  problems: Problem[]
  /** Notes on images that were added. */
  notes: Problem[]
  copies: Copy[]
  /** Images skipped because the dataset has them under another path. */
  left: Problem[]
  /** Images whose path is taken; the user chooses how to resolve them. */
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
  /** Stops the job for a reason that applies to all files. */
  stop(reason: string): void
}

export function newJob(id: number, { dataset, datasetName }: Target, total: number): Running {
  const stopping = new AbortController()
  let wake: (() => void)[] = []
  let pausedAt = 0
  const end = (status: JobStatus, notice = '') => {
    state.resume()
    Object.assign(state, { status, notice })
    stopping.abort()
  }
  const state: UploadJob = reactive({
    id,
    dataset,
    datasetName,
    task: null,
    total,
    bytes: null,
    settled: 0,
    settledBytes: 0,
    added: 0,
    here: 0,
    status: 'running',
    notice: '',
    startedAt: Date.now(),
    problems: [],
    notes: [],
    copies: [],
    left: [],
    taken: [],
    pause() {
      pausedAt = Date.now()
      state.status = 'paused'
    },
    resume() {
      if (state.status === 'paused') state.startedAt += Date.now() - pausedAt
      Object.assign(state, { status: 'running', notice: '' })
      wake.forEach((resolve) => resolve())
      wake = []
    },
    cancel: () => end('cancelled'),
  })
  const free = () =>
    state.status === 'paused' ? new Promise<void>((resolve) => wake.push(resolve)) : Promise.resolve()
  return { state, signal: stopping.signal, free, stop: (reason) => end('stopped', reason) }
}

/** Number of sizes read at a time; each read blocks the page for about 0.3 ms. */
const MEASURED_AT_ONCE = 50

/** Sums the bytes of all files: at once for a few, during the upload for many. */
export async function measure({ state, signal }: Running, files: readonly IncomingFile[]): Promise<void> {
  let bytes = 0
  for (const [index, { file }] of files.entries()) {
    if (index > 0 && index % MEASURED_AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve))
    if (signal.aborted) return
    bytes += file.size
  }
  state.bytes = bytes
}

export function settle(state: UploadJob, { file }: IncomingFile): void {
  state.settled++
  state.settledBytes += file.size
}
