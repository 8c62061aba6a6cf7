/** Checks a dataset for problems that can break training or evaluation, some images in each step, and makes the requested repairs. */
import type { ValidationProblem, ValidationRepair, ValidationResult } from '@/contract/coco'
import { countsFromZero } from '@/core/coco/check/image'
import { repairAnnotation } from '@/core/coco/repair'
import { checkCategoryRow, checkImageRow, checkRow } from '../backup/checkRows'
import { categories as categoryRows } from '../db/datasets/categories'
import { exports } from '../db/tasks/exports'
import { repairs } from '../db/integrity/repairs'
import type { AnnotationRow, CategoryRow, ImageRow, TaskRow } from '../db/store/rows'
import { staging } from '../db/tasks/staging'
import type { Memory, Outcome, Step, TaskKind } from './kind'
import { slot } from './memory'

export interface ValidationInput {
  dataset: number
  repair: ValidationRepair | null
}

interface ValidationState {
  at: number
  total: number
  result: ValidationResult
}

export const VALIDATION = 'validation'

/** Number of problems that are listed, the others are only counted. The first ones of each kind are always listed. */
const MAX_LISTED = 1000
const ALWAYS_LISTED = 20

/** Images in one step. Tests make the steps smaller. */
export const validationSizes = { images: 100 }

export const validation: TaskKind = {
  kind: VALIDATION,
  async step(task, memory) {
    const input = task.input as ValidationInput
    const state = task.checkpoint as ValidationState | null
    return state ? imagesStep(task, input, state, memory) : categoriesStep(task, input)
  },
  usesReserve: ({ input }) => (input as ValidationInput).repair === null,
  canCancel: () => true,
}

const nothing = (): ValidationResult => ({
  images: 0,
  annotations: 0,
  errors: 0,
  warnings: 0,
  repaired: 0,
  kinds: {},
  problems: [],
})

async function categoriesStep(task: TaskRow, { dataset, repair }: ValidationInput): Promise<Step> {
  const ids = await exports.imageIds(dataset)
  const rows = await categoryRows.ofDataset(await exports.dataset(dataset))
  const wanted = wantedRepairs(repair)
  return {
    tables: 'all',
    commit: async (recordChange) => {
      const state: ValidationState = { at: 0, total: ids.length, result: nothing() }
      const broken = rows.filter(
        (row) => wanted('skeleton-base', undefined, row.id) && countsFromZero(row.keypoint_labels, row.keypoint_edges),
      )
      const repaired = await repairs.categories(broken.map(fromOne), recordChange)
      state.result.repaired = repaired.length
      const byId = new Map(repaired.map((row) => [row.id, row]))
      for (const row of rows)
        checkCategoryRow(byId.get(row.id) ?? row).forEach((problem) => report(state.result, problem))
      await staging.put(task.id, 'images', 0, ids)
      return outcomeOf(state)
    },
  }
}

const fromOne = (row: CategoryRow): CategoryRow => ({
  ...row,
  keypoint_edges: row.keypoint_edges.map(([a, b]) => [a + 1, b + 1]),
})

async function imagesStep(
  task: TaskRow,
  { dataset, repair }: ValidationInput,
  state: ValidationState,
  memory: Memory,
): Promise<Step> {
  const ids = await imageIds(task.id, memory)
  const categories = new Map((await categoryRows.ofDataset(await exports.dataset(dataset))).map((row) => [row.id, row]))
  const images = await exports.imageRows(ids.slice(state.at, state.at + validationSizes.images))
  const wanted = wantedRepairs(repair)
  const result: ValidationResult = structuredClone(state.result)
  const changed: AnnotationRow[] = []
  result.images += images.length
  for (const { image, annotations } of await exports.annotations(images)) {
    checkImageRow(image).forEach((problem) => report(result, problem))
    for (const row of annotations.filter(({ deleted }) => !deleted)) {
      result.annotations++
      const repaired = repair ? repairRow(row, image, categories.get(row.category_id), wanted) : row
      if (repaired !== row) changed.push(repaired)
      checkRow(repaired, image, categories.get(row.category_id)).forEach((problem) => report(result, problem))
    }
  }
  return {
    tables: changed.length > 0 ? 'all' : 'staging',
    commit: async () => {
      if (changed.length > 0) result.repaired += await repairs.annotations(changed)
      return outcomeOf({ ...state, at: state.at + validationSizes.images, result })
    },
  }
}

const IMAGES = slot<number[]>('images')

const imageIds = (taskId: number, memory: Memory): Promise<number[]> =>
  memory.read(IMAGES, async () => (await staging.get(taskId, 'images', 0)) as number[])

type Wanted = (kind: ValidationProblem['kind'], annotation?: number, category?: number) => boolean

function wantedRepairs(repair: ValidationRepair | null): Wanted {
  const kinds = new Set(repair?.kinds)
  const chosen = new Set(
    repair?.problems.map(({ kind, annotation_id, category_id }) => `${kind} ${annotation_id} ${category_id}`),
  )
  return (kind, annotation, category) => kinds.has(kind) || chosen.has(`${kind} ${annotation} ${category}`)
}

/** Repairs a row. Checks it again after each repair, because a repair may reveal or solve another problem. */
function repairRow(
  row: AnnotationRow,
  image: ImageRow,
  category: CategoryRow | undefined,
  wanted: Wanted,
): AnnotationRow {
  const size = { width: image.width, height: image.height }
  let current = row
  const done = new Set<string>()
  for (;;) {
    const problem = checkRow(current, image, category).find(
      ({ kind, repair }) => repair && !done.has(kind) && wanted(kind, row.id),
    )
    const repaired = problem && repairAnnotation(current, problem.kind, size)
    if (!repaired) return current
    done.add(problem.kind)
    current = repaired
  }
}

function report(result: ValidationResult, problem: ValidationProblem): void {
  if (problem.severity === 'error') result.errors++
  else result.warnings++
  const before = result.kinds[problem.kind] ?? 0
  result.kinds[problem.kind] = before + 1
  if (result.problems.length < MAX_LISTED || before < ALWAYS_LISTED) result.problems.push(problem)
}

function outcomeOf(state: ValidationState): Outcome {
  const isDone = state.at >= state.total
  return {
    checkpoint: state,
    progress: Math.min(99, (100 * state.at) / Math.max(1, state.total)),
    ...(isDone ? { result: state.result } : {}),
  }
}
