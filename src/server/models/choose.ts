/** Which model answers: 503 when it is not there, with what to do about it. */
import { ApiError, badRequest } from '@/contract/errors'
import { models } from '../db/models/models'
import { shippedModel, stored } from './shipped'

const missing = (message: string) => new ApiError(503, message, { code: 'model-missing' })

/** The id of a model that outlines what is pointed at. `download`: it may be fetched first. */
export async function expectSegmenter(id: string | undefined, download: boolean): Promise<string> {
  const shipped = await shippedModel()
  if (id !== undefined && id !== shipped?.id) return own(id, 'segment')
  if (!shipped) throw missing('This build of the app comes without a model. Install one on the Models page.')
  if (!download && !(await stored.isReady(shipped)))
    throw missing('The model is not downloaded yet. Take smart select in the annotator, or ask with `download=true`.')
  return shipped.id
}

export async function expectDetector(id: string): Promise<{ id: string }> {
  return { id: await own(id, 'detect') }
}

async function own(id: string, kind: 'segment' | 'detect'): Promise<string> {
  const row = /^\d{1,15}$/.test(id) ? await models.find(Number(id)) : undefined
  if (!row)
    throw missing(
      `There is no model ${id.slice(0, 40)}. GET /model/ lists those that are installed; install yours on the Models page.`,
    )
  if (row.kind !== kind)
    throw badRequest(
      kind === 'detect'
        ? `"${row.name}" finds what is pointed at, not all things. Choose a detector.`
        : `"${row.name}" finds all things, not what is pointed at.`,
    )
  return String(row.id)
}

export async function firstDetector(): Promise<{ id: string }> {
  const row = (await models.list()).find(({ kind }) => kind === 'detect')
  if (!row)
    throw missing(
      'There is no model that finds objects. Install one on the Models page: drop an ONNX file of YOLO or RT-DETR.',
    )
  return { id: String(row.id) }
}
