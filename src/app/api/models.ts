/** Models and what they are asked about: src/contract/model.ts. */
import type { ImageInfo } from '@/contract/image'
import { request } from './client'

/** Of the upright picture. Throws for an image that is not there or has no picture. */
export async function imageInfo(id: number, signal?: AbortSignal): Promise<{ id: number; width: number; height: number }> {
  const { width, height } = await request<ImageInfo>('GET', `/image/${id}/facts`, { signal })
  return { id, width, height }
}
