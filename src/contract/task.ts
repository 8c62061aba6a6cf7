import { Timestamp } from './common'
import { FolderImportProgress } from './folderImport'
import { z } from './zod'

export const TaskStatus = z.enum(['waiting', 'running', 'succeeded', 'failed', 'cancelled'])

export const BulkOfTask = z
  .object({
    dataset_id: z.number().int().nullable().describe('Where the images were; null: in several'),
    undoes: z.number().int().optional().describe('The task that it takes back'),
    can_undo: z.boolean().describe('POST /tasks/{id}/undo takes it back'),
  })
  .meta({ id: 'BulkOfTask' })

export const Task = z
  .object({
    id: z.number().int().describe('For /tasks/{id}'),
    group: z.string().describe('What kind of work: "Annotation Import"'),
    name: z.string().describe('For people: "Import COCO into nuts"'),
    status: TaskStatus.describe('How far it is'),
    completed: z.boolean().describe('succeeded, failed or cancelled'),
    progress: z.number().describe('0 to 100'),
    errors: z.number().int().describe('How many there were'),
    warnings: z.number().int().describe('How many there were'),
    message: z.string().optional().describe('Why it failed'),
    updated_at: Timestamp.describe('When it went on, or ended'),
    intake: FolderImportProgress.optional().describe('Of the import of a folder: how far it is'),
    paused: z.boolean().optional().describe('Of work that a tab does: it waits until it is told to go on'),
    bulk: BulkOfTask.optional().describe('Of a change of many images'),
    images: z
      .object({ done: z.number().int().describe('Looked at'), total: z.number().int().describe('To look at') })
      .optional()
      .describe('Of work that a tab does'),
    result: z.unknown().optional().describe('What a request that waits for it would answer'),
  })
  .meta({ id: 'Task' })

export const TaskLogs = z
  .object({ logs: z.array(z.string()).describe('[dd-mm-YYYY HH:MM:SS] [INFO, WARNING or ERROR] text') })
  .meta({ id: 'TaskLogs' })

export type Task = z.infer<typeof Task>
export type BulkOfTask = z.infer<typeof BulkOfTask>
