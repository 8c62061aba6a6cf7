import { Id, Metadata, stampFields } from './common'
import { boolParam, intParam, pageParam, positiveIntParam } from './params'
import { z } from './zod'

export const ImageState = z
  .enum(['unlabelled', 'in_progress', 'done', 'done_empty', 'needs_fix', 'needs_review'])
  .describe('The first shape sets in_progress; nothing but the user sets done')
  .meta({ id: 'ImageState' })

/** The split of an image: the part of the training set that it belongs to. Empty text is read as null. */
export const Split = z
  .string()
  .trim()
  .regex(/^[\w.-]{0,40}$/, 'has letters, digits, ".", "-" and "_" only, at most 40')
  .nullable()
  .transform((text) => text || null)

const SplitField = z
  .string()
  .nullable()
  .describe('Part of a training set: train, val, test or another word; null: none')

export const Image = z
  .object({
    id: Id,
    dataset_id: Id.describe('The dataset it is in'),
    path: z.string().describe('Virtual: /data/datasets/<dataset>/<path inside the dataset>'),
    file_name: z.string().describe('Base name'),
    width: z.number().int().describe('Pixels of the upright image'),
    height: z.number().int().describe('Pixels of the upright image'),
    metadata: Metadata,
    state: ImageState.describe('How far the work on it is'),
    split: SplitField,
    annotated: z.boolean().describe('Has at least one annotation that is not deleted'),
    annotating: z.array(z.string()).describe('For older clients: always empty'),
    num_annotations: z.number().int().describe('That are not deleted'),
    category_ids: z.array(z.number().int()).describe('Categories of its annotations'),
    milliseconds: z.number().describe('Time spent annotating'),
    placeholder: z.boolean().describe('True until the image file has been uploaded'),
    license: z.number().int().optional().describe('As an import had it'),
    coco_url: z.string().optional().describe('As an import had it'),
    flickr_url: z.string().optional().describe('As an import had it'),
    date_captured: z.union([z.string(), z.number()]).optional().describe('As an import had it'),
    ...stampFields,
  })
  .meta({ id: 'Image' })

export const UploadedImage = Image.extend({
  outcome: z
    .enum(['added', 'filled', 'replaced', 'renamed', 'skipped'])
    .describe('What became of the file; a placeholder that waited for it is filled'),
  duplicate_of: Id.optional().describe(
    'An image of the dataset that holds the same bytes; with outcome "skipped" it is the one answered',
  ),
  notes: z
    .array(z.string())
    .describe(
      'Sentences for people: what is shown otherwise than the file has it, what no longer fits, which image has the same content',
    ),
}).meta({ id: 'UploadedImage' })

const BulkIds = z.array(Id).min(1).max(200_000).describe('Of the images')

export const ImageListQuery = z.object({
  page: pageParam.optional().describe('From 1; a page past the end answers the last one'),
  per_page: positiveIntParam.optional().describe('Images per page; 50 if absent, at most 1,000'),
  perPage: positiveIntParam.optional().describe('Older spelling of per_page'),
  fields: z.string().optional().describe('Names of fields to answer, separated by commas'),
})

export const ImagePage = z
  .object({
    total: z.number().int().describe('Images on all pages'),
    pages: z.number().int().describe('How many pages there are'),
    page: z.number().int().describe('From 1'),
    per_page: z.number().int().describe('The limit that was used'),
    fields: z.string().nullable().describe('As they were asked for'),
    images: z.array(Image.partial().meta({ id: 'PartOfImage' })).describe('With the fields that were asked for'),
  })
  .meta({ id: 'ImagePage' })

export const ImageList = z.union([z.array(Image).describe('All of them'), ImagePage])

export const ImageBytesQuery = z.object({
  asAttachment: boolParam.default(true).describe('true: as a download; false: inline'),
  width: intParam.optional().describe('Fit inside this width; below 1: full size'),
  height: intParam.optional().describe('Fit inside this height; below 1: full size'),
  thumbnail: boolParam.default(false).describe('Draw the annotations in'),
  original: boolParam.default(false).describe('The stored bytes, whatever the format'),
})

export const ImageInfo = z
  .object({
    type: z.string().describe('By content: image/jpeg, image/png, ...'),
    bytes: z.number().int().describe('Of the stored file'),
    width: z.number().int().describe('Pixels of the upright image'),
    height: z.number().int().describe('Pixels of the upright image'),
    orientation: z.number().int().describe('How the stored pixels lie: 1 to 8, as EXIF counts'),
    has_alpha: z.boolean().describe('Some of it may be transparent'),
    frames: z.number().int().describe('Images of an animation, pages of a TIFF; the first one counts'),
    bits: z.number().int().describe('Of a channel, or of a number in a palette'),
    is_deep: z.boolean().describe('GET /image/{id}/samples has all values of its 16 bits'),
    notes: z.array(z.string()).describe('Sentences for people: what is shown otherwise than the file has it'),
  })
  .meta({ id: 'ImageInfo' })

export const ImageUploadQuery = z.object({
  dataset_id: intParam.describe('Where to'),
  file_name: z.string().optional().describe('Its name; absent in a form: that of the part'),
  folder: z.string().optional().describe('Folder inside the dataset'),
  on_conflict: z.enum(['refuse', 'skip', 'replace', 'rename']).default('refuse').describe('When the path is taken'),
  intake: intParam.optional().describe('The import of a folder that it belongs to, which counts it'),
  other_size: z
    .enum(['keep', 'scale'])
    .default('keep')
    .describe(
      'When it takes the place of an image of another size: the annotations stay where they are, or are scaled with it',
    ),
  on_duplicate: z
    .enum(['keep', 'skip'])
    .default('keep')
    .describe('When an image of the dataset holds the same bytes under another path'),
})

