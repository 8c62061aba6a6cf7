/** Imports a COCO file that is stored as an upload. */
import type { ImportResult } from '@/contract/coco'
import type { TaskRow } from '../../db/store/rows'
import { uploads } from '../../db/tasks/uploads'
import { listNotes } from './report'
import { storePartialLocations } from './annotations/locations'
import { newCocoState, type CocoOptions, type CocoState } from './state'
import { cocoProgress, cocoStep, isInvisible } from './steps'
import { whatStays } from './keptAfterFailure'
import type { Memory, TaskKind } from '../kind'
import { slot } from '../memory'

export interface CocoImportInput {
  upload: string
  file_name: string
  dataset: number
  dry_run: boolean
  add_missing: boolean
  /** Absent in tasks of older versions. */
  turned?: CocoOptions['turned']
  definitions?: CocoOptions['definitions']
  /** The upload came with the request, and is deleted when the task ends. */
  owns_upload: boolean
  /** The file was made of a list of results. */
  is_results?: boolean
}

export const COCO_IMPORT = 'coco-import'

export const cocoImport: TaskKind = {
  kind: COCO_IMPORT,
  async step(task, memory) {
    const input = task.input as CocoImportInput
    const blob = await readFile(input.upload, memory)
    const state = (task.checkpoint as CocoState | null) ?? {
      ...newCocoState(blob.size),
      ...(input.is_results ? { isResults: true } : {}),
    }
    const source = { upload: input.upload, file_name: input.file_name, folder: '' }
    return cocoStep({ options: optionsOf(task), source, blob, state, memory }, (next, finished) => ({
      checkpoint: next,
      progress: cocoProgress(next, blob.size),
      publishes: input.dry_run || isInvisible(next) ? undefined : input.dataset,
      ...(finished ? { result: resultOf(task, input, next) } : {}),
    }))
  },
  canCancel: ({ input, checkpoint }) =>
    (input as CocoImportInput).dry_run || checkpoint === null || isInvisible(checkpoint as CocoState),
  leaves: ({ input, checkpoint }) => {
    const state = checkpoint as CocoState | null
    return whatStays((input as CocoImportInput).dry_run || !state || isInvisible(state) ? null : state.counts)
  },
  async ended(task) {
    const { owns_upload, upload } = task.input as CocoImportInput
    if (task.checkpoint) await storePartialLocations(optionsOf(task), task.checkpoint as CocoState)
    if (owns_upload) await uploads.remove(upload)
  },
}

const FILE = slot<Blob>('file')

const readFile = (upload: string, memory: Memory): Promise<Blob> =>
  memory.read(FILE, async () => (await uploads.get(upload)).blob)

function optionsOf({ id, input }: TaskRow): CocoOptions {
  const { dataset, dry_run, add_missing, turned = 'no', definitions = 'auto' } = input as CocoImportInput
  return { dataset, task: id, dry_run, add_missing, turned, definitions }
}

const resultOf = (task: TaskRow, { dry_run }: CocoImportInput, state: CocoState): ImportResult => ({
  id: task.id,
  name: task.name,
  dry_run,
  errors: listNotes(state.notes),
  ...state.counts,
})
