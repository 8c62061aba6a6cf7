/** Images: adding, changing, removing, and the addresses of their images. src/contract/image.ts */
import type { BulkCounts, ImageBulk, ImageBulkResult, UploadedImage } from '@/contract/image'
import type { Task } from '@/contract/task'
import { apiUrl, request } from './client'

export type OnConflict = 'refuse' | 'skip' | 'replace' | 'rename'
export type OnDuplicate = 'keep' | 'skip'

/** A file on its way into a dataset. */
export interface IncomingFile {
  file: File
  /** Folder it lies in, relative to the dataset; '' for its root. */
  folder: string
}

/** Inside the dataset. */
export const pathOf = ({ file, folder }: IncomingFile) => (folder ? `${folder}/${file.name}` : file.name)

export interface NewImage extends IncomingFile {
  dataset: number
  on_conflict?: OnConflict
  /** When an image of the dataset is the same image; kept if absent. */
  on_duplicate?: OnDuplicate
  /** The import of a folder that it belongs to. */
  intake?: number
}

export const imagesApi = {
  /** The file itself is the body: a form would be held in memory whole. */
  add: ({ dataset, file, folder, on_conflict, on_duplicate, intake }: NewImage, signal?: AbortSignal) =>
    request<UploadedImage>('POST', '/image/', {
      query: { dataset_id: dataset, file_name: file.name, folder, on_conflict, on_duplicate, intake },
      file,
      signal,
    }),
  /** 409 with a ReplaceConflict when the size differs and nobody said that it may. */
  replace: (id: number, file: File, other_size: 'refuse' | 'keep' | 'scale') =>
    request<UploadedImage>('PUT', `/image/${id}/file`, { query: { other_size }, file }),
  /** All of them, or none when one cannot be changed. */
  change: (bulk: ImageBulk) => request<ImageBulkResult>('POST', '/image/bulk', { json: bulk }),
  /** As a task that can be taken back. */
  changeAsTask: (bulk: ImageBulk) => request<Task>('POST', '/image/bulk/task', { json: bulk }),
  /** What a change of them would touch. */
  count: (ids: number[]) => request<BulkCounts>('POST', '/image/bulk/count', { json: { ids } }),
}

/** The image with its annotations drawn in. A page reuses an image by its address, so the address holds the revision. */
export const thumbnailUrl = ({ id, revision }: { id: number; revision: number }, width: number) =>
  apiUrl(`/image/${id}`, { width, thumbnail: true, asAttachment: false, v: revision })
