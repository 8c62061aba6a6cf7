/** Adding of pictures to datasets: some at a time, with pause, cancel and a report that stays. Lives on while pages change. */
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { UploadedImage } from '@/contract/image'
import { ApiError } from '@/contract/errors'
import { messageOf } from '../api/client'
import { imagesApi, pathOf, type IncomingFile, type OnConflict } from '../api/images'
import { newJob, type Running, type Target, type UploadJob } from './uploadJob'

interface Options {
  onConflict?: OnConflict
  /** One after the other: their ids follow their paths. */
  inTurn?: boolean
}

const AT_ONCE = 3
const STORAGE_FULL = 507

export const useUploads = defineStore('uploads', () => {
  const jobs = shallowReactive<UploadJob[]>([])
  let last = 0

  /** Resolves when every file has been added, refused or cancelled. */
  async function addPictures(target: Target, files: IncomingFile[], { onConflict = 'refuse', inTurn = false }: Options = {}): Promise<UploadJob> {
    const job = newJob(++last, target, files.length)
    jobs.push(job.state)
    const queue = files.toSorted(byPath)
    await Promise.all(Array.from({ length: inTurn ? 1 : AT_ONCE }, () => work(job, queue, onConflict)))
    if (job.state.status !== 'cancelled') job.state.status = 'done'
    return job.state
  }

  function dismiss(id: number) {
    const index = jobs.findIndex((job) => job.id === id)
    if (index >= 0) jobs.splice(index, 1)
  }

  /** They stay; nobody is asked any longer. */
  const keepCopies = ({ copies }: UploadJob) => copies.splice(0)

  return { jobs, addPictures, dismiss, keepCopies }
})

const { compare } = new Intl.Collator('en', { numeric: true })

/** img2 before img10. */
const byPath = (a: IncomingFile, b: IncomingFile) => compare(pathOf(a), pathOf(b))

async function work({ state, signal, free }: Running, queue: IncomingFile[], onConflict: OnConflict): Promise<void> {
  for (;;) {
    await free()
    const next = signal.aborted ? undefined : queue.shift()
    if (!next) return
    try {
      came(state, next, await imagesApi.add({ dataset: state.dataset, ...next, on_conflict: onConflict }, signal))
    } catch (error) {
      if (signal.aborted) return
      if (!isFull(error)) refused(state, next, error)
      else {
        queue.unshift(next)
        Object.assign(state, { status: 'paused', notice: messageOf(error) })
      }
    }
  }
}

const isFull = (error: unknown) => error instanceof ApiError && error.status === STORAGE_FULL

function came(state: UploadJob, incoming: IncomingFile, { id, duplicate_of, notes }: UploadedImage) {
  state.added++
  const name = pathOf(incoming)
  // the last note is that of the copy, which has a list of its own
  const others = duplicate_of ? notes.slice(0, -1) : notes
  if (others.length > 0) state.notes.push({ name, message: others.join(' ') })
  if (duplicate_of) state.copies.push({ name, message: notes.at(-1)!, image: id })
}

function refused(state: UploadJob, incoming: IncomingFile, error: unknown) {
  const name = pathOf(incoming)
  const message = messageOf(error)
  const isTaken = /file already exists/i.test(message)
  if (isTaken) state.taken.push(incoming)
  state.problems.push({ name, message: isTaken ? takenMessage(error) : withoutName(message, name) })
}

const takenMessage = (error: unknown) =>
  error instanceof ApiError && error.body.identical ? 'Exactly this picture is there already, under this name.' : 'There is a picture of that name already.'

/** The server names the file in its message, which has its name beside it here. */
const withoutName = (message: string, name: string) => (message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message)
