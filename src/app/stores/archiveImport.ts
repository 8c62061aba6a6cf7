/**
 * Import of one archive. Images and COCO files come in at once; label files of other formats are tried first, and imported when people have
 * seen what would happen. Where the files fit several formats, people choose.
 */
import type { ArchiveImportQuery } from '@/contract/coco'
import { ApiError } from '@/contract/errors'
import type { FormatId } from '@/core/formats/types'
import { cocoApi, type ArchiveResult } from '../api/coco'
import { tasksApi, type Following } from '../api/tasks'
import type { ImportJob, ReviewOptions } from './importJob'

/** What would happen, of labels of a format other than COCO: nothing is stored, not even the images. */
export const isLabelPreview = ({ report }: Pick<ImportJob, 'report'>): boolean =>
  report !== null && 'format' in report && report.dry_run && report.format !== null && report.format !== 'coco'

export function followArchive(job: ImportJob, upload: string, onProgress: Following['onProgress']) {
  const run = (query: Partial<ArchiveImportQuery>) =>
    cocoApi.importZip(
      job.dataset,
      {
        upload,
        add_missing: job.addMissing,
        definitions: job.definitions,
        format: job.format,
        names: job.names || undefined,
        ...query,
      },
      { onProgress },
    )

  async function attempt(step: 'checking' | 'running', query: Partial<ArchiveImportQuery>) {
    Object.assign(job, { step, progress: 0 })
    try {
      await take(await run(query))
    } catch (error) {
      const candidates = candidatesOf(error)
      if (!candidates) throw error
      if (job.task) await tasksApi.remove(job.task)
      Object.assign(job, { step: 'choose', candidates, format: candidates[0] })
    }
  }

  /** Keeps the images of the first run when the archive is imported again with the answer. */
  async function take(result: ArchiveResult) {
    const before = job.report && 'pictures' in job.report && !isLabelPreview(job) ? job.report.pictures : undefined
    job.report = before ? { ...result, pictures: before } : result
    job.step = result.dry_run ? 'review' : 'done'
    if (!isLabelPreview(job)) return
    // each name on a line, the last one too: then commas belong to the names
    if (!job.names && result.class_names) job.names = `${result.class_names.join('\n')}\n`
    if (job.task) await tasksApi.remove(job.task)
  }

  return {
    begin: () => attempt('running', { turned: 'ask', preview: true }),

    /** Repeats the preview with other options. Which pixels count needs none. */
    async review(options: ReviewOptions) {
      Object.assign(job, options)
      if (isLabelPreview(job)) await attempt('checking', { dry_run: true })
    },

    confirm: () =>
      job.step === 'choose'
        ? attempt('running', { turned: 'ask', preview: true })
        : attempt('running', { turned: job.turned ? 'yes' : 'no' }),
  }
}

function candidatesOf(error: unknown): FormatId[] | undefined {
  if (!(error instanceof ApiError)) return undefined
  const { candidates } = error.body
  return Array.isArray(candidates) && candidates.length > 0 ? (candidates as FormatId[]) : undefined
}
