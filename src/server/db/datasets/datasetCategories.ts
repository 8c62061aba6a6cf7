/** Categories that come into a dataset with its annotations. Call within a write transaction. */
import { db } from '../store/schema'
import { touched } from '../store/stamp'
import type { RecordChange } from '../store/write'

/** Adds those that the dataset does not list yet. */
export async function addCategories(datasetId: number, used: number[], recordChange: RecordChange): Promise<void> {
  const row = await db.datasets.get(datasetId)
  const more = row ? [...new Set(used)].filter((id) => !row.categories.includes(id)) : []
  if (!row || more.length === 0) return
  await db.datasets.put(touched({ ...row, categories: [...row.categories, ...more] }))
  recordChange({ action: 'update', instance: 'dataset', ids: [datasetId], dataset_id: datasetId })
}
