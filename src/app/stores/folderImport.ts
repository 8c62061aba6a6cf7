/**
 * The import of a folder, which an interruption does not lose: the worker counts what came in, and the folder chosen again
 * goes on from there. What is here already, by path and content, is not sent a second time.
 */
import { hex } from '@/core/hex'
import { holdingFolderImport, folderImportApi } from '../api/folderImport'
import { tasksApi } from '../api/tasks'
import { pathOf, type IncomingFile } from '../api/images'
import { t } from '../i18n'
import { feed, type UploadQueueOptions } from './uploadQueue'
import type { Running } from './uploadJob'

/** Number of files per question to the worker. */
const ASKED_AT_ONCE = 200
/** Up to this many files are sent one by one, so that each shows as soon as it is stored. */
const FEW = 12
/** Number of skipped files per report to the worker. */
const COUNTED_AT_ONCE = 100
/** Bytes. Larger files are uploaded and compared by the worker, because hashing here would load them into memory. */
const HASHED_HERE = 64 * 1024 * 1024

/** True for a folder, or for more images than a user would want to select again after an interruption. */
export const isLarge = (files: readonly IncomingFile[]) =>
  files.length >= 50 || files.some(({ folder }) => folder !== '')

/** Names of the folders of the files: "holiday", "a, b"; '' for files without a folder. */
export function foldersOf(files: readonly IncomingFile[]): string {
  const names = [...new Set(files.map(({ folder }) => folder.split('/')[0]!))].filter(Boolean).sort()
  return names.length > 3
    ? t('transfer.foldersMore', { names: names.slice(0, 3).join(', '), count: names.length - 3 })
    : names.join(', ')
}

/** Starts an import, or resumes `task`. */
export async function importFolder(
  job: Running,
  files: IncomingFile[],
  options: UploadQueueOptions,
  task?: number,
): Promise<void> {
  const { state, signal } = job
  const totals = { pictures: files.length, bytes: state.bytes ?? 0 }
  const { id } =
    task === undefined
      ? await folderImportApi.begin({ dataset_id: state.dataset, folder: foldersOf(files), ...totals })
      : await folderImportApi.resume(task, totals)
  state.task = id
  const known = new Map<IncomingFile, string>()
  const counter = countHere(id)
  const isHere = async (incoming: IncomingFile) => {
    const hash = known.get(incoming)
    known.delete(incoming)
    if (!hash || incoming.file.size > HASHED_HERE || (await sha256(incoming.file)) !== hash) return false
    await counter.add(incoming.file.size)
    return true
  }
  await holdingFolderImport(id, async () => {
    await feed(job, asking(id, files, known, signal), { ...options, intake: id, isHere, inBatches: files.length > FEW })
    if (state.status === 'cancelled') await tasksApi.cancel(id)
    if (signal.aborted) return
    await counter.flush()
    await folderImportApi.finish(id)
  })
}

/** Yields the files in order. Asks the worker about the next batch while the current one is uploaded. */
async function* asking(
  id: number,
  files: IncomingFile[],
  known: Map<IncomingFile, string>,
  signal: AbortSignal,
): AsyncGenerator<IncomingFile> {
  const ask = (part: IncomingFile[]) =>
    folderImportApi.known(
      id,
      part.map((each) => ({ path: pathOf(each), size: each.file.size })),
      signal,
    )
  let next = ask(files.slice(0, ASKED_AT_ONCE))
  for (let start = 0; start < files.length; start += ASKED_AT_ONCE) {
    const [part, following] = [start, start + ASKED_AT_ONCE].map((from) => files.slice(from, from + ASKED_AT_ONCE)) as [
      IncomingFile[],
      IncomingFile[],
    ]
    const hashes = await next
    if (following.length > 0) next = ask(following)
    // a failure is reported when the file's turn comes
    next.catch(() => {})
    part.forEach((each, at) => hashes[at] && known.set(each, hashes[at]))
    yield* part
  }
}

function countHere(id: number) {
  let totals = { pictures: 0, bytes: 0 }
  async function flush() {
    const now = totals
    totals = { pictures: 0, bytes: 0 }
    if (now.pictures > 0) await folderImportApi.here(id, now)
  }
  async function add(bytes: number) {
    totals = { pictures: totals.pictures + 1, bytes: totals.bytes + bytes }
    if (totals.pictures >= COUNTED_AT_ONCE) await flush()
  }
  return { add, flush }
}

const sha256 = async (file: File): Promise<string> =>
  hex(new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer())))
