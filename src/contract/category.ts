import { Id, Metadata, pageFields, stampFields } from './common'
import { remarkFields } from './remarks'
import { z } from './zod'

const Edge = z.tuple([z.number().int(), z.number().int()])

const keypointFields = {
  keypoint_labels: z.array(z.string()).describe('Names of the keypoints, in order'),
  keypoint_edges: z.array(Edge).describe('Skeleton: pairs of keypoint numbers, from 1'),
  keypoint_colors: z.array(z.string()).describe('A colour for each keypoint'),
}

export const Category = z
  .object({
    id: Id,
    name: z.string().describe('Unique over all categories, those in the trash included'),
    supercategory: z.string().describe('What it is a kind of; may be empty'),
    color: z.string().describe('Any CSS colour; ours are #rrggbb'),
    metadata: Metadata,
    ...keypointFields,
    ...stampFields,
  })
  .meta({ id: 'Category' })

export const NewCategory = z
  .object({
    name: z.string().describe('Unique over all categories, those in the trash included'),
    supercategory: z.string().nullish().describe('What it is a kind of'),
    color: z.string().nullish().describe('Absent or null: one is chosen'),
    metadata: Metadata.nullish(),
    keypoint_labels: z
      .array(z.union([z.string(), z.number()]))
      .nullish()
      .describe('Names of the keypoints, in order'),
    keypoint_edges: z
      .array(z.unknown())
      .nullish()
      .describe('Skeleton: pairs of keypoint numbers, from 1; what joins no two keypoints is passed over'),
    keypoint_colors: z.array(z.unknown()).nullish().describe('A colour for each keypoint; null: one is chosen'),
  })
  .meta({ id: 'NewCategory' })

/** Older clients send an empty list as `metadata` for "none". */
export const CategoryUpdate = NewCategory.extend({
  metadata: z
    .union([Metadata, z.array(z.never())])
    .nullish()
    .describe('Free key and value pairs; an empty list is none'),
})
  .partial()
  .meta({ id: 'CategoryUpdate' })

/** The new category, with remarks on fields that were not stored as they were posted. */
export const MadeCategory = Category.extend(remarkFields).meta({ id: 'MadeCategory' })

export const CategoryPage = z
  .object({
    ...pageFields,
    categoryCount: z.number().int().describe('On all pages'),
    categories: z
      .array(
        Category.extend({
          numberAnnotations: z.number().int().describe('That are not deleted, over all datasets'),
        }).meta({ id: 'CountedCategory' }),
      )
      .describe('Of this page'),
  })
  .meta({ id: 'CategoryPage' })

export const CategoryUpdateResult = z
  .object({
    success: z.literal(true).describe('It is done'),
    message: z.string().optional().describe('Nothing to update'),
    annotations: z
      .number()
      .int()
      .optional()
      .describe('Whose keypoints were rearranged, since the category has others now'),
    removed: z
      .number()
      .int()
      .optional()
      .describe('Keypoints that the new definition has no place for; each image can undo it'),
    ...remarkFields,
  })
  .meta({ id: 'CategoryUpdateResult' })

export const CategoryMerge = z
  .object({ into: Id.describe('The category that takes its annotations') })
  .meta({ id: 'CategoryMerge' })

export const CategoryMergeResult = z
  .object({
    images: z.number().int().describe('That had such annotations'),
    annotations: z.number().int().describe('That were moved'),
  })
  .meta({ id: 'CategoryMergeResult' })

export type CategoryMergeResult = z.infer<typeof CategoryMergeResult>
export type Category = z.infer<typeof Category>
export type NewCategory = z.infer<typeof NewCategory>
export type CategoryUpdate = z.infer<typeof CategoryUpdate>
export type CategoryPage = z.infer<typeof CategoryPage>
