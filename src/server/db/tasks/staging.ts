/**
 * Staged work of tasks, which nothing else sees, and their logs. Buckets are named so that a range of keys is one list:
 * "log:<number>" for log lines, "work:<list>:<number>" for the rest. Call within a transaction over `staging`.
 */
import Dexie from 'dexie'
import { db } from '../store/schema'

/** Numbers in bucket names, padded so that their order is that of the numbers. */
export const padded = (number: number) => String(number).padStart(9, '0')

const workBucket = (list: string, number: number) => `work:${list}:${padded(number)}`

const range = (taskId: number, prefix: string) => db.staging.where(':id').between([taskId, prefix], [taskId, `${prefix}\uffff`])

export const staging = {
  put: (taskId: number, list: string, number: number, data: unknown) =>
    db.staging.put({ task_id: taskId, bucket: workBucket(list, number), data }),

  putAll: (taskId: number, rows: { list: string; number: number; data: unknown }[]) =>
    db.staging.bulkPut(rows.map(({ list, number, data }) => ({ task_id: taskId, bucket: workBucket(list, number), data }))),

  get: async (taskId: number, list: string, number: number): Promise<unknown> =>
    (await db.staging.get([taskId, workBucket(list, number)]))?.data,

  /** All records of a list, in order. */
  all: async (taskId: number, list: string): Promise<unknown[]> =>
    (await range(taskId, `work:${list}:`).toArray()).map((row) => row.data),

  /** What the task staged, not its logs. */
  dropWork: (taskId: number) => range(taskId, 'work:').delete(),

  /** The lists whose names begin so. */
  dropLists: (taskId: number, prefix: string) => range(taskId, `work:${prefix}`).delete(),

  drop: (taskId: number) => db.staging.where(':id').between([taskId, Dexie.minKey], [taskId, Dexie.maxKey]).delete(),

  addLog: (taskId: number, chunk: number, lines: string[]) =>
    db.staging.put({ task_id: taskId, bucket: `log:${padded(chunk)}`, data: lines }),

  logs: async (taskId: number): Promise<string[]> => (await range(taskId, 'log:').toArray()).flatMap((row) => row.data as string[]),
}
