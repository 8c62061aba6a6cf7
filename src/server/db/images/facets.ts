/** How many images each choice of a filter would find. */
import { ImageState } from '@/contract/image'
import type { DatasetFacets } from '@/contract/views'
import type { FilterKey } from '@/core/query/filters'
import type { ImageFacts } from '@/core/query/facts'
import { imageFacts } from './imageFacts'
import { matching, type ImageFilter } from './imageList'
import type { Range } from './imageOrder'
import { withoutFilter } from './imageQuery'

/** Each filter is counted without its own terms, because a choice takes their place. */
export async function facetsOf(datasetId: number, filter: ImageFilter, range: Range): Promise<DatasetFacets> {
  const { images } = await imageFacts(datasetId)
  const found = async (filter: ImageFilter) =>
    (await matching(datasetId, filter, range)).flatMap(([, id]) => images.get(id) ?? [])
  const without = async (key: FilterKey) => {
    const names = filter.query?.query.some((item) => 'key' in item && item.key === key && !item.negated)
    return names ? found({ ...filter, query: await withoutFilter(filter.query!, key) }) : all
  }
  const all = await found(filter)
  const annotated = tally(await without('annotations'), ({ num_annotations }) => [num_annotations > 0 ? 'yes' : 'no'])
  return {
    total: all.length,
    states: {
      ...(Object.fromEntries(ImageState.options.map((state) => [state, 0])) as DatasetFacets['states']),
      ...tally(await without('state'), ({ state }) => [state]),
    },
    splits: tally(await without('split'), ({ split }) => [split ?? 'none']),
    categories: tally(await without('category'), ({ categories }) => categories.map(String)),
    annotated: annotated.yes ?? 0,
    not_annotated: annotated.no ?? 0,
  }
}

function tally(images: ImageFacts[], keysOf: (image: ImageFacts) => string[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const image of images) for (const key of keysOf(image)) counts.set(key, (counts.get(key) ?? 0) + 1)
  return Object.fromEntries(counts)
}
