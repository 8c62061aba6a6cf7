/** Remarks: the parts of a request that were not stored as they were posted. */
import { z } from './zod'

export const PostedRemark = z
  .object({
    category: z.number().int().optional().describe('Of which category'),
    annotation: z.number().int().optional().describe('Of which annotation'),
    field: z.string().describe('Which field'),
    message: z.string().describe('What was wrong with it'),
  })
  .meta({ id: 'PostedRemark' })

/** One remark of an answer. */
export const remarkFields = {
  passed_over: z
    .array(PostedRemark)
    .optional()
    .describe('What could not be used: the rest is stored. At most 100; absent when there is none'),
  passed_over_count: z.number().int().optional().describe('How many there are of them'),
  repaired: z
    .array(PostedRemark)
    .optional()
    .describe('What is stored otherwise than it was posted. At most 100; absent when there is none'),
  repaired_count: z.number().int().optional().describe('How many there are of them'),
}

export type PostedRemark = z.infer<typeof PostedRemark>
