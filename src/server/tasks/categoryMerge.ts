/** Merges a category into another: moves its annotations, some images in each step, and then moves it to the trash. */
import type { CategoryMergeResult } from '@/contract/category'
import { categories } from '../db/datasets/categories'
import { imagesWith, moveToCategory } from '../db/images/imageCategory'
import type { TaskKind } from './kind'

export interface CategoryMergeInput {
  from: number
  into: number
}

interface MergeState extends CategoryMergeResult {
  /** Id of the last image that was examined. */
  at: number
}

export const CATEGORY_MERGE = 'category-merge'

/** Images in one step. Tests make the steps smaller. */
export const mergeSizes = { images: 50 }

export const categoryMerge: TaskKind = {
  kind: CATEGORY_MERGE,
  async step(task) {
    const { from, into } = task.input as CategoryMergeInput
    const { at, ...done } = (task.checkpoint as MergeState | null) ?? { at: 0, images: 0, annotations: 0 }
    const { ids, end } = await imagesWith(from, at, mergeSizes.images)
    return {
      tables: 'all',
      commit: async () => {
        const [merged] = await categories.toMerge(from, into)
        const moved = ids.length > 0 ? await moveToCategory(ids, merged, into) : 0
        const result: CategoryMergeResult = { images: done.images + ids.length, annotations: done.annotations + moved }
        // if annotations were added meanwhile, start again from the first image
        const isDone = end === null && (await categories.endMerge(from, into))
        const [left] = await categories.counts([from])
        const progress = Math.min(99, (100 * result.annotations) / Math.max(1, result.annotations + left!))
        return { checkpoint: { ...result, at: end ?? 0 }, progress, ...(isDone ? { result } : {}) }
      },
    }
  },
  // annotations that were moved by then stay in their new category
  canCancel: () => true,
}
