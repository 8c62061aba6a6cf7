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

/** `stopped`: it ended by itself, and `notice` says why. */
export type JobStatus = 'running' | 'paused' | 'done' | 'cancelled' | 'stopped'

export interface UploadJob {
  id: number
  dataset: number
  datasetName: string
  /** The import of a folder that it works on. */
  task: number | null
  /** Files, and their bytes: null until they are measured. */
  total: number
  bytes: number | null
  /** Files that were dealt with, and their bytes. */
  settled: number
  settledBytes: number
  added: number
  /** Files that are here already, picture and path. */
  here: number
  status: JobStatus
  /** Why it paused or stopped by itself. */
  notice: string
  /** Moved on by every pause, so that it tells how long the work took. */
  startedAt: number
  /** Files that did not come in. */
  problems: Problem[]
  /** What there is to say of pictures that did. */
  notes: Problem[]
  copies: Copy[]
  /** Pictures that were left out since they are here under another path. */
  left: Problem[]
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
  /** Ends it for a reason that no file can change. */
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
    id, dataset, datasetName, task: null, total, bytes: null, settled: 0, settledBytes: 0, added: 0, here: 0, status: 'running', notice: '', startedAt: Date.now(),
    problems: [], notes: [], copies: [], left: [], taken: [],
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
  const free = () => (state.status === 'paused' ? new Promise<void>((resolve) => wake.push(resolve)) : Promise.resolve())
  return { state, signal: stopping.signal, free, stop: (reason) => end('stopped', reason) }
}

/** Sizes that are asked for at a time: the page stands still meanwhile, a third of a millisecond for each. */
const MEASURED_AT_ONCE = 50

/** Adds up the bytes of all files; of a few at once, of many while the first of them come in already. */
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
