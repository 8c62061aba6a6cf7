/**
 * Runs tasks, oldest first, step by step, with a pause after each step so that requests of the user go first.
 * Nothing wakes a worker without a page, so every request about tasks calls `wakeTasks`, which does nothing while tasks run.
 */
import { badRequest, ApiError } from '@/contract/errors'
import { InvalidInput } from '@/core/errors'
import { basePath } from '../base'
import type { TaskRow } from '../db/store/rows'
import { staging } from '../db/tasks/staging'
import { withLog, type LogLine } from '../db/tasks/taskLog'
import { withRoom } from '../db/store/makeRoom'
import { isQuotaError } from '../db/store/quotaError'
import { isCompleted, tasks } from '../db/tasks/tasks'
import type { RecordChange } from '../db/store/write'
import { userRests } from '../userFirst'
import { kinds } from './table'
import type { Step, TaskKind } from './kind'
import { Memory } from './memory'

/** Hooks in which tests stop the runner as if the worker were killed. */
export const hooks: { beforeCommit?: (task: TaskRow) => void; afterCommit?: (task: TaskRow) => void } = {}

/** Longest pause between two steps while the user is writing, in milliseconds. */
const LONGEST_REST = 300

let driving: Promise<void> | undefined
let wokenAgain = false
const memories = new Map<number, Memory>()
const waiting = new Map<number, Set<() => void>>()

/** Runs all active tasks, unless the runner is running already. Resolves when no active task is left. */
export function wakeTasks(): Promise<void> {
  wokenAgain = true
  driving ??= underLock(drive).finally(() => {
    driving = undefined
    memories.clear()
  })
  return driving
}

/** As `wakeTasks`, without waiting. */
export function nudgeTasks(): void {
  wakeTasks().catch((error: unknown) => {
    if (!(error instanceof Killed)) console.error(error)
  })
}

/** Waits until a task is completed, at most `patience` milliseconds, and answers it. */
export async function waitForTask(id: number, patience: number): Promise<TaskRow> {
  const deadline = Date.now() + patience
  for (;;) {
    const row = await tasks.find(id)
    if (!row) throw badRequest('Invalid task id')
    const rest = deadline - Date.now()
    if (isCompleted(row) || rest <= 0) return row
    nudgeTasks()
    await completion(id, Math.min(rest, 500))
  }
}

/** Cancels a task and drops its staged work. Throws 400 if it cannot be cancelled. */
export async function cancelTask(id: number): Promise<TaskRow> {
  const row = await tasks.change(id, async (task) => {
    if (isCompleted(task)) throw badRequest('Task is completed')
    if (!kindOf(task).canCancel(task))
      throw badRequest('This task is writing its result and can no longer be cancelled; it is done soon.')
    return end(task, { status: 'cancelled' })
  })
  if (!row) throw badRequest('Invalid task id')
  completed(id)
  return row
}

async function underLock(work: () => Promise<void>): Promise<void> {
  const locks = (globalThis as { navigator?: { locks?: LockManager } }).navigator?.locks
  if (!locks) return work()
  await locks.request(`atoll:${basePath}:tasks`, { ifAvailable: true }, async (lock) => {
    if (lock) await work()
  })
}

async function drive(): Promise<void> {
  while (wokenAgain) {
    wokenAgain = false
    for (let task = await tasks.next(); task; task = await tasks.next()) await toEnd(task)
  }
}

async function toEnd(task: TaskRow): Promise<void> {
  for (let row: TaskRow | undefined = task; row && !isCompleted(row); row = await advance(row)) {
    await breathe()
    await userRests(LONGEST_REST)
    if (!task.bulk && row.publishes === undefined) await changesOfMany()
  }
  memories.delete(task.id)
}

/** The user waits for them, so they go between the steps of an import or an export; not while one publishes. */
async function changesOfMany(): Promise<void> {
  for (let task = await tasks.nextBulk(); task; task = await tasks.nextBulk()) await toEnd(task)
}

/** Runs one step. Answers the task after it, or undefined if it was cancelled or overtaken meanwhile. */
async function advance(task: TaskRow): Promise<TaskRow | undefined> {
  let changed: TaskRow | undefined
  try {
    const room = kindOf(task).usesReserve?.(task) ? 'reserve' : 'caches'
    changed = await withRoom(room, () => stepOnce(task))
  } catch (error) {
    if (error instanceof Killed) throw error
    changed = await tasks.change(task.id, async (row) =>
      isCompleted(row) ? undefined : end(row, failureOf(row, error)),
    )
  }
  if (changed && isCompleted(changed)) completed(changed.id)
  if (changed) hooks.afterCommit?.(changed)
  return changed
}

