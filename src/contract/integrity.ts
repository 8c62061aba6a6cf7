/** The integrity check: compares stored counts and references with the stored objects. */
import { z } from './zod'

const IntegrityProblem = z
  .object({
    kind: z
      .enum(['counter', 'image counts', 'order', 'location', 'sheet', 'trash', 'sequence', 'file', 'owner'])
      .describe(
        'What is wrong: a total, the counts of an image, the order of images, where an annotation is, an annotation chunk, the list of the trash, the next id, an image, a lost owner',
      ),
    repairable: z.boolean().describe('POST /integrity/repair sets it right'),
    message: z.string().describe('One sentence for people'),
  })
  .meta({ id: 'IntegrityProblem' })

export const Integrity = z
  .object({
    ok: z.boolean().describe('There is no problem'),
    datasets: z.number().int().describe('That were looked at, the trash included'),
    images: z.number().int().describe('That were looked at, the trash included'),
    annotations: z.number().int().describe('That were looked at, the trash included'),
    problems: z.array(IntegrityProblem).describe('At most 1,000'),
    repaired: z.number().int().describe('Problems that were set right just now'),
  })
  .meta({ id: 'Integrity' })

export type IntegrityProblem = z.infer<typeof IntegrityProblem>
export type Integrity = z.infer<typeof Integrity>
