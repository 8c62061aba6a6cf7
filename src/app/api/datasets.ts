/** Datasets and their pages of images: src/contract/dataset.ts. */
import type { Success } from '@/contract/common'
import type {
  Dataset,
  DatasetConfirmed,
  DatasetImages,
  DatasetPage,
  DatasetExportIds,
  DatasetSplits,
  DatasetUpdate,
  ImageIds,
  ImageRun,
  NewDataset,
  NextImage as NextImageSchema,
} from '@/contract/dataset'
import type { DatasetDistributions } from '@/contract/distributions'
import type { DatasetFacets, SavedView, SavedViews } from '@/contract/views'
import { MOST_IDS } from '@/contract/limits'
import type { z } from '@/contract/zod'
import { request } from './client'

type NextImage = z.infer<typeof NextImageSchema>

export interface ImageFilter {
  page?: number
  limit?: number
  folder?: string
  order?: string
  /** See docs/query.md. */
  query?: string
}

interface Places {
  start: number
  limit: number
}

export const datasetsApi = {
  list: () => request<DatasetPage>('GET', '/dataset/data'),
  create: (dataset: NewDataset) => request<Dataset>('POST', '/dataset/', { json: dataset }),
  /** Its first import is over. Answers whether it stays. */
  confirm: async (id: number) => (await request<DatasetConfirmed>('POST', `/dataset/${id}/confirm`)).kept,
  update: (id: number, update: DatasetUpdate) => request<Success>('POST', `/dataset/${id}`, { json: update }),
  rename: (id: number, name: string) => request<Dataset>('POST', `/dataset/${id}/rename`, { json: { name } }),
  remove: (id: number) => request<Success>('DELETE', `/dataset/${id}`),

  images: (id: number, filter: ImageFilter, signal?: AbortSignal) =>
    request<DatasetImages>('GET', `/dataset/${id}/data`, { query: queryOf(filter), signal }),

  /** As `images`, from a place of the list, with nothing besides. */
  imageRun: (id: number, filter: ImageFilter, { start, limit }: Places, signal?: AbortSignal) =>
    request<ImageRun>('GET', `/dataset/${id}/images`, {
      query: { ...queryOf(filter), page: undefined, start, limit },
      signal,
    }),

  /** Some of its images, in the order of the ids; those in the trash are left out. */
  some: async (id: number, ids: readonly number[], signal?: AbortSignal) =>
    (await request<ImageRun>('GET', `/dataset/${id}/images`, { query: { ids: ids.join() }, signal })).images,

  /** Their ids, from a place of the list. */
  imageIds: (id: number, filter: ImageFilter, { start, limit }: Places) =>
    request<ImageIds>('GET', `/dataset/${id}/ids`, { query: { ...queryOf(filter), page: undefined, start, limit } }),

  exportIds: (id: number) => request<DatasetExportIds>('GET', `/dataset/${id}/export/ids`),
  splits: (id: number) => request<DatasetSplits>('GET', `/dataset/${id}/splits`),

  distributions: (id: number, signal?: AbortSignal) =>
    request<DatasetDistributions>('GET', `/dataset/${id}/distributions`, { signal }),
  facets: (id: number, { folder, query }: ImageFilter) =>
    request<DatasetFacets>('GET', `/dataset/${id}/facets`, { query: queryOf({ folder, query }) }),
  views: async (id: number) => (await request<SavedViews>('GET', `/dataset/${id}/views`)).views,
  setViews: (id: number, views: SavedView[]) => request<SavedViews>('PUT', `/dataset/${id}/views`, { json: { views } }),

  /** The next image nobody has worked on, in the dataset's order, going on from the start at the end; null if there is none. */
  nextUnlabelled: async (id: number, after?: number) =>
    (await request<NextImage>('GET', `/dataset/${id}/next`, { query: { state: 'unlabelled', after } })).id,

  /** The images of a filtered list that nobody has worked on, in its order. */
  unlabelledIds: async (id: number, filter: ImageFilter): Promise<number[]> => {
    const query = `${filter.query ?? ''} state:unlabelled`.trim()
    return (await datasetsApi.imageIds(id, { ...filter, query }, { start: 0, limit: MOST_IDS })).ids
  },
}

const queryOf = ({ page, limit, folder, order, query }: ImageFilter) => ({
  page,
  limit,
  folder,
  order,
  query: query || undefined,
})
