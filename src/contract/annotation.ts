import { Id, Metadata, stampFields } from './common'
import { intParam } from './params'
import { Segmentation, Shape } from './shape'
import { z } from './zod'

export const Keypoints = z
  .array(z.number())
  .refine((list) => list.length % 3 === 0, 'keypoints go in threes: x, y, visibility')
  .refine(
    (list) => list.every((value, index) => index % 3 !== 2 || [0, 1, 2].includes(value)),
    'the visibility of a keypoint is 0, 1 or 2',
  )
  .describe('x, y, visibility (0, 1 or 2) for each keypoint of the category')

export const Annotation = z
  .object({
    id: Id,
    image_id: Id.describe('The image it is on'),
    category_id: Id.describe('Its category'),
    dataset_id: Id.describe('The dataset of the image'),
    shape: Shape.nullable().describe('The shape as it is edited; segmentation is derived from it'),
    segmentation: Segmentation.describe('The shape in COCO form'),
    area: z.number().describe('Pixels of the rasterised mask'),
    bbox: z.array(z.number()).describe('[x, y, width, height] in pixels'),
    iscrowd: z.boolean().describe('A group of things that are not told apart'),
    isbbox: z.boolean().describe('It is a box, drawn or imported as one'),
    keypoints: z.array(z.number()).describe('x, y, visibility for each keypoint of the category'),
    width: z.number().int().describe("The image's width in pixels"),
    height: z.number().int().describe("The image's height in pixels"),
    color: z.string().describe('Any CSS colour; ours are #rrggbb'),
    metadata: Metadata,
    paper_object: z
      .array(z.unknown())
      .optional()
      .describe('paper.js form for older clients: [] or [class, properties]'),
    milliseconds: z.number().describe('Time spent on it'),
    score: z.number().optional().describe('0 to 1: how sure the model was that made it'),
    prediction: z
      .boolean()
      .optional()
      .describe('true: a model made it, and nobody has accepted it yet; exports leave it out'),
    ...stampFields,
  })
  .meta({ id: 'Annotation' })

const predictionFields = {
  score: z.number().min(0).max(1).nullish().describe('How sure the model was that made it'),
  prediction: z.boolean().nullish().describe('true: waits to be accepted; false: accepted'),
}

const shapeFields = {
  ...predictionFields,
  shape: Shape.nullish().describe('Wins over segmentation when both are given'),
  segmentation: Segmentation.nullish().describe('The shape in COCO form'),
  keypoints: Keypoints.nullish(),
  isbbox: z.boolean().nullish().describe('true: a segmentation that is an upright rectangle becomes a box'),
  iscrowd: z
    .union([z.boolean(), z.literal(0), z.literal(1)])
    .nullish()
    .describe('A group of things that are not told apart'),
  color: z.string().nullish().describe('Any CSS colour; absent for a new one: one is chosen'),
  metadata: Metadata.nullish(),
}

export const NewAnnotation = z
  .object({
    image_id: intParam.describe('The image it is on'),
    category_id: intParam.describe('Its category'),
    ...shapeFields,
  })
  .meta({ id: 'NewAnnotation' })

export const AnnotationUpdate = z
  .object({ category_id: intParam.nullish().describe('Its category'), ...shapeFields })
  .describe('Absent fields stay as they are')
  .meta({ id: 'AnnotationUpdate' })

/** Most entries of each list in one request. */
const MAX_BULK = 10_000

export const BulkAnnotations = z
  .object({
    create: z.array(NewAnnotation).max(MAX_BULK).default([]).describe('New ones'),
    update: z
      .array(AnnotationUpdate.extend({ id: Id }).meta({ id: 'IdentifiedAnnotationUpdate' }))
      .max(MAX_BULK)
      .default([])
      .describe('Absent fields stay as they are'),
    delete: z.array(Id).max(MAX_BULK).default([]).describe('Ids; into the trash'),
  })
  .describe('All of it is done, or nothing')
  .meta({ id: 'BulkAnnotations' })

export const BulkAnnotationsResult = z
  .object({
    success: z.literal(true).describe('It is done'),
    created: z.array(Annotation).describe('In the order of the request'),
    updated: z.array(Annotation).describe('In the order of the request'),
    deleted: z.array(Id).describe('As in the request'),
  })
  .meta({ id: 'BulkAnnotationsResult' })

export const CopyAnnotations = z
  .object({ category_ids: z.array(intParam).nullish().describe('Absent: all categories of the source dataset') })
  .meta({ id: 'CopyAnnotations' })

export const CopyAnnotationsResult = z
  .object({ annotations_created: z.number().int().describe('How many were copied') })
  .meta({ id: 'CopyAnnotationsResult' })

export const MergeAnnotations = z
  .object({
    ids: z
      .array(Id)
      .min(2, 'name at least two')
      .max(1000)
      .describe('Of one image and one category; the first one stays'),
  })
  .meta({ id: 'MergeAnnotations' })

export const SplitAnnotation = z.object({ id: Id }).meta({ id: 'SplitAnnotation' })

export const RearrangedAnnotations = z
  .object({
    success: z.literal(true).describe('It is done'),
    annotations: z.array(Annotation).describe('All that it concerned, as they are now; those in the trash too'),
  })
  .meta({ id: 'RearrangedAnnotations' })

export type Annotation = z.infer<typeof Annotation>
export type NewAnnotation = z.infer<typeof NewAnnotation>
export type AnnotationUpdate = z.infer<typeof AnnotationUpdate>
export type BulkAnnotations = z.infer<typeof BulkAnnotations>
export type BulkAnnotationsResult = z.infer<typeof BulkAnnotationsResult>
