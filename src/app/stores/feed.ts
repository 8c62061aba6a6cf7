/** Hands files in, some at a time: the next is asked for when one is done, so that as many are in memory as are under way. */
import type { UploadedImage } from '@/contract/image'
import { ApiError } from '@/contract/errors'
import { messageOf } from '../api/client'
import { imagesApi, pathOf, type IncomingFile, type OnConflict, type OnDuplicate } from '../api/images'
import { settle, type Running, type UploadJob } from './uploadJob'

export interface FeedOptions {
  onConflict: OnConflict
  onDuplicate: OnDuplicate
  atOnce: number
  /** The import of a folder that they belong to. */
  intake?: number
  /** Asked before a file is sent: true when its picture is here already, which settles it. */
  isHere?: (incoming: IncomingFile) => Promise<boolean>
}

/** They pass: what is full can be cleared, an import that publishes is over soon. */
const PASSING = [409, 507]
/** No file will do any better. */
const OVER = /^(dataset does not exist|This import is over)/

/** Resolves when every file was added, refused, or the job cancelled. */
export async function feed(job: Running, files: AsyncIterator<IncomingFile>, options: FeedOptions): Promise<void> {
  await Promise.all(Array.from({ length: options.atOnce }, () => work(job, files, options)))
}

async function work(job: Running, files: AsyncIterator<IncomingFile>, options: FeedOptions): Promise<void> {
  for (;;) {
    await job.free()
    if (job.signal.aborted) return
    const next = await nextOf(job, files)
    if (!next) return
    await handIn(job, next, options)
  }
}

async function nextOf({ signal }: Running, files: AsyncIterator<IncomingFile>): Promise<IncomingFile | undefined> {
  try {
    const next = await files.next()
    return next.done ? undefined : next.value
  } catch (error) {
    if (signal.aborted) return undefined
    throw error
  }
}

async function handIn(job: Running, incoming: IncomingFile, options: FeedOptions): Promise<void> {
  const { state, signal, free } = job
  const { onConflict: on_conflict, onDuplicate: on_duplicate, intake } = options
  for (;;) {
    await free()
    if (signal.aborted) return
    try {
      if (await options.isHere?.(incoming)) state.here++
      else came(state, incoming, await imagesApi.add({ dataset: state.dataset, ...incoming, on_conflict, on_duplicate, intake }, signal))
      return settle(state, incoming)
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof ApiError && OVER.test(error.message)) return job.stop(error.message)
      if (!(error instanceof ApiError && PASSING.includes(error.status))) return refused(state, incoming, await reasonOf(error, incoming), options)
      state.pause()
      state.notice = error.message
    }
  }
}

function came(state: UploadJob, incoming: IncomingFile, { id, outcome, duplicate_of, notes }: UploadedImage) {
  const name = pathOf(incoming)
  if (outcome === 'skipped') return void (duplicate_of ? state.left.push({ name, message: notes.join(' ') }) : state.here++)
  state.added++
  // the last note is that of the copy, which has a list of its own
  const others = duplicate_of ? notes.slice(0, -1) : notes
  if (others.length > 0) state.notes.push({ name, message: others.join(' ') })
  if (duplicate_of) state.copies.push({ name, message: notes.at(-1)!, image: id })
}

/** A body that cannot be read fails like a server that does not answer. */
async function reasonOf(error: unknown, { file }: IncomingFile): Promise<unknown> {
  if (error instanceof ApiError) return error
  const isReadable = await file.slice(0, 1).arrayBuffer().then(() => true, () => false)
  return isReadable ? error : new Error('It cannot be read: it was changed, moved or deleted after it was chosen.')
}

function refused(state: UploadJob, incoming: IncomingFile, error: unknown, options: FeedOptions) {
  settle(state, incoming)
  const name = pathOf(incoming)
  const message = messageOf(error)
  if (options.intake !== undefined && isIdentical(error)) return void state.here++
  const isTaken = /^file already exists/i.test(message)
  if (isTaken) state.taken.push(incoming)
  state.problems.push({ name, message: isTaken ? takenMessage(error) : withoutName(message, name) })
}

const isIdentical = (error: unknown) => error instanceof ApiError && error.body.identical === true

const takenMessage = (error: unknown) =>
  isIdentical(error) ? 'Exactly this picture is there already, under this name.' : 'There is a picture of that name already.'

/** The server names the file in its message, which has its name beside it here. */
const withoutName = (message: string, name: string) => (message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message)
