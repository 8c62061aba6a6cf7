/** Whether a dataset may be edited: not while an import publishes into it, since that only goes forward. */
import Dexie, { type Transaction } from 'dexie'
import { ApiError } from '@/contract/errors'
import type { TaskRow } from './rows'
import { db } from './schema'

/** Transactions of the tasks themselves: they write through the same repositories as the user does. */
const ofTasks = new WeakSet<Transaction>()

/** Call first thing within the transaction of a task. */
export function writeAsTask(): void {
  if (Dexie.currentTransaction) ofTasks.add(Dexie.currentTransaction)
}

/** Throws 409 while a task writes into the dataset. Call within the transaction of the edit. */
export async function assertEditable(datasetId: number): Promise<void> {
  await refuseWhile((task) => task.publishes === datasetId, 'this dataset')
}

/** Throws 409 while a task writes into any dataset: totals and orders follow only when it is done. */
export async function assertNothingPublishes(): Promise<void> {
  await refuseWhile((task) => task.publishes !== undefined, 'a dataset')
}

async function refuseWhile(isIt: (task: TaskRow) => boolean, what: string): Promise<void> {
  if (isOfTask(Dexie.currentTransaction)) return
  // nearly always there is none
  const active = await db.tasks.where('status').anyOf('waiting', 'running').toArray()
  const task = active.find(isIt)
  if (!task) return
  const message = `"${task.name}" is writing into ${what} (${Math.round(task.progress)} % done). Wait until it is done, then try again.`
  throw new ApiError(409, message, { success: false, task: task.id })
}

function isOfTask(transaction: (Transaction & { parent?: Transaction }) | null | undefined): boolean {
  for (let each = transaction; each; each = each.parent) if (ofTasks.has(each)) return true
  return false
}
