/**
 * What a kind of task is. It advances by steps: a step reads and computes with no transaction open, then commits what it
 * found together with the checkpoint to go on from. Killed anywhere, the task goes on at the last checkpoint: a step
 * must come to the same result when it runs again.
 */
import type { TaskRow } from '../db/store/rows'
import type { LogLine } from '../db/tasks/taskLog'
import type { RecordChange } from '../db/store/write'

export type { LogLevel, LogLine } from '../db/tasks/taskLog'

/** What a step came to. */
export interface Outcome {
  checkpoint: unknown
  /** 0 to 100. */
  progress: number
  log?: LogLine[]
  /** The dataset that is changed for good from here on: it refuses edits until the task is over. */
  publishes?: number
  /** Present: the task has succeeded. */
  result?: unknown
}

export interface Step {
  /** 'staging': the commit touches nothing but staged work and files that are written, and holds nobody up. */
  tables: 'staging' | 'all'
  /** Runs inside the transaction and awaits only the database. */
  commit: (note: RecordChange) => Promise<Outcome>
}

/** What a task may keep in memory between steps. Lost with the worker: everything in it can be read again. */
export type Memory = Map<string, unknown>

export interface TaskKind {
  kind: string
  group: string
  step: (task: TaskRow, memory: Memory) => Promise<Step>
  /** It takes the user's work out of the browser or only looks at it: in a full store it may use the reserve. */
  usesReserve?: (task: TaskRow) => boolean
  /** True as long as nothing but staged work is written, so that it can be dropped. */
  canCancel: (task: TaskRow) => boolean
  /** What a failed one leaves, told from its last checkpoint: a sentence for people that follows the reason. */
  leaves?: (task: TaskRow) => string
  /** Within the transaction that ends the task, however it ends, with its last checkpoint; then the runner drops what it staged. */
  ended?: (task: TaskRow) => Promise<void>
}
