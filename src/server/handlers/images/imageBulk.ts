// Changes of many images: in one request or as a task, their counts and their undo. Schemas: src/contract/image.ts
import { http } from 'msw'
import { badRequest } from '@/contract/errors'
import { BulkCount, ImageBulk, type ImageBulkResult, type ImageState } from '@/contract/image'
import { assertEditable } from '../../db/store/busy'
import { annotationsToCopy } from '../../db/images/bulkCopy'
import type { BulkAction } from '../../db/images/bulkChanges'
import { countBulk } from '../../db/images/bulkCount'
import { categories } from '../../db/datasets/categories'
import { datasets } from '../../db/datasets/datasets'
import type { By } from '../../db/history/history'
import { recategorise } from '../../db/images/imageCategory'
import { moveImages } from '../../db/images/imageMove'
import { images } from '../../db/images/images'
import { staging } from '../../db/tasks/staging'
import { isCompleted, tasks, type NewTask } from '../../db/tasks/tasks'
import { BULK_CHANGE, stageIds, type BulkChangeInput } from '../../tasks/bulkChange'
import { BULK_UNDO, type BulkUndoInput } from '../../tasks/bulkUndo'
import { beginTask, serialiseTask } from '../http/answerTask'
import { answerOnce, json, path, readBody, readId, readSession } from '../http/request'

async function changeMany(bulk: ImageBulk, by: By): Promise<ImageBulkResult> {
  if (bulk.action === 'state') return { success: true, before: await images.setState(bulk.ids, bulk.state, bulk.only) }
  if (bulk.action === 'split') await images.setSplit(bulk.ids, bulk.split)
  else if (bulk.action === 'copy')
    throw badRequest('Annotations are copied to many images as a task: POST /image/bulk/task.')
  else if (bulk.action === 'move') await moveImages(bulk.ids, bulk.dataset_id)
  else if (bulk.action === 'category') await recategorise(bulk.ids, bulk.category_id, by, bulk.only)
  else await (bulk.action === 'delete' ? images.softDelete(bulk.ids) : images.restore(bulk.ids))
  return { success: true }
}

/** Throws if the change is impossible, before the first step. Call within the transaction that creates the task. */
async function bulkTask(change: BulkAction, ids: number[]): Promise<NewTask> {
  const rows = change.action === 'restore' ? await images.findAll(ids) : await images.requireLive(ids)
  const from = [...new Set(rows.map((row) => row.dataset_id))]
  for (const id of from) await assertEditable(id)
  if (change.action === 'move') await assertEditable(change.dataset_id)
  const input: BulkChangeInput = { change, total: ids.length }
  return {
    kind: BULK_CHANGE,
    group: 'Bulk Change',
    name: await nameOf(change, ids.length),
    input,
    checkpoint: null,
    bulk: { dataset_id: from.length === 1 ? from[0]! : null },
  }
}

const STATES: Record<ImageState, string> = {
  unlabelled: 'unlabelled',
  in_progress: 'in progress',
  done: 'done',
  done_empty: 'done, no objects',
  needs_fix: 'needs fix',
  needs_review: 'needs review',
}

async function nameOf(change: BulkAction, count: number): Promise<string> {
  const what = `${count.toLocaleString('en')} ${count === 1 ? 'image' : 'images'}`
  if (change.action === 'state') return `Set ${what} to ${STATES[change.state]}`
  if (change.action === 'split') return `Set the split of ${what}`
  if (change.action === 'copy') {
    const { length } = (await annotationsToCopy(change.annotation_ids)).rows
    return `Copy ${length.toLocaleString('en')} ${length === 1 ? 'annotation' : 'annotations'} to ${what}`
  }
  if (change.action === 'delete') return `Delete ${what}`
  if (change.action === 'restore') return `Restore ${what}`
  if (change.action === 'category') {
    const category = await categories.find(change.category_id)
    if (!category || category.deleted) throw badRequest('Invalid category id')
    return `Change annotations in ${what} to ${category.name}`
  }
  const target = await datasets.find(change.dataset_id)
  if (!target || target.deleted) throw badRequest('Invalid dataset id')
  return `Move ${what} to ${target.name}`
}

async function undoTask(id: number): Promise<NewTask> {
  const row = await tasks.find(id)
  if (!row) throw badRequest('Invalid task id')
  if (!row.bulk || row.bulk.undoes !== undefined)
    throw badRequest('This task is not a change of many images, so it cannot be undone here.')
  if (!isCompleted(row)) throw badRequest('The task is still running. Cancel it or wait, then undo it.')
  const steps = await staging.countUndo(id)
  if (row.bulk.undone || steps === 0)
    throw badRequest('Nothing is left to undo: it changed nothing, or was undone already.')
  if (row.bulk.dataset_id !== null) await assertEditable(row.bulk.dataset_id)
  const input: BulkUndoInput = { task: id, steps }
  return {
    kind: BULK_UNDO,
    group: 'Bulk Change',
    name: `Undo: ${row.name}`,
    input,
    checkpoint: null,
    bulk: { dataset_id: row.bulk.dataset_id, undoes: id },
  }
}

const answerTask = async ({ id }: { id: number }) => json(serialiseTask((await tasks.find(id))!))

export const imageBulkHandlers = [
  http.post(path('/image/bulk'), async ({ request }) => {
    const bulk = await readBody(request, ImageBulk)
    const by = readSession(request)
    return answerOnce(request, () => changeMany(bulk, by), bulk.action === 'delete' ? { room: 'reserve' } : {})
  }),
  http.post(path('/image/bulk/count'), async ({ request }) =>
    json(await countBulk((await readBody(request, BulkCount)).ids)),
  ),
  http.post(path('/image/bulk/task'), async ({ request }) => {
    const { ids: given, ...change } = await readBody(request, ImageBulk)
    const ids = [...new Set(given)]
    return answerTask(
      await beginTask(request, () => bulkTask(change as BulkAction, ids), {
        along: (id) => stageIds(id, change as BulkAction, ids),
        ...(change.action === 'delete' ? { room: 'reserve' } : {}),
      }),
    )
  }),
]

/** Beside the other routes of tasks. */
export const undoBulkHandler = http.post(path('/tasks/:id/undo'), async ({ request, params }) => {
  const id = readId(params)
  return answerTask(await beginTask(request, () => undoTask(id)))
})
