/** Refuses edits of a dataset while a task writes into it: a task that publishes cannot be rolled back. */
import Dexie, { type Transaction } from 'dexie'
import { ApiError } from '@/contract/errors'
import type { TaskRow } from './rows'
import { db } from './schema'

/** Transactions of tasks. They use the same repositories as the user's requests, and are not refused. */
const ofTasks = new WeakSet<Transaction>()

/** Marks the current transaction as a task's. Call first in the transaction. */
export function writeAsTask(): void {
  if (Dexie.currentTransaction) ofTasks.add(Dexie.currentTransaction)
}

/** Throws 409 while a task writes into the dataset. Call within the transaction of the edit. */
export async function assertEditable(datasetId: number): Promise<void> {
  await refuseWhile((task) => task.publishes === datasetId, 'this dataset')
}

/** Throws 409 while a task writes into any dataset: it updates totals and orders only at its end. */
export async function assertNothingPublishes(): Promise<void> {
  await refuseWhile((task) => task.publishes !== undefined, 'a dataset')
}

async function refuseWhile(isBusy: (task: TaskRow) => boolean, what: string): Promise<void> {
  if (isOfTask(Dexie.currentTransaction)) return
  const active = await db.tasks.where('status').anyOf('waiting', 'running').toArray()
  const task = active.find(isBusy)
  if (!task) return
  const message = `"${task.name}" is writing into ${what} (${Math.round(task.progress)} % done). Wait until it is done, then try again.`
  throw new ApiError(409, message, { success: false, task: task.id })
}

function isOfTask(transaction: (Transaction & { parent?: Transaction }) | null | undefined): boolean {
  for (let each = transaction; each; each = each.parent) if (ofTasks.has(each)) return true
  return false
}
