import { z } from './zod'

export const TaskStatus = z.enum(['waiting', 'running', 'succeeded', 'failed', 'cancelled'])

export const Task = z
  .object({
    id: z.number().int(),
    group: z.string().describe('What kind of work: "Annotation Import"'),
    name: z.string(),
    status: TaskStatus,
    completed: z.boolean().describe('succeeded, failed or cancelled'),
    progress: z.number().describe('0 to 100'),
    errors: z.number().int(),
    warnings: z.number().int(),
    message: z.string().optional().describe('Why it failed'),
    result: z.unknown().optional(),
  })
  .meta({ id: 'Task' })

export type Task = z.infer<typeof Task>
