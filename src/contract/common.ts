/** What several resources share on the wire. */
import { z } from './zod'

export const Id = z.number().int().min(1).describe('From one sequence per collection; never used twice')

export const Timestamp = z
  .object({ $date: z.number().describe('Milliseconds since 1970-01-01, UTC') })
  .meta({ id: 'Timestamp' })

export const Metadata = z.record(z.string(), z.unknown()).describe('Free key and value pairs')

export const Success = z.object({ success: z.literal(true) }).meta({ id: 'Success' })

/** What every stored object carries besides its own fields. */
export const stampFields = {
  uuid: z.string().describe('The same on every machine the object is copied to'),
  revision: z.number().int().describe('One more with every change'),
  updated_at: Timestamp,
  creator: z.string().describe('Who made it; one local user, named "local"'),
  deleted: z.boolean().describe('In the trash'),
  deleted_date: Timestamp.optional(),
}

export const Pagination = z
  .object({
    start: z.number().int().describe('Index of the first object shown, from 0'),
    end: z.number().int().describe('Index after the last object shown'),
    pages: z.number().int(),
    page: z.number().int(),
    total: z.number().int(),
    showing: z.number().int(),
  })
  .meta({ id: 'Pagination' })

export type Metadata = z.infer<typeof Metadata>
export type Timestamp = z.infer<typeof Timestamp>
export type Pagination = z.infer<typeof Pagination>
export type Success = z.infer<typeof Success>
