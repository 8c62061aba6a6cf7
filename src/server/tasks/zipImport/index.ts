/** Import of a dataset archive that is stored as an upload: checked whole, then its images, then its COCO files in turn. */
import type { ArchiveResult } from '@/contract/coco'
import { listLosses } from '@/core/formats/losses'
import type { FormatId } from '@/core/formats/types'
import { openArchive, unpackBlob, type ArchiveEntry } from '../../archive/inspect'
import type { TaskRow } from '../../db/store/rows'
import { staging } from '../../db/tasks/staging'
import { unpackedUpload } from '../../db/tasks/inUse'
import { uploads } from '../../db/tasks/uploads'
import { listNotes, type ReportWriter } from '../cocoImport/report'
import { storePartialLocations } from '../cocoImport/annotations/locations'
import { newCocoState, type CocoOptions } from '../cocoImport/state'
import { cocoProgress, cocoStep } from '../cocoImport/steps'
import { whatStays } from '../cocoImport/keptAfterFailure'
import type { Outcome, Step, TaskKind } from '../kind'
import { Memory, slot } from '../memory'
import { labelsStep } from './labels'
import { imagesFromZipStep } from './images'
import { addCounts, newZipState, type ZipPlan, type ZipState } from './state'
import { afterTrial, askingLog, isTrying, newTrial } from './trial'
import { inspectStep, verifyStep } from './verify'

export interface ZipImportInput {
  upload: string
  file_name: string
  dataset: number
  add_missing: boolean
  /** Absent in tasks of older versions. */
  turned?: CocoOptions['turned']
  definitions?: CocoOptions['definitions']
  owns_upload: boolean
  /** Absent, as what follows, in tasks of older versions. */
  format?: FormatId | 'auto'
  /** Of classes that no file names. */
  names?: string[]
  /** Nothing is stored: what would happen is answered. */
  dry_run?: boolean
  /** The same, where its label files are of a format other than COCO. */
  preview?: boolean
}

export const ZIP_IMPORT = 'zip-import'

export const zipImport: TaskKind = {
  kind: ZIP_IMPORT,
  async step(task, memory) {
    const input = task.input as ZipImportInput
    const state: ZipState = { ...newZipState(), ...(task.checkpoint as ZipState | null) }
    const files = await archiveFiles(input, memory)
    const finish = (next: ZipState, notebook: ReportWriter) =>
      outcomeOf(task, { ...next, notes: notebook.notes }, plan, notebook)
    const plan = state.phase === 'inspect' ? NO_PLAN : await readPlan(task.id, memory)
    if (state.phase === 'inspect') return inspectStep(task.id, files, input.format ?? 'auto', state, finish)
    if (state.phase === 'verify') return verifyStep(task.id, files, plan, state, finish)
    if (state.phase === 'labels')
      return labelsStep(
        { id: task.id, dataset: input.dataset, names: input.names ?? [] },
        files,
        plan,
        state,
        memory,
        finish,
      )
    if (state.phase === 'pictures' && isDryRun(input, state)) return skipPictures(task, plan, state)
    if (state.phase === 'pictures') return imagesFromZipStep(input.dataset, files, plan, state, finish)
    return cocoFileStep(task, files, plan, state, memory)
  },
  canCancel: ({ checkpoint }) => checkpoint === null || isInvisible(checkpoint as ZipState),
  leaves({ checkpoint }) {
    const { phase, counts, coco, pictures, trial } = (checkpoint as ZipState | null) ?? newZipState()
    const publishes = phase === 'coco' && trial !== undefined && !isTrying({ trial })
    return whatStays(publishes ? addCounts(counts, coco?.counts ?? newCocoState(0).counts) : null, pictures.added)
  },
  async ended(task) {
    const { owns_upload, upload } = task.input as ZipImportInput
    const coco = (task.checkpoint as ZipState | null)?.coco
    if (coco) await storePartialLocations(optionsOf(task), coco)
    if (owns_upload) await uploads.remove(upload)
    await uploads.remove(unpackedUpload(task.id))
  },
}

/** Of each COCO file in it. */
function optionsOf({ id, input, checkpoint }: TaskRow, plan: ZipPlan = NO_PLAN): CocoOptions {
  const { dataset, add_missing, turned = 'no', definitions = 'auto' } = input as ZipImportInput
  const state = checkpoint as ZipState
  return {
    dataset,
    task: id,
    dry_run: isTrying(state),
    add_missing,
    turned,
    definitions,
    ...(isDryRun(input, state) ? { coming: plan.pictures.map(({ path }) => path) } : {}),
  }
}

/** Nothing of the archive is stored, not even its images. */
function isDryRun(input: unknown, { format }: Pick<ZipState, 'format'>): boolean {
  const { dry_run = false, preview = false } = input as ZipImportInput
  return dry_run || (preview && format !== null)
}

function skipPictures(task: TaskRow, plan: ZipPlan, state: ZipState): Step {
  const next: ZipState = { ...state, phase: 'coco', at: 0, trial: { isOver: false, notes: state.notes } }
  return { tables: 'all', commit: async () => outcomeOf(task, next, plan) }
}

/** Nothing but staged work is written so far. */
const isInvisible = ({ phase }: ZipState) => phase === 'inspect' || phase === 'verify' || phase === 'labels'

const NO_PLAN: ZipPlan = { pictures: [], cocos: [] }

const FILES = slot<ArchiveEntry[]>('files')
const PLAN = slot<ZipPlan>('plan')
/** Memory of the import of the current COCO file. */
const COCO_MEMORY = slot<Memory>('coco')

