/** What the API wants of a model, done in this tab. */
import { t } from '@/app/i18n'
import type { Detected, ModelJob, Segmented } from '@/contract/channels/modelChannel'
import { DownloadError } from './download'
import { blobImage, modelImage } from './modelImage'
import { detectorFor, segmenterFor } from './installed'

export async function runJob(job: ModelJob<Blob>): Promise<Segmented | Detected> {
  const { signal } = new AbortController()
  try {
    if (job.kind === 'segment') {
      const segmenter = await segmenterFor(job.model, job.download, signal)
      return { candidates: await segmenter.segment(await modelImage(job.image, signal), job.prompt, signal) }
    }
    const detector = await detectorFor(job.model, signal)
    const image = typeof job.image === 'number' ? await modelImage(job.image, signal) : await readable(job.image.file)
    return { names: detector.names, detections: await detector.detect(image, job.options, signal), size: image.size }
  } catch (error) {
    if (error instanceof DownloadError)
      throw Object.assign(new Error(error.message), { status: 503, code: 'model-missing' })
    throw error
  }
}

const readable = (file: Blob) =>
  blobImage(file).catch(() => {
    throw Object.assign(new Error(t('models.unreadable')), { status: 400 })
  })
