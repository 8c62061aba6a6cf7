/**
 * Staged work of tasks, which nothing else reads, and their logs. Buckets are named so that each list is a range of keys:
 * "log:<number>" for log lines, "undo:<number>" for what takes a step back, "work:<list>:<number>" for the rest. Call within a
 * transaction over `staging`. What tasks with negative ids stage stays in memory, and needs no transaction.
 */
import Dexie from 'dexie'
import { db } from '../store/schema'

/** A number in a bucket name, padded so that names sort like numbers. */
export const padded = (number: number) => String(number).padStart(9, '0')

const workBucket = (list: string, number: number) => `work:${list}:${padded(number)}`

const range = (taskId: number, prefix: string) =>
  db.staging.where(':id').between([taskId, prefix], [taskId, `${prefix}\uffff`])

/** By task, then by list, in the order of their numbers. */
const unstored = new Map<number, Map<string, unknown[]>>()

function unstoredList(taskId: number, list: string): unknown[] {
  const lists = unstored.get(taskId) ?? new Map<string, unknown[]>()
  const data = lists.get(list) ?? []
  unstored.set(taskId, lists.set(list, data))
  return data
}

interface Staged {
  list: string
  number: number
  data: unknown
}

export const staging = {
  put: (taskId: number, list: string, number: number, data: unknown) =>
    staging.putAll(taskId, [{ list, number, data }]),

  async putAll(taskId: number, rows: Staged[]): Promise<void> {
    if (taskId < 0) for (const { list, data } of rows) unstoredList(taskId, list).push(data)
    else
      await db.staging.bulkPut(
        rows.map(({ list, number, data }) => ({ task_id: taskId, bucket: workBucket(list, number), data })),
      )
  },

  async get(taskId: number, list: string, number: number): Promise<unknown> {
    return taskId < 0
      ? unstoredList(taskId, list)[number]
      : (await db.staging.get([taskId, workBucket(list, number)]))?.data
  },

  /** All records of a list, in order. */
  async all(taskId: number, list: string): Promise<unknown[]> {
    return taskId < 0
      ? unstoredList(taskId, list)
      : (await range(taskId, `work:${list}:`).toArray()).map((row) => row.data)
  },

  /** What is in memory of a task. */
  forget: (taskId: number) => unstored.delete(taskId),

  /** Drops staged work, but not logs. */
  dropWork: (taskId: number) => range(taskId, 'work:').delete(),

  /** Drops the lists whose names begin with `prefix`. */
  dropLists: (taskId: number, prefix: string) => range(taskId, `work:${prefix}`).delete(),

  /** What takes a step back; kept after the task has ended, until it is removed or taken back. */
  putUndo: (taskId: number, number: number, data: unknown) =>
    db.staging.put({ task_id: taskId, bucket: `undo:${padded(number)}`, data }),

  /** The newest of them. */
  async lastUndo(taskId: number): Promise<{ data: unknown; remove: () => Promise<void> } | undefined> {
    const row = await range(taskId, 'undo:').last()
    return row && { data: row.data, remove: () => db.staging.delete([taskId, row.bucket]) }
  },

  /** How many of them there are. */
  countUndo: (taskId: number) => range(taskId, 'undo:').count(),

  drop: (taskId: number) => db.staging.where(':id').between([taskId, Dexie.minKey], [taskId, Dexie.maxKey]).delete(),

  addLog: (taskId: number, chunk: number, lines: string[]) =>
    db.staging.put({ task_id: taskId, bucket: `log:${padded(chunk)}`, data: lines }),

  logs: async (taskId: number): Promise<string[]> =>
    (await range(taskId, 'log:').toArray()).flatMap((row) => row.data as string[]),
}
