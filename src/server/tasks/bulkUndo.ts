/** Takes back a change of many images: its steps, the newest first. */
import type { BulkTaskResult } from '@/contract/image'
import type { BulkRecord } from '../db/images/bulkChanges'
import { takeBackStep } from '../db/images/bulkRestore'
import { staging } from '../db/tasks/staging'
import { tasks } from '../db/tasks/tasks'
import type { TaskKind } from './kind'

export interface BulkUndoInput {
  /** The task that is taken back. */
  task: number
  /** How many steps it has. */
  steps: number
}

export const BULK_UNDO = 'bulk-undo'

const nothing: BulkTaskResult = { images: 0, annotations: 0, skipped: 0 }

export const bulkUndo: TaskKind = {
  kind: BULK_UNDO,
  async step(task) {
    const { task: id, steps } = task.input as BulkUndoInput
    const sofar = (task.checkpoint as BulkTaskResult | null) ?? nothing
    return {
      tables: 'all',
      commit: async (note) => {
        const last = await staging.lastUndo(id)
        const { images, annotations, skipped } = last ? await takeBackStep(last.data as BulkRecord, note) : nothing
        await last?.remove()
        const left = await staging.countUndo(id)
        const result: BulkTaskResult = {
          images: sofar.images + images,
          annotations: sofar.annotations + annotations,
          skipped: sofar.skipped + skipped,
        }
        if (left > 0) return { checkpoint: result, progress: 100 * (1 - left / Math.max(1, steps)) }
        await tasks.change(id, async (row) => ({ ...row, bulk: { ...row.bulk!, undone: true } }))
        return { checkpoint: result, progress: 100, result }
      },
    }
  },
  // what is not yet taken back can be taken back later
  canCancel: () => true,
}
