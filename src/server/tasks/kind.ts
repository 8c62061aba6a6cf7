/**
 * Kinds of tasks. A task advances by steps: a step first reads and computes without a transaction, then commits its results together
 * with the next checkpoint. A task that was killed continues at its last checkpoint, so a step must have the same result when it
 * runs again.
 */
import type { TaskRow } from '../db/store/rows'
import type { LogLine } from '../db/tasks/taskLog'
import type { RecordChange } from '../db/store/write'
import type { Memory } from './memory'

export type { Memory } from './memory'
export type { LogLevel, LogLine } from '../db/tasks/taskLog'

/** The result of a step. */
export interface Outcome {
  checkpoint: unknown
  /** 0 to 100. */
  progress: number
  log?: LogLine[]
  /** Id of the dataset that the task writes into from here on. It refuses edits until the task ends. */
  publishes?: number
  /** Present when the task has succeeded. */
  result?: unknown
}

export interface Step {
  /** 'staging': the commit writes only staged work and exports, so that the user's requests need not wait for it. */
  tables: 'staging' | 'all'
  /** Runs within the transaction; must await only the database. */
  commit: (recordChange: RecordChange) => Promise<Outcome>
}

export interface TaskKind {
  kind: string
  step: (task: TaskRow, memory: Memory) => Promise<Step>
  /** Whether the task may use the storage reserve when the store is full: tasks that export, delete or only read. */
  usesReserve?: (task: TaskRow) => boolean
  /** Whether the task can be cancelled: true while it has written only staged work, or if its partial result may stay. */
  canCancel: (task: TaskRow) => boolean
  /** A sentence about what a failed task leaves in the dataset, derived from its last checkpoint. Follows the reason of the failure. */
  leaves?: (task: TaskRow) => string
  /** Cleans up, within the transaction in which the task ends for any reason. The runner then drops its staged work. */
  ended?: (task: TaskRow) => Promise<void>
}
