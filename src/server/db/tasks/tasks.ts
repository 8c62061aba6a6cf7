/** Rows of tasks: long work that survives a stop of the worker. The work itself is in server/tasks. */
import { writeAsTask } from '../store/busy'
import { nextIds } from '../store/counters'
import type { Room } from '../store/makeRoom'
import type { TaskRow } from '../store/rows'
import { db } from '../store/schema'
import { staging } from './staging'
import { write, type RecordChange } from '../store/write'

export type NewTask = Pick<TaskRow, 'kind' | 'group' | 'name' | 'input' | 'checkpoint' | 'intake' | 'tab' | 'bulk'>

const ACTIVE: TaskRow['status'][] = ['waiting', 'running']

export const isCompleted = (task: TaskRow) => !ACTIVE.includes(task.status)

export const tasks = {
  /** Joins the current write transaction, if any. */
  create: (task: NewTask): Promise<TaskRow> =>
    write(async (recordChange) => {
      const now = Date.now()
      const id = await nextIds('task')
      const row: TaskRow = {
        ...task,
        id,
        status: 'waiting',
        progress: 0,
        errors: 0,
        warnings: 0,
        steps: 0,
        log_chunks: 0,
        created_at: now,
        updated_at: now,
      }
      await db.tasks.add(row)
      recordChange({ action: 'create', instance: 'task', ids: [id] })
      return row
    }),

  find: (id: number): Promise<TaskRow | undefined> => db.tasks.get(id),

  /** Newest first. */
  list: (): Promise<TaskRow[]> => db.tasks.orderBy('id').reverse().toArray(),

  /** The oldest active task, without folder imports and pre-labelling, which the page drives. */
  async next(): Promise<TaskRow | undefined> {
    const active = await db.tasks
      .where('status')
      .anyOf(ACTIVE)
      .filter(({ intake, tab }) => !intake && !tab)
      .sortBy('id')
    return active[0]
  },

  /** The oldest change of many images that is not completed: the user waits for it. */
  async nextBulk(): Promise<TaskRow | undefined> {
    const active = await db.tasks
      .where('status')
      .anyOf(ACTIVE)
      .filter(({ bulk }) => bulk !== undefined)
      .sortBy('id')
    return active[0]
  },

  /** Runs `work` with the current row in a transaction. It answers the row to store, or undefined to change nothing. */
  change: (
    id: number,
    work: (row: TaskRow, recordChange: RecordChange) => Promise<TaskRow | undefined>,
    room: Room = 'reserve',
  ): Promise<TaskRow | undefined> =>
    write(async (recordChange) => {
      writeAsTask()
      const row = await db.tasks.get(id)
      const changed = row && (await work(row, recordChange))
      if (!changed) return undefined
      if (isCompleted(changed)) recordChange({ action: 'update', instance: 'task', ids: [id] })
      await db.tasks.put(changed)
      return changed
    }, room),

  /** As `change`, in a transaction that locks only tables of tasks, so that the user's reads and writes continue. */
  stage: (id: number, work: (row: TaskRow) => Promise<TaskRow | undefined>): Promise<TaskRow | undefined> =>
    db.transaction('rw', [db.tasks, db.staging, db.exports], async () => {
      const row = await db.tasks.get(id)
      const changed = row && (await work(row))
      if (changed) await db.tasks.put(changed)
      return changed
    }),

  remove: (id: number): Promise<void> =>
    write(async (recordChange) => {
      await staging.drop(id)
      await db.tasks.delete(id)
      recordChange({ action: 'delete', instance: 'task', ids: [id] })
    }, 'reserve'),
}
