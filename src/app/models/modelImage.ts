/** An image of the store as models look at it. */
import { send } from '../api/client'
import { imageInfo } from '../api/models'
import type { ModelImage } from './seams'

/** Larger ones are asked for at this size, which is made, and kept, by the worker. */
const FITTED = 1024
const LARGE = 2048

interface Shown {
  id: number
  width: number
  height: number
}

/** Rejects when there is no such image, or its image is missing or cannot be shown. */
export async function modelImage(id: number, signal: AbortSignal): Promise<ModelImage> {
  return storedImage(await imageInfo(id, signal), signal)
}

/** The key is that of the file's content, so that a replaced image is looked at anew. */
export async function storedImage({ id, width, height }: Shown, signal: AbortSignal): Promise<ModelImage> {
  const head = await send('GET', `/image/${id}`, { query: { asAttachment: false }, signal })
  head.body?.cancel().catch(() => {})
  return {
    key: head.headers.get('ETag') ?? `${id}`,
    size: { width, height },
    async bitmap(side, wanted) {
      const fitted = side <= FITTED ? FITTED : LARGE
      const query = {
        asAttachment: false,
        ...(Math.max(width, height) > fitted ? { width: fitted, height: fitted } : {}),
      }
      const response = await send('GET', `/image/${id}`, { query, signal: wanted })
      return createImageBitmap(await response.blob())
    },
  }
}

/** An image that is not stored. */
export async function blobImage(blob: Blob): Promise<ModelImage> {
  const bitmap = await createImageBitmap(blob)
  const { width, height } = bitmap
  bitmap.close()
  return { key: crypto.randomUUID(), size: { width, height }, bitmap: () => createImageBitmap(blob) }
}
