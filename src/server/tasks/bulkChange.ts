/** The same change of many images, some in a step, each of which is kept with what takes it back. */
import type { BulkTaskResult } from '@/contract/image'
import { changeStep, type BulkAction } from '../db/images/bulkChanges'
import { staging } from '../db/tasks/staging'
import type { TaskKind } from './kind'

export interface BulkChangeInput {
  change: BulkAction
  /** Images; their ids are staged. */
  total: number
}

interface BulkState extends BulkTaskResult {
  /** Number of the next step. */
  at: number
}

export const BULK_CHANGE = 'bulk-change'
/** The list of staged ids. */
const IDS = 'ids'

/** Images in a step: fewer where their annotations are written too. Tests make the steps smaller. */
export const bulkSizes: Record<BulkAction['action'], number> = {
  state: 1000,
  split: 1000,
  delete: 500,
  restore: 500,
  move: 200,
  category: 50,
  copy: 50,
}

/** Within the transaction that creates the task. */
export async function stageIds(taskId: number, { action }: BulkAction, ids: number[]): Promise<void> {
  const size = bulkSizes[action]
  const steps = Array.from({ length: Math.ceil(ids.length / size) }, (_none, number) =>
    ids.slice(number * size, (number + 1) * size),
  )
  await staging.putAll(
    taskId,
    steps.map((data, number) => ({ list: IDS, number, data })),
  )
}

export const bulkChange: TaskKind = {
  kind: BULK_CHANGE,
  async step(task) {
    const { change, total } = task.input as BulkChangeInput
    const { at, ...sofar } = (task.checkpoint as BulkState | null) ?? { at: 0, images: 0, annotations: 0, skipped: 0 }
    const ids = ((await staging.get(task.id, IDS, at)) ?? []) as number[]
    return {
      tables: 'all',
      commit: async () => {
        const { record, images, annotations, skipped } = await changeStep(change, ids)
        if (record) await staging.putUndo(task.id, at, record)
        const result: BulkTaskResult = {
          images: sofar.images + images,
          annotations: sofar.annotations + annotations,
          skipped: sofar.skipped + skipped,
        }
        const done = Math.min(total, (at + 1) * bulkSizes[change.action])
        return {
          checkpoint: { ...result, at: at + 1 },
          progress: (100 * done) / Math.max(1, total),
          ...(done >= total ? { result } : {}),
        }
      },
    }
  },
  usesReserve: ({ input }) => (input as BulkChangeInput).change.action === 'delete',
  // what is changed by then stays, and can be taken back
  canCancel: () => true,
  leaves: ({ checkpoint }) => {
    const images = (checkpoint as BulkState | null)?.images ?? 0
    return images > 0 ? `Before that, ${images} images were changed. Undo takes that back.` : ''
  },
}
