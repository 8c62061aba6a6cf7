/** What people choose from when they look for images: counts beside the choices of filters, and queries kept under a name. */
import { DatasetImagesQuery } from './dataset'
import { ImageState } from './image'
import { z } from './zod'

const Numbers = z.record(z.string(), z.number().int())

export const DatasetFacetsQuery = DatasetImagesQuery.omit({ page: true, limit: true, order: true })

export const DatasetFacets = z
  .object({
    total: z.number().int().describe('Images that the query finds'),
    states: z.record(ImageState, z.number().int()).describe('Images by state'),
    splits: Numbers.describe('Images by split; none: without one'),
    categories: Numbers.describe('Images by category id; those without images are left out'),
    annotated: z.number().int().describe('Images with annotations'),
    not_annotated: z.number().int().describe('Images without'),
  })
  .meta({ id: 'DatasetFacets' })

/** A query of the dataset's images that people keep under a name. */
const SavedView = z.object({
  name: z.string().trim().min(1).max(100).describe('Shown to people; unique in the dataset'),
  query: z.string().max(2_000).describe('As in `?query=`'),
  order: z.string().max(20).optional().describe('As in `?order=`'),
})

export const SavedViews = z
  .object({
    views: z
      .array(SavedView)
      .max(100)
      .refine((views) => new Set(views.map(({ name }) => name)).size === views.length, 'two views have one name')
      .describe('In the order in which they are listed'),
  })
  .meta({ id: 'SavedViews' })

export type DatasetFacets = z.infer<typeof DatasetFacets>
export type SavedView = z.infer<typeof SavedView>
export type SavedViews = z.infer<typeof SavedViews>
