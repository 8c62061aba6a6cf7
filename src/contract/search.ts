/** Search by name in datasets, images and categories. */
import { Id } from './common'
import { intParam } from './params'
import { z } from './zod'

export const SearchQuery = z.object({
  q: z.string().trim().min(1, 'must not be empty').describe('Part of a name; upper and lower case are the same'),
  limit: intParam.default(50).describe('Of each kind; clamped to 1 to 1,000'),
})

const Named = z.object({ id: Id, name: z.string().describe('Its name') })

export const SearchResult = z
  .object({
    datasets: z.array(Named).describe('That are not deleted'),
    categories: z.array(Named).describe('That are not deleted'),
    images: z
      .array(
        Named.extend({
          dataset_id: Id.describe('The dataset it is in'),
          path: z.string().describe('Inside the dataset'),
        }),
      )
      .describe('By their path'),
  })
  .meta({ id: 'SearchResult' })

export type SearchResult = z.infer<typeof SearchResult>
