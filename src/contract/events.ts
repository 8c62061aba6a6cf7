/** Changes of what is stored, as an event stream and as a list. */
import { intParam } from './params'
import { Instance } from './undo'
import { z } from './zod'

export const EventsQuery = z.object({
  after: intParam.optional().describe('Number of the last change that is known; the header Last-Event-ID wins'),
})

/** The data of one event; its id is the number of the change. */
export const ChangeEvent = z
  .object({
    seq: z.number().int().describe('Ascending; never used twice'),
    at: z.number().describe('Milliseconds since 1970-01-01, UTC'),
    action: z.enum(['create', 'update', 'delete']),
    instance: z.union([Instance, z.literal('task')]),
    ids: z.array(z.number().int()),
    image_id: z.number().int().optional(),
    dataset_id: z.number().int().optional(),
  })
  .meta({ id: 'ChangeEvent' })

export type ChangeEvent = z.infer<typeof ChangeEvent>
