/** Adds categories to a dataset when annotations bring them. Call within a write transaction. */
import { db } from '../store/schema'
import { touched } from '../store/stamp'
import type { RecordChange } from '../store/write'

/** Adds the categories that the dataset does not list yet. Answers false if the dataset does not exist. */
export async function addCategories(datasetId: number, used: number[], recordChange: RecordChange): Promise<boolean> {
  const row = await db.datasets.get(datasetId)
  if (!row) return false
  const added = [...new Set(used)].filter((id) => !row.categories.includes(id))
  if (added.length === 0) return true
  await db.datasets.put(touched({ ...row, categories: [...row.categories, ...added] }))
  recordChange({ action: 'update', instance: 'dataset', ids: [datasetId], dataset_id: datasetId })
  return true
}
