/** Pre-labelling. A tab does the work and hands in each image's result, which is stored together with the checkpoint: nothing is done twice. */
import { badRequest } from '@/contract/errors'
import type { PrelabelResult, PrelabelWork } from '@/contract/models/prelabel'
import type { z } from '@/contract/zod'
import type { NewPrelabel } from '@/contract/models/prelabel'
import { applyChanges, type AnnotationChange } from '../db/annotations/annotationChanges'
import { annotations } from '../db/annotations/annotations'
import type { AnnotationFields } from '../db/annotations/annotationFields'
import { images } from '../db/images/images'
import type { AnnotationRow, ImageRow, TaskRow } from '../db/store/rows'
import { withLog } from '../db/tasks/taskLog'
import { staging } from '../db/tasks/staging'
import { isCompleted, tasks } from '../db/tasks/tasks'
import type { TaskKind } from './kind'

export const PRELABEL = 'prelabel'

export interface PrelabelInput extends Omit<z.infer<typeof NewPrelabel>, 'image_ids' | 'dataset_id'> {
  /** For people, and as the creator of what it makes. */
  modelName: string
}

interface PrelabelState {
  at: number
  total: number
  predictions: number
  images: number
}

type Result = z.infer<typeof PrelabelResult>

export const prelabel: TaskKind = {
  kind: PRELABEL,
  step: () => Promise.reject(badRequest('This task is done by a tab of the app.')),
  canCancel: () => true,
}

/** Within a write transaction or by itself. */
export async function beginPrelabel(input: PrelabelInput, name: string, ids: number[]): Promise<TaskRow> {
  const state: PrelabelState = { at: 0, total: ids.length, predictions: 0, images: 0 }
  const row = await tasks.create({
    kind: PRELABEL,
    group: 'Pre-label',
    name,
    input,
    checkpoint: state,
    tab: { paused: false },
  })
  await staging.put(row.id, 'images', 0, ids)
  return row
}

export async function findPrelabel(id: number): Promise<TaskRow> {
  const row = await tasks.find(id)
  if (row?.kind === PRELABEL) return row
  throw badRequest('Invalid task id')
}

/** The next image of a task. */
export async function nextWork(row: TaskRow): Promise<Omit<PrelabelWork, 'card'>> {
  const { mode, model, threshold, overlap, categories } = row.input as PrelabelInput
  const image = isCompleted(row) ? undefined : await imageAt(row)
  const boxes = image && mode === 'boxes' ? await boxesOf(image.id) : []
  return {
    task: row.id,
    mode,
    model,
    threshold,
    overlap,
    categories,
    paused: row.tab?.paused ?? false,
    completed: isCompleted(row),
    image: image ? { id: image.id, width: image.width, height: image.height, boxes } : null,
  }
}

const idsOf = async (row: TaskRow) => (await staging.get(row.id, 'images', 0)) as number[]

async function imageAt(row: TaskRow): Promise<ImageRow | undefined> {
  const { at } = row.checkpoint as PrelabelState
  const id = (await idsOf(row))[at]
  return id === undefined ? undefined : images.find(id)
}

const boxesOf = async (image: number) =>
  (await annotations.ofImage(image)).filter(isBox).map(({ id, bbox }) => ({ id, box: [...bbox] }))

const isBox = ({ shape, deleted }: AnnotationRow) => !deleted && shape?.kind === 'box'

/** The changes that a result makes, measured. Made before the transaction. */
export type Measure = (shape: Result['predictions'][number]['shape'], image: ImageRow) => AnnotationFields['measured']

/** Stores the result of the image that the task is at, once; one for another image changes nothing. */
export async function takeResult(id: number, result: Result, measure: Measure): Promise<TaskRow> {
  const known = await findPrelabel(id)
  const [ids, image] = [await idsOf(known), await images.find(result.image_id)]
  const changes = image && !image.deleted ? await changesOf(known, result, image, measure) : []
  const changed = await tasks.change(id, async (row) => {
    const state = row.checkpoint as PrelabelState | null
    if (isCompleted(row) || !state || ids[state.at] !== result.image_id) return undefined
    const stored = changes.length > 0 ? await applyChanges(changes) : []
    if (result.predictions.length > 0 && image) await images.setState([image.id], 'needs_review')
    return advanced(
      row,
      {
        at: state.at + 1,
        total: state.total,
        predictions: state.predictions + stored.length,
        images: state.images + (stored.length > 0 ? 1 : 0),
      },
      result,
    )
  })
  return changed ?? findPrelabel(id)
}

async function changesOf(
  { input }: TaskRow,
  { predictions, shapes }: Result,
  image: ImageRow,
  measure: Measure,
): Promise<AnnotationChange[]> {
  const { modelName } = input as PrelabelInput
  const made = predictions.map(({ category_id, score, shape, keypoints = [] }): AnnotationChange => ({
    kind: 'create',
    image_id: image.id,
    fields: {
      category_id,
      score,
      prediction: true,
      creator: modelName,
      keypoints,
      isbbox: shape?.kind === 'box',
      measured: measure(shape, image),
    },
  }))
  const boxes = new Set(
    (shapes.length > 0 ? await annotations.ofImage(image.id) : []).filter(isBox).map((row) => row.id),
  )
  const outlined = shapes
    .filter((each) => boxes.has(each.id))
    .map(({ id, shape }): AnnotationChange => ({
      kind: 'update',
      id,
      fields: { isbbox: false, measured: measure(shape, image) },
    }))
  return [...made, ...outlined]
}

async function advanced(row: TaskRow, state: PrelabelState, { image_id, problem }: Result): Promise<TaskRow> {
  const next: TaskRow = {
    ...row,
    checkpoint: state,
    status: 'running',
    steps: row.steps + 1,
    progress: Math.min(99, (100 * state.at) / Math.max(1, state.total)),
    updated_at: Date.now(),
  }
  const logged = problem ? await withLog(next, [{ level: 'WARNING', text: `Image ${image_id}: ${problem}` }]) : next
  if (state.at < state.total) return logged
  await staging.dropWork(row.id)
  return {
    ...logged,
    status: 'succeeded',
    progress: 100,
    checkpoint: null,
    result: { images: state.images, annotations: state.predictions, total: state.total },
  }
}

export async function pausePrelabel(id: number, paused: boolean): Promise<TaskRow> {
  await findPrelabel(id)
  const changed = await tasks.change(id, async (row) =>
    isCompleted(row) ? undefined : { ...row, tab: { paused }, updated_at: Date.now() },
  )
  if (changed) return changed
  throw badRequest('Task is completed')
}