/** Clears the memory if the step fails, so that the next attempt starts as after a stop of the worker. */
async function stepOnce(task: TaskRow): Promise<TaskRow | undefined> {
  try {
    const step = await kindOf(task).step(task, memoryOf(task.id))
    hooks.beforeCommit?.(task)
    return await commit(task, step)
  } catch (error) {
    memories.delete(task.id)
    throw error
  }
}

/** Thrown by tests in a hook: the runner stops as if the worker were killed. */
export class Killed extends Error {}

function commit(task: TaskRow, { tables, commit: work }: Step): Promise<TaskRow | undefined> {
  const change = async (row: TaskRow, recordChange: RecordChange) => {
    if (row.steps !== task.steps || isCompleted(row)) return undefined
    const { checkpoint, progress, log = [], result, publishes } = await work(recordChange)
    const next: TaskRow = {
      ...row,
      checkpoint,
      progress,
      publishes,
      status: 'running',
      steps: row.steps + 1,
      updated_at: Date.now(),
    }
    const logged = await withLog(next, log)
    return result === undefined ? logged : end({ ...logged, result }, { status: 'succeeded' })
  }
  return tables === 'all'
    ? tasks.change(task.id, change, 'none')
    : tasks.stage(task.id, (row) => change(row, noChanges))
}

const noChanges: RecordChange = Object.assign(
  () => {
    throw new Error('A step over staged work changes nothing of the user.')
  },
  { newest: async () => undefined },
)

type Ending = Pick<TaskRow, 'status' | 'message' | 'failure' | 'result'>

/** Drops the staged work of a task and answers its final row. Within a transaction. */
async function end(row: TaskRow, ending: Ending): Promise<TaskRow> {
  await kindOf(row).ended?.(row)
  await staging.dropWork(row.id)
  const log: LogLine[] = ending.status === 'failed' ? [{ level: 'ERROR', text: ending.message ?? '' }] : []
  const logged = await withLog(row, log)
  return {
    ...logged,
    ...ending,
    publishes: undefined,
    progress: ending.status === 'succeeded' ? 100 : row.progress,
    checkpoint: null,
    updated_at: Date.now(),
  }
}

/** The reason of the failure, and what the task leaves. */
function failureOf(row: TaskRow, error: unknown): Ending {
  const ending = failure(error)
  const leaves = kindOf(row).leaves?.(row)
  return leaves ? { ...ending, message: `${ending.message?.replace(/\.$/, '')}. ${leaves}` } : ending
}

function failure(error: unknown): Ending {
  if (error instanceof ApiError)
    return { status: 'failed', message: error.message, failure: error.status, ...detailsOf(error) }
  if (error instanceof InvalidInput) return { status: 'failed', message: error.message, failure: 400 }
  const message = 'The storage is full. Free some space, then start again: what is already here is not done twice.'
  if (isQuotaError(error)) return { status: 'failed', message, failure: 507 }
  console.error(error)
  return { status: 'failed', message: 'Internal Server Error', failure: 500 }
}

/** What clients need to try again: candidates, codes. */
function detailsOf({ body: { message: _message, success: _success, ...details } }: ApiError): Pick<Ending, 'result'> {
  return Object.keys(details).length > 0 ? { result: details } : {}
}

function kindOf(task: TaskRow): TaskKind {
  const kind = kinds.find((each) => each.kind === task.kind)
  if (kind) return kind
  throw badRequest(`This version does not know tasks of the kind "${task.kind}".`)
}

function memoryOf(id: number): Memory {
  const memory = memories.get(id) ?? new Memory()
  memories.set(id, memory)
  return memory
}

function completion(id: number, patience: number): Promise<void> {
  return new Promise((resolve) => {
    const listeners = waiting.get(id) ?? new Set()
    const timer = setTimeout(done, patience)
    function done() {
      clearTimeout(timer)
      listeners.delete(done)
      resolve()
    }
    waiting.set(id, listeners.add(done))
  })
}

function completed(id: number) {
  for (const resolve of waiting.get(id) ?? []) resolve()
  waiting.delete(id)
}

/** Lets waiting events run. Uses a message, because timers are delayed by at least 4 ms. */
const breathe = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
