/** Writes a dataset in a format other than COCO, or says what that would come to. */
import { planExport, type ExportOptions, type ExportPlan } from '../../export/exportPlan'
import { exports } from '../../db/tasks/exports'
import type { TaskRow } from '../../db/store/rows'
import { formatJoin } from './join'
import { formatStart, readFormatImages } from './start'
import { newFormatState, type FormatState } from './state'
import { formatWrite } from './write'
import type { Memory, TaskKind } from '../kind'
import { slot } from '../memory'

export interface FormatExportInput {
  dataset: number
  options: ExportOptions
  /** Nothing is kept: the answer says what an export would be. */
  isPreview: boolean
}

export const FORMAT_EXPORT = 'format-export'

export const formatExport: TaskKind = {
  kind: FORMAT_EXPORT,
  async step(task, memory) {
    const { dataset, options, isPreview } = task.input as FormatExportInput
    const state = (task.checkpoint as FormatState | null) ?? newFormatState()
    const finish = (next: FormatState) => ({ checkpoint: next, progress: progressOf(next) })
    if (state.phase === 'start') return formatStart(task.id, dataset, options, state, isPreview, finish)
    const plan = await readPlan(task, memory)
    if (state.phase === 'join') return formatJoin(task, plan, state, isPreview)
    return formatWrite(task.id, plan, await readFormatImages(task.id, memory), state, isPreview, memory, finish)
  },
  usesReserve: () => true,
  canCancel: () => true,
}

const PLAN = slot<ExportPlan>('plan')

async function readPlan({ input }: TaskRow, memory: Memory): Promise<ExportPlan> {
  const { dataset, options } = input as FormatExportInput
  return memory.read(PLAN, async () => planExport(await exports.dataset(dataset), options))
}

const progressOf = ({ phase, at, total }: FormatState) =>
  phase === 'start' ? 0 : phase === 'join' ? 95 : Math.min(95, (95 * at) / Math.max(1, total))