export const ImageReplaceQuery = z.object({
  other_size: z
    .enum(['refuse', 'keep', 'scale'])
    .default('refuse')
    .describe(
      'When the image has another size and there are annotations: 409; keep: they stay where they are, masks are cut at its borders; scale: they are scaled with it',
    ),
})

const PixelSize = z.object({ width: z.number().int().describe('Pixels'), height: z.number().int().describe('Pixels') })

export const ReplaceConflict = z
  .object({
    message: z.string().describe('One sentence for people'),
    code: z.string().describe('For programs: what is wrong, in a word'),
    before: PixelSize.describe('Size of the image that is there'),
    after: PixelSize.describe('Size of the image that was sent'),
    annotations: z.number().int().describe('How many the image has'),
    outside: z.number().int().describe('How many of them reach out of the new image'),
    named: z
      .array(z.object({ id: Id.describe('Of the annotation'), category: z.string().describe('Its name') }))
      .describe('These, at most 100'),
  })
  .meta({ id: 'ReplaceConflict' })

export const ImageUpdate = z
  .object({
    state: ImageState.optional().describe('How far the work on it is'),
    metadata: Metadata.optional(),
    split: Split.optional().describe('Part of a training set; null: none'),
  })
  .meta({ id: 'ImageUpdate' })

/** One change of many images. If one of them cannot be changed, none is. */
export const ImageBulk = z
  .discriminatedUnion('action', [
    z.object({
      action: z.literal('state').describe('Set the state'),
      ids: BulkIds,
      state: ImageState.describe('The new state'),
      only: z.array(ImageState).optional().describe('Only those in one of these states; all if absent'),
    }),
    z.object({
      action: z.literal('split').describe('Set the split'),
      ids: BulkIds,
      split: Split.describe('Part of a training set; null: none'),
    }),
    z.object({ action: z.literal('delete').describe('Put into the trash'), ids: BulkIds }),
    z.object({ action: z.literal('restore').describe('Take out of the trash'), ids: BulkIds }),
    z.object({
      action: z.literal('move').describe('Into another dataset'),
      ids: BulkIds,
      dataset_id: Id.describe('Where to; paths stay as they are'),
    }),
    z.object({
      action: z.literal('category').describe('Give all annotations of the images a category; each image can undo it'),
      ids: BulkIds,
      category_id: Id.describe('One that is not in the trash'),
      only: z.array(Id).optional().describe('Only annotations that have one of these categories now; all if absent'),
    }),
    z.object({
      action: z
        .literal('copy')
        .describe('Copy annotations of one image to the images; those of another size are skipped. Only as a task.'),
      ids: BulkIds,
      annotation_ids: z.array(Id).min(1).max(10_000).describe('Of one image; those that are deleted are left out'),
    }),
  ])
  .meta({ id: 'ImageBulk' })

export const ImageBulkResult = z
  .object({
    success: z.literal(true).describe('It is done'),
    before: z
      .partialRecord(ImageState, z.array(Id))
      .optional()
      .describe('After a change of the state: the images that had another, by the state they had'),
  })
  .meta({ id: 'ImageBulkResult' })

export const BulkCount = z.object({ ids: BulkIds }).meta({ id: 'BulkCount' })

export const BulkCounts = z
  .object({
    images: z.number().int().describe('That are not in the trash'),
    annotations: z.number().int().describe('On these images, not deleted'),
    states: z.partialRecord(ImageState, z.number().int()).describe('Images by their state'),
    splits: z.record(z.string(), z.number().int()).describe('Images by their split; "" without'),
    categories: z
      .array(
        z.object({
          id: Id.describe('Of the category'),
          name: z.string().describe('Its name'),
          annotations: z.number().int().describe('That have it'),
        }),
      )
      .describe('Most annotations first'),
    combinations: z
      .array(
        z.object({
          categories: z.array(Id).describe('Of the annotations on an image'),
          images: z.number().int().describe('That have annotations of just these'),
        }),
      )
      .describe('Images by the categories on them'),
  })
  .meta({ id: 'BulkCounts' })

export const BulkTaskResult = z
  .object({
    images: z.number().int().describe('That were changed'),
    annotations: z.number().int().describe('That were changed; 0 where the images themselves are'),
    skipped: z
      .number()
      .int()
      .describe(
        'Images, or annotations of an undone change, that were deleted or changed by other means meanwhile; images of another size than what is copied to them',
      ),
  })
  .meta({ id: 'BulkTaskResult' })

export type BulkCounts = z.infer<typeof BulkCounts>
export type BulkTaskResult = z.infer<typeof BulkTaskResult>
export type ImageBulkResult = z.infer<typeof ImageBulkResult>

export type Image = z.infer<typeof Image>
export type UploadedImage = z.infer<typeof UploadedImage>
export type ImageInfo = z.infer<typeof ImageInfo>
export type ReplaceConflict = z.infer<typeof ReplaceConflict>
export type ImageState = z.infer<typeof ImageState>
export type ImageUpdate = z.infer<typeof ImageUpdate>
export type ImagePage = z.infer<typeof ImagePage>
export type ImageBulk = z.infer<typeof ImageBulk>
