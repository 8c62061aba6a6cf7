import { Id, Metadata, stampFields } from './common'
import { intParam } from './params'
import { Segmentation, Shape } from './shape'
import { z } from './zod'

export const Keypoints = z
  .array(z.number())
  .refine((list) => list.length % 3 === 0, 'keypoints go in threes: x, y, visibility')
  .refine((list) => list.every((value, index) => index % 3 !== 2 || [0, 1, 2].includes(value)), 'the visibility of a keypoint is 0, 1 or 2')
  .describe('x, y, visibility (0, 1 or 2) for each keypoint of the category')

export const Annotation = z
  .object({
    id: Id,
    image_id: Id,
    category_id: Id,
    dataset_id: Id,
    shape: Shape.nullable().describe('The shape as it is edited; segmentation is derived from it'),
    segmentation: Segmentation,
    area: z.number().describe('Pixels of the rasterised mask'),
    bbox: z.array(z.number()).describe('[x, y, width, height] in pixels'),
    iscrowd: z.boolean(),
    isbbox: z.boolean(),
    keypoints: z.array(z.number()).describe('x, y, visibility for each keypoint of the category'),
    width: z.number().int().describe("The image's width in pixels"),
    height: z.number().int().describe("The image's height in pixels"),
    color: z.string(),
    metadata: Metadata,
    paper_object: z.array(z.unknown()).optional().describe('paper.js form for older clients: [] or [class, properties]'),
    milliseconds: z.number(),
    ...stampFields,
  })
  .meta({ id: 'Annotation' })

const shapeFields = {
  shape: Shape.nullish().describe('Wins over segmentation when both are given'),
  segmentation: Segmentation.nullish(),
  keypoints: Keypoints.nullish(),
  isbbox: z.boolean().nullish(),
  iscrowd: z.union([z.boolean(), z.literal(0), z.literal(1)]).nullish(),
  color: z.string().nullish(),
  metadata: Metadata.nullish(),
}

export const NewAnnotation = z
  .object({ image_id: intParam, category_id: intParam, ...shapeFields })
  .meta({ id: 'NewAnnotation' })

export const AnnotationUpdate = z
  .object({ category_id: intParam.nullish(), ...shapeFields })
  .describe('Absent fields stay as they are')
  .meta({ id: 'AnnotationUpdate' })

/** Of each list in one request. */
const MAX_BULK = 10_000

export const BulkAnnotations = z
  .object({
    create: z.array(NewAnnotation).max(MAX_BULK).default([]),
    update: z.array(AnnotationUpdate.extend({ id: Id })).max(MAX_BULK).default([]),
    delete: z.array(Id).max(MAX_BULK).default([]).describe('Ids; into the trash'),
  })
  .describe('All of it is done, or nothing')
  .meta({ id: 'BulkAnnotations' })

export const BulkAnnotationsResult = z
  .object({
    success: z.literal(true),
    created: z.array(Annotation).describe('In the order of the request'),
    updated: z.array(Annotation),
    deleted: z.array(Id),
  })
  .meta({ id: 'BulkAnnotationsResult' })

export const CopyAnnotations = z
  .object({ category_ids: z.array(intParam).nullish().describe('Absent: all categories of the source dataset') })
  .meta({ id: 'CopyAnnotations' })

export const CopyAnnotationsResult = z.object({ annotations_created: z.number().int() }).meta({ id: 'CopyAnnotationsResult' })

export type Annotation = z.infer<typeof Annotation>
export type NewAnnotation = z.infer<typeof NewAnnotation>
export type AnnotationUpdate = z.infer<typeof AnnotationUpdate>
export type BulkAnnotations = z.infer<typeof BulkAnnotations>
export type BulkAnnotationsResult = z.infer<typeof BulkAnnotationsResult>
