/** The distributions of a dataset's images and annotations, which the statistics page plots. */
import { Id } from './common'
import { ImageState } from './image'
import { z } from './zod'

const Count = z.number().int()

const Bins = z.array(
  z.object({
    above: z.number().nullable().describe('Values are above it; null: no lower edge'),
    most: z.number().nullable().describe('Values are at most it; null: no upper edge'),
    count: Count.describe('Annotations or images'),
  }),
)

export const DatasetDistributions = z
  .object({
    images: Count.describe('That are not deleted'),
    annotated: Count.describe('Images with at least one annotation'),
    annotations: Count.describe('That are not deleted'),
    milliseconds: z.number().describe('Spent on all images'),
    categories: z
      .array(
        z.object({
          id: Id,
          name: z.string().describe('Name'),
          color: z.string().describe('Color'),
          annotations: Count.describe('That are not deleted'),
          images: Count.describe('With at least one of them'),
        }),
      )
      .describe('Of the dataset, most annotations first; then those without any'),
    per_image: z
      .array(
        z.object({
          annotations: Count.describe('An image has so many'),
          images: Count.describe('So many images have them'),
        }),
      )
      .describe('Images by number of annotations, ascending'),
    areas: Bins.describe('Areas in square pixels'),
    aspects: Bins.describe('Width of the box over its height, where both are above 0'),
    centers: z
      .array(z.array(Count.describe('Annotations')).describe('A row of cells, from left to right'))
      .describe(
        'Centres of boxes in 20 × 20 cells of the image, from top to bottom; an edge belongs to the cell before it',
      ),
    sizes: z
      .array(
        z.object({
          width: z.number().describe('Pixels'),
          height: z.number().describe('Pixels'),
          images: Count.describe('Of this size'),
        }),
      )
      .describe('Sizes of images, the 500 most frequent first'),
    other_sizes: Count.describe('Images of further sizes'),
    pairs: z
      .object({
        categories: z.array(Id).describe('Up to 20 that most images have'),
        images: z
          .array(z.array(Count.describe('Images with both')).describe('A row for each category'))
          .describe('The diagonal has the images with the category itself'),
      })
      .describe('Categories that occur together'),
    splits: z
      .array(
        z.object({
          split: z.string().nullable().describe('null: none'),
          images: Count.describe('Of the split'),
          annotated: Count.describe('With at least one annotation'),
          annotations: Count.describe('In its images'),
          categories: z.record(z.string(), Count).describe('Annotations by category id'),
        }),
      )
      .describe('Most images first'),
    times: Bins.describe('Images by the seconds spent on them, of those that somebody worked on'),
    states: z.record(ImageState, Count).describe('Images in each state'),
    days: z
      .array(
        z.object({
          day: z.string().describe('YYYY-MM-DD in the time zone of this device'),
          annotations: Count.describe('Created on that day'),
          drawn: Count.describe('Of them not imported'),
          milliseconds: z.number().describe('Spent on those that were not imported'),
        }),
      )
      .describe('Days on which annotations were created, ascending'),
    creators: z
      .array(
        z.object({
          creator: z.string().describe('User or model'),
          annotations: Count.describe('That are not deleted'),
          images: Count.describe('With at least one of them'),
          predictions: Count.describe('Of a model, not yet accepted'),
        }),
      )
      .describe('Most annotations first'),
  })
  .meta({ id: 'DatasetDistributions' })

export type DatasetDistributions = z.infer<typeof DatasetDistributions>
