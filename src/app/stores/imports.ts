/**
 * Imports of COCO files and archives. A COCO file is stored, tried without changing anything, and imported when people
 * have seen what would happen. An archive comes in at once, save for a question that only people can answer. The tasks go
 * on in the worker; this is what the page knows of them.
 */
import { defineStore } from 'pinia'
import { computed, reactive, shallowReactive, shallowRef, watch } from 'vue'
import type { ArchiveImportQuery, CocoImportQuery } from '@/contract/coco'
import { messageOf } from '../api/client'
import { cocoApi, type ArchiveResult, type ImportResult } from '../api/coco'
import { tasksApi } from '../api/tasks'

export interface ImportJob {
  id: number
  kind: 'coco' | 'zip'
  dataset: number
  datasetName: string
  fileName: string
  step: 'storing' | 'checking' | 'review' | 'running' | 'done' | 'failed'
  /** Progress of the step, 0 to 100. */
  progress: number
  task: number | null
  addMissing: boolean
  /** For files that do not say it: the coordinates count the stored pixels of rotated images. */
  turned: boolean
  /** How to treat categories whose keypoints differ here. */
  definitions: CocoImportQuery['definitions']
  /** The preview, or the result. */
  report: ImportResult | ArchiveResult | null
  problem: string
  /** Imports after the preview. */
  confirm(): Promise<void>
  /** Repeats the preview with other options. */
  review(options: ReviewOptions): Promise<void>
}

type ReviewOptions = Partial<Pick<ImportJob, 'addMissing' | 'turned' | 'definitions'>>

interface Target {
  dataset: number
  datasetName: string
}

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
      await runZip(job, upload, 'ask')
      job.review = async (options) => void Object.assign(job, options)
      job.confirm = () => attempt(job, () => runZip(job, upload, job.turned ? 'yes' : 'no'))
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
    if (job.step === 'done' || job.step === 'failed' || job.step === 'review') dismiss(job)
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
    show: (job: ImportJob) => void (shownId.value = job.id),
    hide,
    dismiss,
  }
})

function newJob(id: number, kind: ImportJob['kind'], { dataset, datasetName }: Target, fileName: string): ImportJob {
  const nothing = () => Promise.resolve()
  return reactive<ImportJob>({
    id,
    kind,
    dataset,
    datasetName,
    fileName,
    step: 'storing',
    progress: 0,
    task: null,
    addMissing: false,
    turned: false,
    definitions: 'auto',
    report: null,
    problem: '',
    confirm: nothing,
    review: nothing,
  })
}

const progressOf =
  (job: ImportJob) =>
  ({ id, progress }: { id: number; progress: number }) =>
    Object.assign(job, { task: id, progress })

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

/** Keeps the images of the first run when the archive is imported again with the answer. */
async function runZip(job: ImportJob, upload: string, turned: ArchiveImportQuery['turned']) {
  Object.assign(job, { step: 'running', progress: 0 })
  const result = await cocoApi.importZip(
    job.dataset,
    { upload, turned, add_missing: job.addMissing },
    { onProgress: progressOf(job) },
  )
  job.report = { ...result, ...(job.report && 'pictures' in job.report ? { pictures: job.report.pictures } : {}) }
  job.step = result.dry_run ? 'review' : 'done'
}

async function attempt(job: ImportJob, work: () => Promise<void>) {
  try {
    await work()
  } catch (error) {
    Object.assign(job, { step: 'failed', problem: messageOf(error) })
  }
}
