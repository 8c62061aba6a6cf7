/** Distributions of a dataset's images and annotations: one pass over the records, in batches. */
import type { DatasetDistributions } from '@/contract/distributions'
import { AREA_EDGES, ASPECT_EDGES, binsOf, HEAT_CELLS, TIME_EDGES } from '@/core/statistics/bins'
import { chunksOf } from '../annotations/annotationChunks'
import { exports } from '../tasks/exports'
import type { AnnotationRow, CategoryRow, DatasetRow } from '../store/rows'
import { categories } from './categories'
import { DistributionTally } from './distributionTally'

const MOST = { sizes: 500, pairs: 20 }

const descending =
  <Item>(value: (item: Item) => number) =>
  (one: Item, other: Item) =>
    value(other) - value(one)

/** Yields after each batch; answers when all is read. */
export async function* distributionsOf(dataset: DatasetRow): AsyncGenerator<void, DatasetDistributions> {
  const tally = new DistributionTally()
  for await (const batch of exports.images(dataset.id)) {
    const rows = new Map(batch.map(({ id }) => [id, [] as AnnotationRow[]]))
    for (const { image_id, annotations } of await chunksOf(batch, false))
      rows.get(image_id)!.push(...annotations.filter(({ deleted }) => !deleted))
    for (const image of batch) tally.add(image, rows.get(image.id)!)
    yield
  }
  return answerOf(tally, await categories.ofDataset(dataset))
}

function answerOf(tally: DistributionTally, listed: CategoryRow[]): DatasetDistributions {
  const sizes = [...tally.sizes.values()].sort(descending(({ images }) => images))
  const common = listed
    .map(({ id }) => id)
    .filter((id) => tally.categories.has(id))
    .sort(descending((id) => tally.categories.get(id)!.images))
    .slice(0, MOST.pairs)
  return {
    images: tally.images,
    annotated: tally.annotated,
    annotations: tally.annotations,
    milliseconds: tally.milliseconds,
    categories: listed
      .map(({ id, name, color }) => ({
        id,
        name,
        color,
        ...(tally.categories.get(id) ?? { annotations: 0, images: 0 }),
      }))
      .sort(descending(({ annotations }) => annotations)),
    per_image: [...tally.perImage]
      .sort(([one], [other]) => one - other)
      .map(([annotations, images]) => ({ annotations, images })),
    areas: binsOf(AREA_EDGES, tally.areas),
    aspects: binsOf(ASPECT_EDGES, tally.aspects),
    centers: Array.from({ length: HEAT_CELLS }, (_none, row) => [
      ...tally.centers.subarray(row * HEAT_CELLS, (row + 1) * HEAT_CELLS),
    ]),
    sizes: sizes.slice(0, MOST.sizes),
    other_sizes: sizes.slice(MOST.sizes).reduce((sum, { images }) => sum + images, 0),
    pairs: { categories: common, images: tally.pairsOf(common) },
    splits: [...tally.splits]
      .map(([split, { categories, ...counts }]) => ({
        split: split || null,
        ...counts,
        categories: Object.fromEntries(categories),
      }))
      .sort(descending(({ images }) => images)),
    times: binsOf(TIME_EDGES, tally.times),
    states: tally.states,
    days: [...tally.days]
      .map(([start, counts]) => ({ day: dayText(start), ...counts }))
      .sort((one, other) => (one.day < other.day ? -1 : 1)),
    creators: [...tally.creators]
      .map(([creator, counts]) => ({ creator, ...counts }))
      .sort(descending(({ annotations }) => annotations)),
  }
}

/** `start`: the first millisecond of a day in the local time zone. */
function dayText(start: number): string {
  const date = new Date(start)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
