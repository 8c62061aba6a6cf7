/** Models: src/contract/models/model.ts. */
import type { Success } from '@/contract/common'
import type { ImageInfo } from '@/contract/image'
import type { Model, NewModel } from '@/contract/models/model'
import { readOnnxHeader } from '@/core/models/onnx/header'
import type { SamEncoderLayout } from '@/core/models/layout'
import { recognise } from '@/core/models/recognise'
import { request, send } from './client'

/** Of the upright image. Throws for an image that is not there or has no image. */
export async function imageInfo(
  id: number,
  signal?: AbortSignal,
): Promise<{ id: number; width: number; height: number }> {
  const { width, height } = await request<ImageInfo>('GET', `/image/${id}/facts`, { signal })
  return { id, width, height }
}

const file = async (id: string, part: 'model' | 'encoder' | 'decoder', signal?: AbortSignal) =>
  (await send('GET', `/model/${id}/file`, { query: { part }, signal })).arrayBuffer()

export const modelsApi = {
  list: async () => (await request<{ models: Model[] }>('GET', '/model/')).models,
  add: (model: NewModel) => request<Model>('POST', '/model/', { json: model }),
  remove: (id: string) => request<Success>('DELETE', `/model/${id}`),
  file,
  /** What goes in and out of the encoder of a pair. */
  async encoderLayout(id: string, signal?: AbortSignal): Promise<SamEncoderLayout> {
    const layout = recognise(readOnnxHeader(new Uint8Array(await file(id, 'encoder', signal))))
    if (layout.kind !== 'sam-encoder') throw new Error('The model is no SAM encoder.')
    return layout
  },
  /** Answers the id of the upload. */
  upload: async (blob: Blob, name: string, signal?: AbortSignal) =>
    (await request<{ id: string }>('POST', '/uploads', { query: { file_name: name }, file: blob, signal })).id,
}
