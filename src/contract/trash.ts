import { Id } from './common'
import { intParam } from './params'
import { z } from './zod'

export const Instance = z.enum(['category', 'annotation', 'image', 'dataset']).meta({ id: 'Instance' })

export const UndoArguments = z.object({
  id: intParam.describe('Of the object'),
  instance: z.string().describe('category, annotation, image or dataset'),
})

export const UndoListQuery = z.object({
  type: z
    .enum(['all', 'category', 'annotation', 'image', 'dataset'])
    .default('all')
    .describe('Objects of this kind only'),
  limit: intParam.default(50).describe('Clamped to 1 to 1,000'),
})

export const DeletedObject = z
  .object({
    id: Id,
    name: z.string().describe('"-" for annotations'),
    instance: Instance.describe('What it is'),
    of: z.string().optional().describe('Name of the dataset of an image, of the image of an annotation'),
    ago: z.string().describe('The largest unit: "3 days"'),
    date: z.string().describe('YYYY-MM-DD HH:MM:SS.ffffff, UTC'),
  })
  .meta({ id: 'DeletedObject' })

export type Instance = z.infer<typeof Instance>
export type DeletedObject = z.infer<typeof DeletedObject>
