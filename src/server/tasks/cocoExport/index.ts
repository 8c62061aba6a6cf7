/**
 * Exports a dataset as COCO. The text is staged in pieces, joined, and read back with the importer's reader before the export is
 * offered. Memory holds only some images at a time.
 */
import { planExport, type ExportOptions, type ExportPlan } from '../../export/exportPlan'
import { exports } from '../../db/tasks/exports'
import type { TaskRow } from '../../db/store/rows'
import { joinStep } from './join'
import { readExportImages, startStep } from './start'
import { exportProgress, newExportState, type ExportState } from './state'
import { verifyStep } from './verify'
import { replay, writeStep } from './write'
import type { LogLine, Memory, Outcome, TaskKind } from '../kind'
import { slot } from '../memory'

export interface CocoExportInput {
  dataset: number
  options: ExportOptions
  /** Answered at once, and in no list of exports. */
  unlisted?: boolean
}

export interface CocoExportResult {
  id: number
  name: string
  /** Id of the kept file. */
  export: number
}

export const COCO_EXPORT = 'coco-export'

export const cocoExport: TaskKind = {
  kind: COCO_EXPORT,
  async step(task, memory) {
    const { dataset, options } = task.input as CocoExportInput
    const state = (task.checkpoint as ExportState | null) ?? newExportState(Math.max(1, options.split.length))
    const finish = (next: ExportState) => outcomeOf(task, next)
    if (state.phase === 'start') return startStep(task.id, dataset, options, state, finish)
    if (state.phase === 'verify') return verifyStep(state, memory, finish)
    const plan = await readPlan(task, state, memory)
    if (state.phase === 'join') return joinStep(task, plan, await readExportImages(task.id, memory), state, finish)
    return writeStep({ taskId: task.id, plan, images: await readExportImages(task.id, memory), state, memory }, finish)
  },
  usesReserve: () => true,
  canCancel: () => true,
  async ended({ checkpoint }) {
    const state = checkpoint as ExportState | null
    if (state && state.export > 0 && !state.isVerified) await exports.remove(state.export)
  },
}

const PLAN = slot<ExportPlan>('plan')

/** Imported ids depend on what was written before. After a stop, replays the export without output to recover them. */
const readPlan = (task: TaskRow, state: ExportState, memory: Memory): Promise<ExportPlan> =>
  memory.read(PLAN, async () => {
    const { dataset, options } = task.input as CocoExportInput
    const plan = await planExport(await exports.dataset(dataset), options)
    if (options.ids === 'imported') await replay(plan, await readExportImages(task.id, memory), state.at)
    return plan
  })

function outcomeOf(task: TaskRow, state: ExportState): Outcome {
  const result: CocoExportResult = { id: task.id, name: task.name, export: state.export }
  return {
    checkpoint: state,
    progress: exportProgress(state),
    ...(state.isVerified ? { result, log: writtenLog(task, state) } : {}),
  }
}

/** What was written, file by file. */
function writtenLog({ input }: TaskRow, { counts, total, parts }: ExportState): LogLine[] {
  const { options } = input as CocoExportInput
  const files = parts ? parts.map((name) => `instances_${name}.json`) : ['instances.json']
  const lines = counts.map(
    ({ images, annotations }, index) =>
      `${files[index]}: ${images} images and ${annotations} annotations were written and read back.`,
  )
  return [
    ...lines,
    `The dataset has ${total} images; those without annotations are listed as \`empty=${options.empty}\` says.`,
  ].map((text) => ({ level: 'INFO', text }))
}
