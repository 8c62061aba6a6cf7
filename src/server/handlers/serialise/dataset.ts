import type { Dataset } from '@/contract/dataset'
import type { DatasetRow } from '../../db/store/rows'
import { serialiseStamp } from '../http/request'

/** The virtual folder of a dataset. */
export const directoryOf = (name: string) => `/data/datasets/${name}/`

/** There is one user, who has all permissions. */
export const PERMISSIONS = { owner: true, edit: true, share: true, generate: true, delete: true, download: true }

export const serialiseDataset = (row: DatasetRow): Dataset => ({
  id: row.id,
  name: row.name,
  directory: directoryOf(row.name),
  categories: row.categories,
  default_annotation_metadata: row.default_annotation_metadata,
  owner: row.creator,
  users: [],
  annotate_url: row.annotate_url ?? '',
  ...serialiseStamp(row),
})
