/** Datasets and their pages of images: src/contract/dataset.ts. */
import type { Success } from '@/contract/common'
import type { Dataset, DatasetImages, DatasetPage, DatasetUpdate, NewDataset } from '@/contract/dataset'
import type { ImageState } from '@/contract/image'
import { request } from './client'

export interface ImageFilter {
  page?: number
  limit?: number
  folder?: string
  order?: string
  /** Part of the file name. */
  name?: string
  state?: ImageState
  category?: number
  annotated?: boolean
}

export const datasetsApi = {
  list: () => request<DatasetPage>('GET', '/dataset/data'),
  create: (dataset: NewDataset) => request<Dataset>('POST', '/dataset/', { json: dataset }),
  update: (id: number, update: DatasetUpdate) => request<Success>('POST', `/dataset/${id}`, { json: update }),
  remove: (id: number) => request<Success>('DELETE', `/dataset/${id}`),

  images: (id: number, filter: ImageFilter, signal?: AbortSignal) =>
    request<DatasetImages>('GET', `/dataset/${id}/data`, { query: queryOf(filter), signal }),

  /** The first image nobody has worked on, in the dataset's order. */
  async nextUnlabelled(id: number): Promise<number | null> {
    const { images } = await datasetsApi.images(id, { state: 'unlabelled', limit: 1 })
    return images[0]?.id ?? null
  },
}

/** A category without `annotated` would also answer images without annotations, as older clients expect. */
function queryOf({ page, limit, folder, order, name, state, category, annotated }: ImageFilter) {
  return { page, limit, folder, order, state, file_name__icontains: name, category_ids__in: category, annotated: category ? true : annotated }
}
