import { Id, Metadata, stampFields } from './common'
import { boolParam, intParam, positiveIntParam } from './params'
import { z } from './zod'

export const ImageState = z
  .enum(['unlabelled', 'in_progress', 'done', 'done_empty', 'needs_fix'])
  .describe('The first shape sets in_progress; nothing but the user sets done')
  .meta({ id: 'ImageState' })

export const Image = z
  .object({
    id: Id,
    dataset_id: Id,
    path: z.string().describe('Virtual: /data/datasets/<dataset>/<path inside the dataset>'),
    file_name: z.string().describe('Base name'),
    width: z.number().int().describe('Pixels of the upright picture'),
    height: z.number().int().describe('Pixels of the upright picture'),
    metadata: Metadata,
    state: ImageState,
    annotated: z.boolean().describe('Has at least one annotation that is not deleted'),
    annotating: z.array(z.string()),
    num_annotations: z.number().int(),
    category_ids: z.array(z.number().int()).describe('Categories of its annotations'),
    milliseconds: z.number().describe('Time spent annotating'),
    placeholder: z.boolean().describe('Facts without a picture: the file has not arrived yet'),
    license: z.number().int().optional(),
    coco_url: z.string().optional(),
    flickr_url: z.string().optional(),
    date_captured: z.union([z.string(), z.number()]).optional(),
    ...stampFields,
  })
  .meta({ id: 'Image' })

export const UploadedImage = Image.extend({
  outcome: z.enum(['added', 'filled', 'replaced', 'renamed', 'skipped']).describe('What became of the file; a placeholder that waited for it is filled'),
  notes: z.array(z.string()).describe('Sentences for people: what is shown otherwise than the file has it, what no longer fits'),
}).meta({ id: 'UploadedImage' })

const BulkIds = z.array(Id).min(1).max(200_000)

export const ImageListQuery = z.object({
  page: positiveIntParam.optional(),
  per_page: positiveIntParam.optional(),
  perPage: positiveIntParam.optional().describe('Older spelling of per_page'),
  fields: z.string().optional().describe('Names of fields to answer, separated by commas'),
})

export const ImagePage = z
  .object({
    total: z.number().int(),
    pages: z.number().int(),
    page: z.number().int().describe('From 1'),
    per_page: z.number().int(),
    fields: z.string().nullable(),
    images: z.array(Image.partial()).describe('With the fields that were asked for'),
  })
  .meta({ id: 'ImagePage' })

export const ImageBytesQuery = z.object({
  asAttachment: boolParam.default(true).describe('true: as a download; false: inline'),
  width: intParam.optional().describe('Fit inside this width; below 1: full size'),
  height: intParam.optional().describe('Fit inside this height; below 1: full size'),
  thumbnail: boolParam.default(false).describe('Draw the annotations in'),
  original: boolParam.default(false).describe('The stored bytes, whatever the format'),
})

export const ImageUploadQuery = z.object({
  dataset_id: intParam,
  file_name: z.string().optional(),
  folder: z.string().optional().describe('Folder inside the dataset'),
  on_conflict: z.enum(['refuse', 'skip', 'replace', 'rename']).default('refuse').describe('When the path is taken'),
})

export const ImageUpdate = z
  .object({ state: ImageState.optional(), metadata: Metadata.optional() })
  .meta({ id: 'ImageUpdate' })

/** One change of many images: all of them, or none when one cannot be changed. */
export const ImageBulk = z
  .discriminatedUnion('action', [
    z.object({ action: z.literal('state'), ids: BulkIds, state: ImageState }),
    z.object({ action: z.literal('delete'), ids: BulkIds }),
    z.object({ action: z.literal('restore'), ids: BulkIds }),
    z.object({ action: z.literal('move'), ids: BulkIds, dataset_id: Id.describe('Where to; paths stay as they are') }),
  ])
  .meta({ id: 'ImageBulk' })

export type Image = z.infer<typeof Image>
export type UploadedImage = z.infer<typeof UploadedImage>
export type ImageState = z.infer<typeof ImageState>
export type ImageUpdate = z.infer<typeof ImageUpdate>
export type ImagePage = z.infer<typeof ImagePage>
export type ImageBulk = z.infer<typeof ImageBulk>
