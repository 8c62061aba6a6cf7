/** Gives the annotations of a category the order of its new keypoints, some images in a step. The category has them from the start on. */
import type { KeypointOrder } from '@/core/coco/keypoints/keypointOrder'
import { categories, type CategoryFields } from '../db/datasets/categories'
import { imagesWith } from '../db/images/imageCategory'
import { rearrangeKeypoints, type Rearranged } from '../db/images/keypointRearrange'
import { readTotal } from '../db/store/counters'
import type { NewTask } from '../db/tasks/tasks'
import type { TaskKind } from './kind'

interface KeypointsInput {
  category: number
  name: string
  order: KeypointOrder
  /** What is changed of the category with it. */
  fields: CategoryFields
}

interface KeypointsState extends Rearranged {
  at: number
  upTo: number
}

export const KEYPOINTS = 'category-keypoints'

/** Images in one step. Tests make the steps smaller. */
export const keypointSizes = { images: 50 }

export const newKeypointsTask = (input: KeypointsInput): NewTask => ({
  kind: KEYPOINTS,
  group: 'Keypoints',
  name: `Rearrange the keypoints of ${input.name}`,
  input,
  checkpoint: null,
})

export const categoryKeypoints: TaskKind = {
  kind: KEYPOINTS,
  async step(task) {
    const { fields, ...input } = task.input as KeypointsInput
    const checkpoint = task.checkpoint as KeypointsState | null
    const { at, upTo, ...done } = checkpoint ?? {
      at: 0,
      upTo: await readTotal('sequence:annotation'),
      annotations: 0,
      removed: 0,
    }
    const { ids, end } = await imagesWith(input.category, at, keypointSizes.images)
    return {
      tables: 'all',
      commit: async () => {
        if (!checkpoint) await categories.update(input.category, fields)
        const more = await rearrangeKeypoints(ids, { ...input, upTo })
        const state: KeypointsState = {
          at: end ?? at,
          upTo,
          annotations: done.annotations + more.annotations,
          removed: done.removed + more.removed,
        }
        const log =
          end === null
            ? [
                {
                  level: 'INFO' as const,
                  text: `${state.annotations} annotations were rearranged; ${state.removed} keypoints had no place in the new definition. Each image can undo it.`,
                },
              ]
            : []
        return {
          checkpoint: state,
          progress: 50,
          log,
          ...(end === null
            ? { result: { success: true, annotations: state.annotations, removed: state.removed } }
            : {}),
        }
      },
    }
  },
  // half of it in the new order would be worse than either
  canCancel: () => false,
}
