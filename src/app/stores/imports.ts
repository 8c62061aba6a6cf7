/**
 * Imports of COCO files and archives. A COCO file is stored, tried without changing anything, and imported when people
 * have seen what would happen. An archive comes in at once, save for a question that only people can answer (archiveImport.ts).
 * The tasks go on in the worker; this is what the page knows of them.
 */
import { defineStore } from 'pinia'
import { computed, shallowReactive, shallowRef, watch } from 'vue'
import { messageOf } from '../api/client'
import { cocoApi, type ImportResult } from '../api/coco'
import { tasksApi } from '../api/tasks'
import { followArchive } from './archiveImport'
import { newJob, progressOf, type ImportJob, type ReviewOptions, type Target } from './importJob'

type Follow = (options: { dry_run: boolean }) => Promise<void>

export const useImports = defineStore('imports', () => {
  const jobs = shallowReactive<ImportJob[]>([])
  const shownId = shallowRef<number | null>(null)
  const shown = computed(() => jobs.find(({ id }) => id === shownId.value) ?? null)
  let last = 0

  function start(kind: ImportJob['kind'], target: Target, file: File): ImportJob {
    const job = newJob(++last, kind, target, file.name)
    jobs.push(job)
    shownId.value = job.id
    return job
  }

  /** Opens the preview of a COCO file. Resolves when the preview is shown. */
  async function openCoco(target: Target, file: File, { addMissing = false } = {}): Promise<ImportJob> {
    const job = start('coco', target, file)
    await attempt(job, async () => {
      const { id: upload } = await cocoApi.upload(file)
      const follow: Follow = async ({ dry_run }) => {
        job.report = await cocoApi.importCoco(
          job.dataset,
          {
            upload,
            dry_run,
            add_missing: job.addMissing,
            turned: job.turned ? 'yes' : 'no',
            definitions: job.definitions,
          },
          { onProgress: progressOf(job) },
        )
      }
      job.review = (options) => reviewJob(job, follow, options)
      job.confirm = () => runJob(job, follow)
    })
    if (job.step !== 'failed') await job.review({ addMissing })
    return job
  }

  /** Imports an archive. Resolves when it has ended or waits for an answer. */
  async function openZip(target: Target, file: File): Promise<ImportJob> {
    const job = start('zip', target, file)
    await attempt(job, async () => {
      const { id: upload } = await cocoApi.upload(file)
      const archive = followArchive(job, upload, progressOf(job))
      job.review = (options) => attempt(job, () => archive.review(options))
      job.confirm = () => attempt(job, archive.confirm)
      await archive.begin()
    })
    return job
  }

  /** Imports a COCO file without a preview. */
  async function runCoco(dataset: number, file: File): Promise<ImportResult> {
    const { id: upload } = await cocoApi.upload(file)
    return cocoApi.importCoco(dataset, { upload })
  }

  function hide(job: ImportJob) {
    if (shownId.value === job.id) shownId.value = null
    if (!['storing', 'checking', 'running'].includes(job.step)) dismiss(job)
  }

  function dismiss({ id }: ImportJob) {
    const index = jobs.findIndex((job) => job.id === id)
    if (index >= 0) jobs.splice(index, 1)
  }

  /** Resolves when no import into the dataset is running or waiting for an answer. */
  function over(dataset: number): Promise<void> {
    const isOpen = () => jobs.some((job) => job.dataset === dataset && job.step !== 'done' && job.step !== 'failed')
    return new Promise((resolve) => {
      const stop = watch(
        isOpen,
        (open) => {
          if (open) return
          resolve()
          void Promise.resolve().then(() => stop())
        },
        { immediate: true },
      )
    })
  }

  return {
    jobs,
    shown,
    openCoco,
    openZip,
    runCoco,
    over,
    set: (job: ImportJob, answers: Partial<Pick<ImportJob, 'format' | 'names'>>) => void Object.assign(job, answers),
    show: (job: ImportJob) => void (shownId.value = job.id),
    hide,
    dismiss,
  }
})

const reviewJob = (job: ImportJob, follow: Follow, options: ReviewOptions) =>
  attempt(job, async () => {
    Object.assign(job, { step: 'checking', progress: 0, ...options })
    await follow({ dry_run: true })
    job.step = 'review'
    // the report is shown, and a preview is not a task that users look up later
    if (job.task) await tasksApi.remove(job.task)
  })

const runJob = (job: ImportJob, follow: Follow) =>
  attempt(job, async () => {
    Object.assign(job, { step: 'running', progress: 0 })
    await follow({ dry_run: false })
    job.step = 'done'
  })

async function attempt(job: ImportJob, work: () => Promise<void>) {
  try {
    await work()
  } catch (error) {
    Object.assign(job, { step: 'failed', problem: messageOf(error) })
  }
}
