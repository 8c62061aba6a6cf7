import { Id, Metadata, stampFields } from './common'
import { Segmentation, Shape } from './shape'
import { z } from './zod'

const Keypoints = z.array(z.number()).describe('x, y, visibility (0, 1 or 2) for each keypoint of the category')

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
    keypoints: Keypoints,
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
  .object({ image_id: Id, category_id: Id, ...shapeFields })
  .meta({ id: 'NewAnnotation' })

export const AnnotationUpdate = z
  .object({ category_id: Id.nullish(), ...shapeFields })
  .meta({ id: 'AnnotationUpdate' })

export type Annotation = z.infer<typeof Annotation>
export type NewAnnotation = z.infer<typeof NewAnnotation>
export type AnnotationUpdate = z.infer<typeof AnnotationUpdate>
