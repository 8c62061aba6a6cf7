/** Rows that index the user's work: locations, order, trash, changes. */
import type { Instance } from '@/contract/trash'

/** Image id and chunk number of BLOCK_SIZE consecutive annotation ids. Image 0: no annotation has the id. */
export interface LocationRow {
  block: number
  images: Float64Array
  chunks: Uint16Array
}

/** About ORDER_SIZE consecutive images of a dataset, in order: path by code points, then id. Without deleted ones. */
export interface OrderRow {
  dataset_id: number
  chunk: number
  entries: OrderEntry[]
}

export type OrderEntry = [path: string, image_id: number]

/** Describes the chunks of a dataset's order, in order. */
export interface OrderHeadRow {
  dataset_id: number
  /** `folder`: set when all images of the chunk are in one folder. Listing folders can then skip the chunk. */
  chunks: { chunk: number; first: OrderEntry; count: number; folder?: string }[]
}

export interface TrashRow {
  instance: Instance
  id: number
  date: number
}

export interface ChangeRow {
  seq?: number
  at: number
  action: 'create' | 'update' | 'delete'
  instance: Instance | 'task'
  ids: number[]
  image_id?: number
  dataset_id?: number
}
