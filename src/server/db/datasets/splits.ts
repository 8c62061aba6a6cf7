/** How many images of a dataset each split has. Reads all of them, in batches. */
import type { DatasetSplits } from '@/contract/dataset'
import { exports } from '../tasks/exports'

export async function splitsOf(datasetId: number): Promise<DatasetSplits> {
  const counts = new Map<string, number>()
  let none = 0
  for await (const batch of exports.images(datasetId))
    for (const { split } of batch) {
      if (split) counts.set(split, (counts.get(split) ?? 0) + 1)
      else none++
    }
  return { splits: Object.fromEntries(counts), none }
}
