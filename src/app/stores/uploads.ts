/** Uploads to datasets, with pause, cancel and a report that stays. Survives changes of the page. */
import { defineStore } from 'pinia'
import { ref, shallowReactive } from 'vue'
import { inNaturalOrder } from '@/core/naturalOrder'
import { messageOf } from '../api/client'
import { pathOf, type IncomingFile, type OnConflict, type OnDuplicate } from '../api/images'
import { feed } from './uploadQueue'
import { importFolder, isLarge } from './folderImport'
import { measure, newJob, type Running, type Target, type UploadJob } from './uploadJob'

interface Options {
  onConflict?: OnConflict
  onDuplicate?: OnDuplicate
  /** Sends files one after the other, so that ids follow the order of paths. */
  inTurn?: boolean
  /** Resumes an interrupted folder import. */
  task?: number
}

const AT_ONCE = 3

export const useUploads = defineStore('uploads', () => {
  const jobs = shallowReactive<UploadJob[]>([])
  /** Number of files found so far in a folder being read. */
  const looking = ref<number | null>(null)
  let last = 0

  /** Resolves when every file has been added, refused or cancelled. */
  async function addImageFiles(target: Target, files: IncomingFile[], options: Options = {}): Promise<UploadJob> {
    const job = newJob(++last, target, files.length)
    jobs.push(job.state)
    try {
      // so that ids follow the order of names
      const ordered = inNaturalOrder(files, pathOf)
      void measure(job, ordered)
      await run(job, ordered, options)
      if (job.state.status === 'running' || job.state.status === 'paused') job.state.status = 'done'
    } catch (error) {
      job.stop(messageOf(error))
    }
    return job.state
  }

  function dismiss(id: number) {
    const index = jobs.findIndex((job) => job.id === id)
    if (index >= 0) jobs.splice(index, 1)
  }

  /** Keeps the existing files and clears the question. */
  const keepCopies = ({ copies }: UploadJob) => copies.splice(0)

  return { jobs, looking, addImageFiles, dismiss, keepCopies }
})

function run(
  job: Running,
  files: IncomingFile[],
  { onConflict = 'refuse', onDuplicate = 'keep', inTurn = false, task }: Options,
): Promise<void> {
  const options = { onConflict, onDuplicate, atOnce: inTurn ? 1 : AT_ONCE }
  return task !== undefined || isLarge(files)
    ? importFolder(job, files, options, task)
    : feed(job, inTurns(files), options)
}

async function* inTurns(files: IncomingFile[]): AsyncGenerator<IncomingFile> {
  yield* files
}
