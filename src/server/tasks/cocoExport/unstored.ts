/**
 * An export that stores nothing: the same steps as the task, with what they stage in memory. Blobs are the browser's, which
 * puts large ones on the disk. For a store that is full, and for links on other sites, which change nothing.
 */
import { exports } from '../../db/tasks/exports'
import { staging } from '../../db/tasks/staging'
import type { NewTask } from '../../db/tasks/tasks'
import type { RecordChange } from '../../db/store/write'
import type { ExportRow, TaskRow } from '../../db/store/rows'
import { FORMAT_EXPORT, formatExport } from '../formatExport'
import { Memory } from '../memory'
import { cocoExport } from './index'

const noChanges: RecordChange = Object.assign(
  () => {
    throw new Error('An export that stores nothing changes nothing.')
  },
  { newest: async () => undefined },
)

let lastId = 0

export async function exportUnstored(task: NewTask): Promise<ExportRow> {
  const id = --lastId
  const row = { ...task, id } as TaskRow
  const memory = new Memory()
  const kind = task.kind === FORMAT_EXPORT ? formatExport : cocoExport
  try {
    for (;;) {
      const { commit } = await kind.step(row, memory)
      const { checkpoint, result } = await commit(noChanges)
      if (result !== undefined) return exports.unstored(id)
      row.checkpoint = checkpoint
    }
  } finally {
    staging.forget(id)
    exports.forget(id)
  }
}
