/** Import of a COCO file that is stored as an upload. */
import type { ImportResult } from '@/contract/coco'
import type { TaskRow } from '../db/rows'
import { uploads } from '../db/uploads'
import { listNotes } from './coco/notes'
import { settleWhatIsThere } from './coco/places'
import { newCocoState, type CocoState } from './coco/state'
import { cocoProgress, cocoStep, isInvisible } from './coco/steps'
import type { TaskKind } from './kind'

export interface CocoImportInput {
  upload: string
  file_name: string
  dataset: number
  dry_run: boolean
  add_missing: boolean
  /** The upload came with the request and goes with the task. */
  owns_upload: boolean
}

export const COCO_IMPORT = 'coco-import'

export const cocoImport: TaskKind = {
  kind: COCO_IMPORT,
  group: 'Annotation Import',
  async step(task, memory) {
    const input = task.input as CocoImportInput
    const { blob } = await uploads.get(input.upload)
    const state = (task.checkpoint as CocoState | null) ?? newCocoState(blob.size)
    const options = { dataset: input.dataset, task: task.id, dry_run: input.dry_run, add_missing: input.add_missing }
    const source = { upload: input.upload, file_name: input.file_name, folder: '' }
    return cocoStep(options, source, blob, state, memory, (next, finished) => ({
      checkpoint: next,
      progress: cocoProgress(next, blob.size),
      publishes: input.dry_run || isInvisible(next) ? undefined : input.dataset,
      ...(finished ? { result: resultOf(task, input, next) } : {}),
    }))
  },
  canCancel: ({ input, checkpoint }) => (input as CocoImportInput).dry_run || checkpoint === null || isInvisible(checkpoint as CocoState),
  async ended({ id, input, checkpoint }) {
    const { owns_upload, upload, dataset, dry_run, add_missing } = input as CocoImportInput
    if (checkpoint) await settleWhatIsThere({ dataset, task: id, dry_run, add_missing }, checkpoint as CocoState)
    if (owns_upload) await uploads.remove(upload)
  },
}

const resultOf = (task: TaskRow, { dry_run }: CocoImportInput, state: CocoState): ImportResult => ({
  id: task.id,
  name: task.name,
  dry_run,
  errors: listNotes(state.notes),
  ...state.counts,
})
