/** What the annotator asks of the server: src/contract/annotator.ts. */
import type { AnnotatorChangesResult, AnnotatorData } from '@/contract/annotator'
import type { Dataset, NextImage } from '@/contract/dataset'
import { ApiError } from '@/contract/errors'
import type { Image, ImageState } from '@/contract/image'
import type { AnnotatorApi } from '../annotator/save/session'
import { request, send } from './client'

const BUSY = [408, 425, 429]

const write = (path: string, json: unknown, key?: string) => request<AnnotatorChangesResult>('POST', path, { json, key })

export const annotatorApi: AnnotatorApi = {
  load: (imageId) => request<AnnotatorData>('GET', `/annotator/data/${imageId}`, { query: { paper_object: false } }),
  change: (body, key) => write('/annotator/changes', body, key),
  undo: (imageId, key) => write('/annotator/undo', { image_id: imageId }, key),
  redo: (imageId, key) => write('/annotator/redo', { image_id: imageId }, key),
  setState: (imageId, state: ImageState, key) => request<Image>('PUT', `/image/${imageId}`, { json: { state }, key }),
  isFinal: (error) => error instanceof ApiError && error.status >= 400 && error.status < 500 && !BUSY.includes(error.status),
  isConflict: (error) => error instanceof ApiError && error.status === 409,
}

/** The upright picture at full size, in a form that browsers show. */
export async function fetchPicture(imageId: number, signal: AbortSignal): Promise<Blob> {
  return (await send('GET', `/image/${imageId}`, { query: { asAttachment: false }, signal })).blob()
}

/** A category of that name for the dataset: the one there is, or a new one. */
export async function addCategory({ id, categories }: Dataset, name: string): Promise<void> {
  await request('POST', `/dataset/${id}`, { json: { categories: [...categories, name] } })
}

/** The next image of the dataset that nothing has been drawn on, round and round; null when there is none. */
export async function nextUnlabelled(datasetId: number, after: number): Promise<number | null> {
  const query = { state: 'unlabelled', after }
  return (await request<NextImage>('GET', `/dataset/${datasetId}/next`, { query })).id
}