const archiveFiles = ({ upload }: ZipImportInput, memory: Memory): Promise<ArchiveEntry[]> =>
  memory.read(FILES, async () => openArchive((await uploads.get(upload)).blob))

const readPlan = (taskId: number, memory: Memory): Promise<ZipPlan> =>
  memory.read(PLAN, async () => (await staging.get(taskId, 'plan', 0)) as ZipPlan)

/** The next step of the COCO file that is under way, or its unpacking. */
async function cocoFileStep(
  task: TaskRow,
  files: ArchiveEntry[],
  plan: ZipPlan,
  state: ZipState,
  memory: Memory,
): Promise<Step> {
  if (state.trial === undefined) {
    const options = optionsOf(task)
    return {
      tables: 'all',
      commit: async () =>
        outcomeOf(task, { ...state, trial: await newTrial(options.dataset, options.turned, state) }, plan),
    }
  }
  const coco = plan.cocos[state.at]
  if (!coco || state.passed.includes(state.at)) {
    const next: ZipState = { ...state, at: state.at + (coco ? 1 : 0) }
    return { tables: 'all', commit: async () => outcomeOf(task, next, plan) }
  }
  if (!state.coco) {
    const isMade = coco.file < 0
    const blob = isMade
      ? (await uploads.get(unpackedUpload(task.id))).blob
      : await unpackBlob(files[coco.file]!, 'application/json')
    const next: ZipState = {
      ...state,
      coco: { ...newCocoState(blob.size), ...(isMade ? { isMade } : {}), notes: state.notes },
      cocoSize: blob.size,
    }
    return {
      tables: 'all',
      commit: async () => {
        if (!isMade) await uploads.store(unpackedUpload(task.id), blob, coco.name)
        return outcomeOf(task, next, plan)
      },
    }
  }
  const { blob } = await uploads.get(unpackedUpload(task.id))
  const source = { upload: unpackedUpload(task.id), file_name: coco.name, folder: coco.folder }
  let isDone = false
  const cocoMemory = await memory.read(COCO_MEMORY, async () => new Memory())
  const step = await cocoStep(
    { options: optionsOf(task, plan), source, blob, state: state.coco, memory: cocoMemory },
    (next, finished) => {
      isDone = finished
      const after: ZipState = finished
        ? { ...state, at: state.at + 1, coco: null, counts: addCounts(state.counts, next.counts), notes: next.notes }
        : { ...state, coco: next }
      return outcomeOf(task, after, plan)
    },
  )
  return {
    ...step,
    commit: async (note) => {
      const outcome = await step.commit(note)
      if (!isDone) return isTrying(state) ? { ...outcome, log: [] } : outcome
      memory.delete(COCO_MEMORY)
      await staging.dropLists(task.id, 'coco/')
      return outcome
    },
  }
}

function outcomeOf(task: TaskRow, state: ZipState, plan: ZipPlan, notebook?: ReportWriter): Outcome {
  const isDone = state.phase === 'coco' && state.at >= plan.cocos.length
  const isTried = isDone && isTrying(state)
  const dry_run = isDryRun(task.input, state)
  if (isTried && !dry_run && state.counts.images.unclear === 0)
    return outcomeOf(task, afterTrial(state), plan, notebook)
  const publishes = isInvisible(state) || dry_run ? undefined : (task.input as ZipImportInput).dataset
  const log = isTried && !dry_run ? askingLog(state) : (notebook?.log ?? [])
  return {
    checkpoint: state,
    progress: progressOf(state, plan),
    publishes,
    log,
    ...(isDone ? { result: resultOf(task, state) } : {}),
  }
}

function progressOf({ phase, at, files, coco, cocoSize = Infinity, trial }: ZipState, plan: ZipPlan): number {
  if (phase === 'inspect') return 0
  if (phase === 'verify') return (15 * at) / Math.max(1, files)
  if (phase === 'labels') return 15 + (5 * at) / Math.max(1, plan.labels?.length ?? 0)
  if (phase === 'pictures') return 20 + (40 * at) / Math.max(1, plan.pictures.length)
  // a trial has the half of it
  const [from, all] = trial ? [trial.isOver ? 80 : 60, 20] : [60, 40]
  const share = all / Math.max(1, plan.cocos.length)
  return Math.min(99, from + share * at + (coco ? (share * cocoProgress(coco, cocoSize)) / 100 : 0))
}

const resultOf = (task: TaskRow, state: ZipState): ArchiveResult => ({
  id: task.id,
  name: task.name,
  dry_run: isTrying(state),
  // of a trial there is no log to point to
  errors: isTrying(state) ? state.notes.kept : listNotes(state.notes),
  pictures: state.pictures,
  ...state.counts,
  format: state.format ?? (state.passed.length < state.cocos ? 'coco' : null),
  losses: listLosses(state.losses),
  ...(lacksNames(state) ? { class_names: classNames(state) } : {}),
})

const lacksNames = ({ losses }: ZipState) => Object.values(losses).some(({ code }) => code === 'names-missing')

/** Most names that are asked for one by one. */
const MOST_NAMES = 1000

/** In the order in which `names` gives others: also of numbers that no label has. Masks count from 1, since 0 is the background. */
function classNames({ categories, format }: ZipState): string[] {
  const names = categories.map(({ name }) => name)
  const last = Math.max(...names.map((name) => Number(/^class_(\d+)$/.exec(name)?.[1] ?? 0)))
  const first = format === 'masks' ? 1 : 0
  return last > MOST_NAMES
    ? names
    : Array.from({ length: last - first + 1 }, (_none, index) => `class_${index + first}`)
}
