import type { Category } from '@/contract/category'
import type { CategoryRow } from '../../db/store/rows'
import { serialiseStamp } from '../http/request'

export const serialiseCategory = (row: CategoryRow): Category => ({
  id: row.id,
  name: row.name,
  supercategory: row.supercategory,
  color: row.color,
  metadata: row.metadata,
  keypoint_labels: row.keypoint_labels,
  keypoint_edges: row.keypoint_edges,
  keypoint_colors: row.keypoint_colors,
  ...serialiseStamp(row),
})
