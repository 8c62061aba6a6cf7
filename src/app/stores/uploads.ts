/** Adding of pictures to datasets: some at a time, with pause, cancel and a report that stays. Lives on while pages change. */
import { defineStore } from 'pinia'
import { reactive, shallowReactive } from 'vue'
import { ApiError } from '@/contract/errors'
import { messageOf } from '../api/client'
import { imagesApi, type IncomingFile, type OnConflict } from '../api/images'

export interface Problem {
  name: string
  message: string
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
  problems: Problem[]
  /** Of those that were added: what is shown otherwise than the file has it. */
  notes: Problem[]
  /** Pictures whose path is taken: people choose what becomes of them. */
  taken: IncomingFile[]
  pause(): void
  resume(): void
  cancel(): void
}

interface Target {
  dataset: number
  datasetName: string
}

const AT_ONCE = 3
const STORAGE_FULL = 507

export const useUploads = defineStore('uploads', () => {
  const jobs = shallowReactive<UploadJob[]>([])
  let last = 0

  /** Resolves when every file has been added, refused or cancelled. */
  async function addPictures(target: Target, files: IncomingFile[], onConflict: OnConflict = 'refuse'): Promise<UploadJob> {
    const job = newJob(++last, target, files.length)
    jobs.push(job.state)
    const queue = [...files]
    await Promise.all(Array.from({ length: AT_ONCE }, () => work(job, queue, onConflict)))
    if (job.state.status !== 'cancelled') job.state.status = 'done'
    return job.state
  }

  function dismiss(id: number) {
    const index = jobs.findIndex((job) => job.id === id)
    if (index >= 0) jobs.splice(index, 1)
  }

  return { jobs, addPictures, dismiss }
})

interface Running {
  state: UploadJob
  signal: AbortSignal
  /** Resolves when the job is not paused. */
  free(): Promise<void>
}

function newJob(id: number, { dataset, datasetName }: Target, total: number): Running {
  const stop = new AbortController()
  let wake: (() => void)[] = []
  const state: UploadJob = reactive({
    id, dataset, datasetName, total, added: 0, status: 'running', notice: '', problems: [], notes: [], taken: [],
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

async function work({ state, signal, free }: Running, queue: IncomingFile[], onConflict: OnConflict): Promise<void> {
  for (;;) {
    await free()
    const next = signal.aborted ? undefined : queue.shift()
    if (!next) return
    try {
      const { notes } = await imagesApi.add({ dataset: state.dataset, ...next, on_conflict: onConflict }, signal)
      state.added++
      if (notes.length > 0) state.notes.push({ name: nameOf(next), message: notes.join(' ') })
    } catch (error) {
      if (signal.aborted) return
      if (!isFull(error)) note(state, next, error)
      else {
        queue.unshift(next)
        Object.assign(state, { status: 'paused', notice: messageOf(error) })
      }
    }
  }
}

const isFull = (error: unknown) => error instanceof ApiError && error.status === STORAGE_FULL

const nameOf = ({ folder, file }: IncomingFile) => (folder ? `${folder}/${file.name}` : file.name)

function note(state: UploadJob, incoming: IncomingFile, error: unknown) {
  const name = nameOf(incoming)
  const message = messageOf(error)
  const isTaken = /file already exists/i.test(message)
  if (isTaken) state.taken.push(incoming)
  state.problems.push({ name, message: isTaken ? 'There is a picture of that name already.' : withoutName(message, name) })
}

/** The server names the file in its message, which has its name beside it here. */
const withoutName = (message: string, name: string) => (message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message)
