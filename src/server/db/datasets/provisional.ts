/** Datasets made for a first import. As long as nothing has come in they are not listed, and go for good when nothing does. */
import type { DatasetRow } from '../store/rows'
import { db } from '../store/schema'
import { activeTasks } from '../tasks/inUse'

/** After so long no page still uploads into it without a task. Milliseconds. */
const ABANDONED_AFTER = 60 * 60 * 1000

/** Whether it is listed: anything in it counts, also what is in the trash. */
export async function isListed(row: DatasetRow): Promise<boolean> {
  if (!row.provisional || row.categories.length > 0) return true
  return (await db.images.where('[dataset_id+path]').between([row.id, ''], [row.id, []]).limit(1).count()) > 0
}

/** Those that hold nothing, and that no task and no page works on any longer. */
export async function abandoned(): Promise<number[]> {
  const old = await db.datasets
    .filter(({ provisional, created_at }) => provisional === true && created_at < Date.now() - ABANDONED_AFTER)
    .toArray()
  if (old.length === 0) return []
  const active = new Set(
    (await activeTasks()).map(
      ({ input, intake }) => intake?.dataset_id ?? (input as { dataset?: number } | null)?.dataset,
    ),
  )
  const ids: number[] = []
  for (const row of old) if (!active.has(row.id) && !(await isListed(row))) ids.push(row.id)
  return ids
}
