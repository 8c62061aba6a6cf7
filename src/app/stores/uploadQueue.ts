/** Uploads files, several at a time. The next file is read when one is done, so that only files in transit are in memory. */
import type { UploadedImage } from '@/contract/image'
import { ApiError } from '@/contract/errors'
import { messageOf } from '../api/client'
import { addBatch } from '../api/imageBatch'
import { imagesApi, pathOf, type IncomingFile, type OnConflict, type OnDuplicate } from '../api/images'
import { t } from '../i18n'
import { settle, type Running, type UploadJob } from './uploadJob'

export interface UploadQueueOptions {
  onConflict: OnConflict
  onDuplicate: OnDuplicate
  atOnce: number
  /** Sends many files per request, which takes a fraction of the time. Files of a batch show together. */
  inBatches?: boolean
  /** The folder import that the files belong to. */
  intake?: number
  /** Called before a file is sent; true if the dataset already has it, which skips it. */
  isHere?: (incoming: IncomingFile) => Promise<boolean>
}

/** Temporary failures: storage can be freed, and an import that publishes ends soon. */
const PASSING = [409, 507]
/** Failures that apply to all files. */
const OVER = ['dataset-missing', 'import-over']

/** Resolves when every file was added or refused, or the job was cancelled. */
export async function feed(
  job: Running,
  files: AsyncIterable<IncomingFile>,
  options: UploadQueueOptions,
): Promise<void> {
  const batches = batchesOf(files, options.inBatches ? BATCH : ONE)
  await Promise.all(Array.from({ length: options.atOnce }, () => work(job, batches, options)))
}

const BATCH = { files: 50, bytes: 16 * 1024 * 1024 }
const ONE = { files: 1, bytes: Infinity }

async function* batchesOf(files: AsyncIterable<IncomingFile>, most: typeof BATCH): AsyncGenerator<IncomingFile[]> {
  let batch: IncomingFile[] = []
  let bytes = 0
  for await (const incoming of files) {
    batch.push(incoming)
    bytes += incoming.file.size
    if (batch.length < most.files && bytes < most.bytes) continue
    yield batch
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield batch
}

async function work(job: Running, batches: AsyncIterator<IncomingFile[]>, options: UploadQueueOptions): Promise<void> {
  for (;;) {
    await job.free()
    if (job.signal.aborted) return
    const next = await nextOf(job, batches)
    if (!next) return
    const left = next.length > 1 ? await handInTogether(job, next, options) : next
    for (const incoming of left) await handIn(job, incoming, options)
  }
}

/** Returns files to send one by one: if one cannot be read or storage is full, each gets its own report. */
async function handInTogether(
  { state, signal }: Running,
  batch: IncomingFile[],
  options: UploadQueueOptions,
): Promise<IncomingFile[]> {
  const { onConflict: on_conflict, onDuplicate: on_duplicate, intake } = options
  let left = batch
  try {
    for (const incoming of batch) {
      if (!(await options.isHere?.(incoming))) continue
      state.here++
      settle(state, incoming)
      left = left.filter((each) => each !== incoming)
    }
    if (left.length === 0 || signal.aborted) return []
    const results = await addBatch({ dataset: state.dataset, on_conflict, on_duplicate, intake }, left, signal)
    results.forEach((result, at) => {
      if (result.outcome === 'refused')
        return refused(state, left[at]!, new ApiError(400, result.message, { ...result }), options)
      came(state, left[at]!, result)
      settle(state, left[at]!)
    })
    return []
  } catch {
    return signal.aborted ? [] : left
  }
}

async function nextOf<Next>({ signal }: Running, files: AsyncIterator<Next>): Promise<Next | undefined> {
  try {
    const next = await files.next()
    return next.done ? undefined : next.value
  } catch (error) {
    if (signal.aborted) return undefined
    throw error
  }
}

async function handIn(job: Running, incoming: IncomingFile, options: UploadQueueOptions): Promise<void> {
  const { state, signal, free } = job
  const { onConflict: on_conflict, onDuplicate: on_duplicate, intake } = options
  for (;;) {
    await free()
    if (signal.aborted) return
    try {
      if (await options.isHere?.(incoming)) state.here++
      else
        came(
          state,
          incoming,
          await imagesApi.add({ dataset: state.dataset, ...incoming, on_conflict, on_duplicate, intake }, signal),
        )
      return settle(state, incoming)
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof ApiError && OVER.includes(error.code)) return job.stop(messageOf(error))
      if (!(error instanceof ApiError && PASSING.includes(error.status)))
        return refused(state, incoming, await reasonOf(error, incoming), options)
      state.pause()
      state.notice = messageOf(error)
    }
  }
}

function came(state: UploadJob, incoming: IncomingFile, { id, outcome, duplicate_of, notes }: UploadedImage) {
  const name = pathOf(incoming)
  if (outcome === 'skipped')
    return void (duplicate_of ? state.left.push({ name, message: notes.join(' ') }) : state.here++)
  state.added++
  // drops the last note: duplicates have their own list
  const others = duplicate_of ? notes.slice(0, -1) : notes
  if (others.length > 0) state.notes.push({ name, message: others.join(' ') })
  if (duplicate_of) state.copies.push({ name, message: notes.at(-1)!, image: id })
}

/** A file that cannot be read fails like a server that does not answer. */
async function reasonOf(error: unknown, { file }: IncomingFile): Promise<unknown> {
  if (error instanceof ApiError) return error
  const isReadable = await file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    )
  return isReadable ? error : new Error(t('transfer.unreadable'))
}

function refused(state: UploadJob, incoming: IncomingFile, error: unknown, options: UploadQueueOptions) {
  settle(state, incoming)
  const name = pathOf(incoming)
  const message = messageOf(error)
  if (options.intake !== undefined && isIdentical(error)) return void state.here++
  const isTaken = error instanceof ApiError && TAKEN.includes(error.code)
  if (isTaken) state.taken.push(incoming)
  state.problems.push({ name, message: isTaken ? takenMessage(error) : withoutName(message, name) })
}

const TAKEN = ['file-exists', 'file-exists-at', 'file-exists-numbered', 'file-in-trash', 'file-in-trash-at']
const isIdentical = (error: unknown) => error instanceof ApiError && error.body.identical === true

const takenMessage = (error: unknown) => (isIdentical(error) ? t('transfer.identical') : t('transfer.nameTaken'))

/** Removes the file name from the server's message, because the list shows it. */
const withoutName = (message: string, name: string) =>
  message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message
