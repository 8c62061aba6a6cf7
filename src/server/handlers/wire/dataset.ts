import type { Dataset } from '@/contract/dataset'
import type { DatasetRow } from '../../db/rows'
import { stampToWire } from '../http'

/** The virtual folder of a dataset (D9). */
export const directoryOf = (name: string) => `/data/datasets/${name}/`

/** There is one user, who may do everything (D8). */
export const PERMISSIONS = { owner: true, edit: true, share: true, generate: true, delete: true, download: true }

export const datasetToWire = (row: DatasetRow): Dataset => ({
  id: row.id,
  name: row.name,
  directory: directoryOf(row.name),
  categories: row.categories,
  default_annotation_metadata: row.default_annotation_metadata,
  owner: row.creator,
  users: [],
  annotate_url: '',
  ...stampToWire(row),
})
