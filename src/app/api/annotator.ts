/** What the annotator asks of the server: src/contract/annotator.ts. */
import type { AnnotatorChangesResult, AnnotatorData, HistoryConflict } from '@/contract/annotator'
import type { Dataset } from '@/contract/dataset'
import { ApiError } from '@/contract/errors'
import type { Image, ImageState, ImageInfo } from '@/contract/image'
import { readNpy } from '@/core/image/highBitDepth/npy'
import type { HighBitDepthImage } from '@/core/image/highBitDepth/image'
import type { AnnotatorApi } from '../annotator/save/ports'
import { request, send } from './client'
import { otherSessions, tabSession } from './tabSession'

const BUSY = [408, 425, 429]

const write = (path: string, json: unknown, key?: string) =>
  request<AnnotatorChangesResult>('POST', path, { json, key })

const readData = (imageId: number) =>
  request<AnnotatorData>('GET', `/annotator/data/${imageId}`, { query: { lean: true } })

export const annotatorApi: AnnotatorApi = {
  load: (imageId) => taken(imageId, 'data') ?? readData(imageId),
  change: (body, key) => write('/annotator/changes', body, key),
  step: (direction, imageId, seq, key) => write(`/annotator/${direction}`, { image_id: imageId, seq }, key),
  setState: (imageId, state: ImageState, key) => request<Image>('PUT', `/image/${imageId}`, { json: { state }, key }),
  isFinal: (error) =>
    error instanceof ApiError && error.status >= 400 && error.status < 500 && !BUSY.includes(error.status),
  isConflict: (error) => error instanceof ApiError && error.status === 409,
  historyConflict: (error) =>
    error instanceof ApiError && error.body.reason === 'changed_since'
      ? (error.body as unknown as HistoryConflict)
      : null,
  tabs: async () => ({ mine: await tabSession(), others: await otherSessions() }),
}

/** The upright image at full size, in a form that browsers show. */
export const fetchImage = (imageId: number, signal: AbortSignal): Promise<Blob> =>
  taken(imageId, 'blob') ?? readTiffImage(imageId, signal)

async function readTiffImage(imageId: number, signal?: AbortSignal): Promise<Blob> {
  return (await send('GET', `/image/${imageId}`, { query: { asAttachment: false }, signal })).blob()
}

export const fetchImageInfo = (imageId: number, signal: AbortSignal): Promise<ImageInfo> =>
  taken(imageId, 'facts') ?? readImageInfo(imageId, signal)

const readImageInfo = (imageId: number, signal?: AbortSignal) =>
  request<ImageInfo>('GET', `/image/${imageId}/facts`, { signal })

/** All values of an image of 16 bits. */
export async function fetchSamples(imageId: number, signal: AbortSignal): Promise<HighBitDepthImage> {
  return readNpy(await (await send('GET', `/image/${imageId}/samples`, { signal })).arrayBuffer())
}

/** What an image needs, asked for before those that need it are there. Each is given out once. */
interface Early {
  imageId: number
  blob: Promise<Blob> | null
  facts: Promise<ImageInfo> | null
  data: Promise<AnnotatorData> | null
}

let early: Early | null = null

/** Asks for all at once. The image and its facts go first: to decode it takes longest, and needs both; the worker has long to do for the data. */
export function askEarly(imageId: number): void {
  if (early?.imageId === imageId && early.data) return
  early = { imageId, blob: readTiffImage(imageId), facts: readImageInfo(imageId), data: readData(imageId) }
  // whoever takes it hears of a failure
  for (const asked of [early.blob, early.facts, early.data]) asked?.catch(() => {})
}

function taken<What extends 'blob' | 'facts' | 'data'>(imageId: number, what: What): Early[What] {
  if (early?.imageId !== imageId) return null
  const asked = early[what]
  early[what] = null
  return asked
}

/** A category of that name for the dataset: the one there is, or a new one. */
export async function addCategory({ id, categories }: Dataset, name: string): Promise<void> {
  await request('POST', `/dataset/${id}`, { json: { categories: [...categories, name] } })
}
