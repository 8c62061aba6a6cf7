/** Answers of requests that start a task: as documented when it is done in time, else 202 and the task. */
import { HttpResponse } from 'msw'
import type { Task } from '@/contract/task'
import { ApiError, badRequest } from '@/contract/errors'
import type { TaskRow } from '../../db/store/rows'
import type { Room } from '../../db/store/makeRoom'
import { isCompleted, tasks, type NewTask } from '../../db/tasks/tasks'
import { writeOnce } from '../../db/store/write'
import { nudgeTasks, waitForTask } from '../../tasks/runner'
import { roomFor } from './request'

/** A browser may end a request that takes a minute. Milliseconds; tests make it shorter. */
export const taskPatience = { longest: 40_000 }

export function serialiseTask({
  id,
  group,
  name,
  status,
  progress,
  errors,
  warnings,
  message,
  updated_at,
  intake,
  tab,
  checkpoint,
  result,
  ...row
}: TaskRow): Task {
  const completed = isCompleted({ status, ...row } as TaskRow)
  const bulk = row.bulk && {
    dataset_id: row.bulk.dataset_id,
    undoes: row.bulk.undoes,
    can_undo: completed && isUndoable(row),
  }
  return {
    id,
    group,
    name,
    status,
    completed,
    progress: Math.round(progress),
    errors,
    warnings,
    message,
    updated_at: { $date: updated_at },
    intake,
    bulk,
    ...(tab ? { paused: tab.paused, images: imagesOf(checkpoint) } : {}),
    result,
  }
}

/** Of a task that a tab does, while it is not completed. */
function imagesOf(checkpoint: unknown) {
  const state = checkpoint as { at: number; total: number } | null
  return state ? { done: state.at, total: state.total } : undefined
}

const isUndoable = ({ bulk, steps }: Pick<TaskRow, 'bulk' | 'steps'>) =>
  bulk !== undefined && bulk.undoes === undefined && !bulk.undone && steps > 0

/** Starts a task and answers its result. */
export const startTask = (request: Request, prepare: () => Promise<NewTask>): Promise<Response> =>
  answerWith(request, prepare, (result) => HttpResponse.json(result as never))

/** Starts a task and answers what `answer` makes of its result. */
export async function answerWith<Result>(
  request: Request,
  prepare: () => Promise<NewTask>,
  answer: (result: Result) => Response | Promise<Response>,
): Promise<Response> {
  const isAsync = /\brespond-async\b/i.test(request.headers.get('prefer') ?? '')
  const row = await waitForTask((await beginTask(request, prepare)).id, isAsync ? 0 : taskPatience.longest)
  if (isAsync || !isCompleted(row)) return HttpResponse.json(serialiseTask(row), { status: 202 })
  if (row.status === 'succeeded') return answer(row.result as Result)
  const ending = { ...(row.result as Record<string, unknown> | undefined), success: false, id: row.id, name: row.name }
  if (row.status === 'cancelled') throw badRequest('The task was cancelled.', ending)
  throw new ApiError(row.failure ?? 400, row.message ?? 'It failed.', ending)
}

export interface Begin {
  /** What else is stored for the task with this id, in the same transaction. */
  along?: (id: number) => Promise<unknown>
  room?: Room
}

/** Stores what the task needs and the task, once for an Idempotency-Key; waits for nothing. */
export async function beginTask(
  request: Request,
  prepare: () => Promise<NewTask>,
  { along, room = roomFor(request) }: Begin = {},
): Promise<{ id: number }> {
  const target = `${request.method} ${new URL(request.url).pathname}`
  const work = async () => {
    const { id } = await tasks.create(await prepare())
    await along?.(id)
    return { id }
  }
  const begun = await writeOnce(request.headers.get('idempotency-key'), target, work, { room })
  nudgeTasks()
  return begun
}
