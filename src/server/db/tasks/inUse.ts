/** What tasks that are not completed still work on. */
import type { TaskRow } from '../store/rows'
import { db } from '../store/schema'

/** Where the COCO file is stored that a task takes out of an archive. */
export const unpackedUpload = (taskId: number) => `task-${taskId}-coco`

export const activeTasks = (): Promise<TaskRow[]> => db.tasks.where('status').anyOf('waiting', 'running').toArray()

/** Ids of the uploads that tasks were given, and of those that they unpacked. */
export async function uploadsInUse(): Promise<Set<string | undefined>> {
  return new Set(
    (await activeTasks()).flatMap(({ id, input }) => [
      (input as { upload?: string } | null)?.upload,
      unpackedUpload(id),
    ]),
  )
}
