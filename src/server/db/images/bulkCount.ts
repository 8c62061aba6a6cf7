/** How many images and annotations a change of many images would touch. */
import type { BulkCounts, ImageState } from '@/contract/image'
import { sum } from './bulkChanges'
import { categories } from '../datasets/categories'
import { images } from './images'

/** Reads only. Images in the trash do not count. */
export async function countBulk(ids: number[]): Promise<BulkCounts> {
  const rows = (await images.findAll([...new Set(ids)])).filter(({ deleted }) => !deleted)
  const states: Partial<Record<ImageState, number>> = {}
  const splits: Record<string, number> = {}
  const [annotations, combinations] = [new Map<number, number>(), new Map<string, number>()]
  for (const { state, split = '', category_counts } of rows) {
    splits[split] = (splits[split] ?? 0) + 1
    states[state] = (states[state] ?? 0) + 1
    const counts = Object.entries(category_counts).filter(([, count]) => count > 0)
    for (const [id, count] of counts) annotations.set(Number(id), (annotations.get(Number(id)) ?? 0) + count)
    const key = counts.map(([id]) => id).join()
    if (key) combinations.set(key, (combinations.get(key) ?? 0) + 1)
  }
  const names = new Map((await categories.list()).map(({ id, name }) => [id, name]))
  return {
    images: rows.length,
    annotations: sum([...annotations.values()]),
    states,
    splits,
    categories: [...annotations]
      .map(([id, count]) => ({ id, name: names.get(id) ?? `#${id}`, annotations: count }))
      .sort((a, b) => b.annotations - a.annotations),
    combinations: [...combinations].map(([key, count]) => ({ categories: key.split(',').map(Number), images: count })),
  }
}
