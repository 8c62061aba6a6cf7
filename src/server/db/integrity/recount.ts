/** Counts everything that is derived from datasets, images and annotations. Nothing may be written meanwhile. */
import type { IntegrityProblem } from '@/contract/integrity'
import { packsByImage } from '../annotations/chunkPacks'
import type { AnnotationRow, CategoryRow, DatasetRow, ImageRow, LocationRow, OrderEntry } from '../store/rows'
import { totals } from '../store/counters'
import { BLOCK_SIZE, db } from '../store/schema'
import { allChunks } from '../annotations/annotationChunks'
import type { AnnotationLocation } from '../annotations/locations'

/** Something stored that does not agree with the recount. */
export interface Finding {
  kind: IntegrityProblem['kind']
  message: string
  /** Repairs it. Absent if only a person can decide what is right. */
  repair?: () => Promise<unknown>
}

/** The derived fields of an image. */
export type ImageCount = Pick<ImageRow, 'category_counts' | 'num_annotations' | 'sheets' | 'bundle'>

export interface Recount {
  datasets: DatasetRow[]
  categories: CategoryRow[]
  images: ImageRow[]
  annotations: number
  /** By image id. */
  counts: Map<number, ImageCount>
  totals: Map<string, number>
  /** Order entries by dataset id, not sorted. */
  orders: Map<number, OrderEntry[]>
  locations: Map<number, LocationRow>
  /** Dates of deletion by annotation id. */
  trashed: Map<number, number>
  largestAnnotation: number
  /** Problems that were found during the count. */
  findings: Finding[]
}

export async function recount(): Promise<Recount> {
  const [datasets, categories, images] = [
    await db.datasets.toArray(),
    await db.categories.toArray(),
    await db.images.toArray(),
  ]
  const counts = new Map(images.map(({ id }) => [id, { category_counts: {}, num_annotations: 0, sheets: 0 }]))
  const found: Recount = {
    datasets,
    categories,
    images,
    counts,
    annotations: 0,
    totals: new Map(),
    orders: new Map(),
    locations: new Map(),
    trashed: new Map(),
    largestAnnotation: 0,
    findings: [],
  }
  await countChunks(found)
  for (const image of images) countImage(image, found)
  return found
}

async function countChunks(found: Recount): Promise<void> {
  const categories = new Set(found.categories.map(({ id }) => id))
  for (const [image, bundle] of await packsByImage()) Object.assign(found.counts.get(image) ?? {}, { bundle })
  for await (const chunks of allChunks()) {
    for (const { image_id, chunk, annotations } of chunks) {
      const count = found.counts.get(image_id)
      if (count) count.sheets = Math.max(count.sheets, chunk + 1)
      else
        found.findings.push({
          kind: 'owner',
          message: `${annotations.length} annotations are of image ${image_id}, which is not there.`,
        })
      for (const row of annotations) countRow(row, { image_id, chunk }, categories, found)
    }
  }
}

function countRow(row: AnnotationRow, location: AnnotationLocation, categories: Set<number>, found: Recount) {
  found.annotations++
  found.largestAnnotation = Math.max(found.largestAnnotation, row.id)
  if (row.image_id !== location.image_id)
    found.findings.push({
      kind: 'sheet',
      message: `Annotation ${row.id} is among those of image ${location.image_id}, and says that it is of image ${row.image_id}.`,
    })
  if (!categories.has(row.category_id))
    found.findings.push({
      kind: 'owner',
      message: `Annotation ${row.id} is of category ${row.category_id}, which is not there.`,
    })
  locate(row.id, location, found)
  if (row.deleted) return void found.trashed.set(row.id, row.deleted_date ?? row.updated_at)
  add(found.totals, totals.inCategory(row.category_id), 1)
  const count = found.counts.get(location.image_id)
  if (!count) return
  count.num_annotations++
  count.category_counts[row.category_id] = (count.category_counts[row.category_id] ?? 0) + 1
}

function locate(id: number, { image_id, chunk }: AnnotationLocation, { locations, findings }: Recount) {
  const block = Math.floor(id / BLOCK_SIZE)
  const row = locations.get(block) ?? {
    block,
    images: new Float64Array(BLOCK_SIZE),
    chunks: new Uint16Array(BLOCK_SIZE),
  }
  locations.set(block, row)
  if (row.images[id % BLOCK_SIZE])
    findings.push({
      kind: 'sheet',
      message: `There are two annotations ${id}: of images ${row.images[id % BLOCK_SIZE]} and ${image_id}.`,
    })
  row.images[id % BLOCK_SIZE] = image_id
  row.chunks[id % BLOCK_SIZE] = chunk
}

function countImage(image: ImageRow, { counts, totals: sums, orders }: Recount) {
  if (image.deleted) return
  const { num_annotations } = counts.get(image.id)!
  add(sums, totals.images(image.dataset_id), 1)
  add(sums, totals.annotated(image.dataset_id), Number(num_annotations > 0))
  add(sums, totals.annotations(image.dataset_id), num_annotations)
  const entries = orders.get(image.dataset_id) ?? []
  entries.push([image.path, image.id])
  orders.set(image.dataset_id, entries)
}

const add = (sums: Map<string, number>, name: string, by: number) => sums.set(name, (sums.get(name) ?? 0) + by)
