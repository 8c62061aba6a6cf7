/** Uploads of many images in one request. */
import { ImageUploadQuery, UploadedImage } from './image'
import { z } from './zod'

/** Most images in one request. */
export const MOST_FILES = 200

const RefusedImage = z
  .object({
    outcome: z.literal('refused').describe('It did not come in'),
    file: z.string().describe('Its path inside the dataset'),
    message: z.string().describe('One sentence for people: what is wrong and what to do'),
    identical: z.boolean().optional().describe('When the path is taken: whether the image there has the same bytes'),
  })
  .meta({ id: 'RefusedImage' })

export const ImageBatch = z
  .object({
    ...ImageUploadQuery.omit({ file_name: true, folder: true }).shape,
    handed: z.string().describe('The token under which the page handed the files to the worker'),
    files: z
      .array(
        z.object({
          file_name: z.string().describe('Its name'),
          folder: z.string().optional().describe('Folder inside the dataset'),
        }),
      )
      .min(1)
      .max(MOST_FILES)
      .describe('For each file handed over, in their order'),
  })
  .meta({ id: 'ImageBatch' })

export const ImageBatchAnswer = z
  .object({
    pictures: z.array(z.union([UploadedImage, RefusedImage])).describe('What became of each file, in their order'),
  })
  .meta({ id: 'ImageBatchAnswer' })

export type ImageBatch = z.infer<typeof ImageBatch>
export type ImageBatchAnswer = z.infer<typeof ImageBatchAnswer>
