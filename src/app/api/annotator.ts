/** What the annotator asks of the server: src/contract/annotator.ts. */
import type { AnnotatorChangesResult, AnnotatorData } from '@/contract/annotator'
import type { Dataset } from '@/contract/dataset'
import { ApiError, type ErrorBody } from '@/contract/errors'
import type { Image, ImageState } from '@/contract/image'
import type { AnnotatorApi } from '../annotator/save/session'

const BUSY = [408, 425, 429]

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(`${import.meta.env.BASE_URL}api${path}`, init)
  if (response.ok) return response
  const body = (await response.json().catch(() => ({ message: response.statusText }))) as ErrorBody
  throw new ApiError(response.status, body.message, body)
}

async function write<Answer>(method: 'POST' | 'PUT', path: string, body: unknown, key: string = crypto.randomUUID()): Promise<Answer> {
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key }
  return (await ask(path, { method, headers, body: JSON.stringify(body) })).json() as Promise<Answer>
}

export const annotatorApi: AnnotatorApi = {
  load: async (imageId) => (await ask(`/annotator/data/${imageId}`)).json() as Promise<AnnotatorData>,
  change: (body, key) => write<AnnotatorChangesResult>('POST', '/annotator/changes', body, key),
  undo: (imageId, key) => write<AnnotatorChangesResult>('POST', '/annotator/undo', { image_id: imageId }, key),
  redo: (imageId, key) => write<AnnotatorChangesResult>('POST', '/annotator/redo', { image_id: imageId }, key),
  setState: (imageId, state: ImageState, key) => write<Image>('PUT', `/image/${imageId}`, { state }, key),
  isFinal: (error) => error instanceof ApiError && error.status >= 400 && error.status < 500 && !BUSY.includes(error.status),
  isConflict: (error) => error instanceof ApiError && error.status === 409,
}

/** The upright picture at full size, in a form that browsers show. */
export async function fetchPicture(imageId: number, signal: AbortSignal): Promise<Blob> {
  return (await ask(`/image/${imageId}?asAttachment=false`, { signal })).blob()
}

/** A category of that name for the dataset: the one there is, or a new one. */
export async function addCategory({ id, categories }: Dataset, name: string): Promise<void> {
  await write('POST', `/dataset/${id}`, { categories: [...categories, name] })
}
