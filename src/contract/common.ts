/** Schemas that several resources share. */
import { z } from './zod'

export const Id = z.number().int().min(1).describe('From one sequence per collection; never used twice')

export const Timestamp = z
  .object({ $date: z.number().describe('Milliseconds since 1970-01-01, UTC') })
  .meta({ id: 'Timestamp' })

export const Metadata = z.record(z.string(), z.unknown()).describe('Free key and value pairs')

export const Success = z.object({ success: z.literal(true).describe('It is done') }).meta({ id: 'Success' })

/** Fields that every stored object has. */
export const stampFields = {
  uuid: z.string().describe('The same on every machine the object is copied to'),
  revision: z.number().int().describe('One more with every change'),
  updated_at: Timestamp.describe('When it was changed last'),
  creator: z.string().describe('Who made it; one local user, named "local"'),
  deleted: z.boolean().describe('In the trash'),
  deleted_date: Timestamp.optional().describe('Since when it is in the trash'),
}

export const Pagination = z
  .object({
    start: z.number().int().describe('Index of the first object shown, from 0'),
    end: z.number().int().describe('Index after the last object shown'),
    pages: z.number().int().describe('How many pages there are, at least one'),
    page: z.number().int().describe('From 1'),
    total: z.number().int().describe('Objects on all pages'),
    showing: z.number().int().describe('Objects on this page'),
  })
  .meta({ id: 'Pagination' })

/** The pagination again, at the top level, where the oldest clients read it. */
export const pageFields = {
  start: Pagination.shape.start,
  end: Pagination.shape.end,
  pages: Pagination.shape.pages,
  page: Pagination.shape.page,
  pagination: Pagination.describe('The same numbers, where later clients look'),
}

export type Metadata = z.infer<typeof Metadata>
export type Timestamp = z.infer<typeof Timestamp>
export type Pagination = z.infer<typeof Pagination>
export type Success = z.infer<typeof Success>
