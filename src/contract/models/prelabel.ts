/** Pre-labelling: a task that an open tab works on, image by image. If the tab or the worker is stopped, only the current image is done again. */
import { DetectorCard } from './model'
import { Id } from '../common'
import { Keypoints } from '../annotation'
import { Shape } from '../shape'
import { z } from '../zod'

const Threshold = z.number().min(0).max(1)

export const NewPrelabel = z
  .object({
    mode: z
      .enum(['detect', 'boxes'])
      .default('detect')
      .describe('detect: find things; boxes: give the boxes that are there the outline of what is in them'),
    model: z.union([z.string(), z.number()]).transform(String).meta({ type: 'string' }).describe('Id of the model'),
    dataset_id: Id.optional().describe('All its images, or'),
    image_ids: z.array(Id).min(1).max(200_000).optional().describe('these'),
    threshold: Threshold.default(0.25).describe('Detections below are left out'),
    overlap: Threshold.default(0.5).describe('Of two boxes of a class that overlap by more, the better one stays'),
    categories: z
      .record(z.string(), Id)
      .default({})
      .describe('Category ids by the names of classes; other classes are left out'),
  })
  .meta({ id: 'NewPrelabel' })

export const PrelabelWork = z
  .object({
    task: Id.describe('Its id'),
    mode: z.enum(['detect', 'boxes']).describe('What is done'),
    model: z.string().describe('Id of the model'),
    card: DetectorCard.nullable().describe('Of a detector'),
    threshold: Threshold.describe('Detections below are left out'),
    overlap: Threshold.describe('For non-maximum suppression'),
    categories: z.record(z.string(), Id).describe('Category ids by the names of classes'),
    paused: z.boolean().describe('It waits until it is told to go on'),
    completed: z.boolean().describe('There is nothing left to do'),
    image: z
      .object({
        id: Id,
        width: z.number().int().describe('Pixels'),
        height: z.number().int().describe('Pixels'),
        boxes: z
          .array(
            z.object({
              id: Id.describe('Of the annotation'),
              box: z.array(z.number()).describe('[x, y, width, height]'),
            }),
          )
          .describe('In the mode boxes: those to look into'),
      })
      .nullable()
      .describe('The next one; null: none'),
  })
  .meta({ id: 'PrelabelWork' })

export const PrelabelResult = z
  .object({
    image_id: Id.describe('The image that was given out; another one is passed over'),
    predictions: z
      .array(
        z.object({
          category_id: Id.describe('One of the dataset'),
          score: Threshold.describe('How sure the model is'),
          shape: Shape.nullable().describe('null: keypoints only'),
          keypoints: Keypoints.optional(),
        }),
      )
      .max(2000)
      .default([])
      .describe('What was found'),
    shapes: z
      .array(z.object({ id: Id.describe('Of the annotation'), shape: Shape }))
      .max(2000)
      .default([])
      .describe('In the mode boxes: the outlines'),
    problem: z.string().max(2000).optional().describe('Why the image could not be looked at'),
  })
  .meta({ id: 'PrelabelResult' })

export const PrelabelPause = z
  .object({ paused: z.boolean().describe('true: wait; false: go on') })
  .meta({ id: 'PrelabelPause' })

export const ReviewRequest = z
  .object({
    action: z.enum(['accept', 'reject']).describe('reject: into the trash'),
    ids: z.array(Id).max(10_000).optional().describe('These predictions; absent: all of the image'),
    above: Threshold.optional().describe('Only those with at least this score'),
    below: Threshold.optional().describe('Only those with a lower score'),
  })
  .meta({ id: 'ReviewRequest' })

export const ReviewResult = z
  .object({
    success: z.literal(true).describe('It is done'),
    changed: z.number().int().describe('How many predictions'),
    left: z.number().int().describe('How many wait still'),
  })
  .meta({ id: 'ReviewResult' })

export type NewPrelabel = z.input<typeof NewPrelabel>
export type PrelabelWork = z.infer<typeof PrelabelWork>
export type PrelabelResult = z.input<typeof PrelabelResult>
export type ReviewRequest = z.infer<typeof ReviewRequest>
export type ReviewResult = z.infer<typeof ReviewResult>
