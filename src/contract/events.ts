/** Change events: as an event stream and as a list. */
import { intParam } from './params'
import { Instance } from './trash'
import { z } from './zod'

export const EventsQuery = z.object({
  after: intParam.optional().describe('Number of the last change that is known; the header Last-Event-ID wins'),
})

/** Data of one event. The event's id is the number of the change. */
export const ChangeEvent = z
  .object({
    seq: z.number().int().describe('Ascending; never used twice'),
    at: z.number().describe('Milliseconds since 1970-01-01, UTC'),
    action: z.enum(['create', 'update', 'delete']).describe('What was done'),
    instance: z.union([Instance, z.literal('task')]).describe('To what'),
    ids: z.array(z.number().int()).describe('Of those that were changed; may be empty when they are too many'),
    image_id: z.number().int().optional().describe('The image they are on'),
    dataset_id: z.number().int().optional().describe('The dataset they are in'),
  })
  .meta({ id: 'ChangeEvent' })

/** Data of `event: missed`. Sent first if changes since the client's last event are no longer stored. */
export const MissedEvent = z
  .object({
    after: z.number().int().describe('The last change that was known'),
    oldest: z.number().int().describe('The oldest one that is kept'),
  })
  .meta({ id: 'MissedEvent' })

export type MissedEvent = z.infer<typeof MissedEvent>
export type ChangeEvent = z.infer<typeof ChangeEvent>
