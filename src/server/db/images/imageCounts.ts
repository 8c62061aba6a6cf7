/** Numbers of annotations that are stored with images and datasets. */
import { totals } from '../store/counters'
import type { ImageRow } from '../store/rows'

/** Adds an annotation to an image's counts, or with sign -1 subtracts it. Changes `image`. */
export function countAnnotation(image: ImageRow, categoryId: number, sign: 1 | -1) {
  const count = (image.category_counts[categoryId] ?? 0) + sign
  if (count === 0) delete image.category_counts[categoryId]
  else image.category_counts[categoryId] = count
  image.num_annotations += sign
}

/** Of its annotations, and those that were marked on the image itself, less those that were taken off it. By id. */
export function categoryIds({ category_counts, category_ids = [], unlisted_category_ids = [] }: ImageRow): number[] {
  const all = new Set([...Object.keys(category_counts).map(Number), ...category_ids])
  for (const id of unlisted_category_ids) all.delete(id)
  return [...all].sort((a, b) => a - b)
}

/** The image has a new annotation of the category: taken off it or not, the category is listed. */
export function listCategory(image: ImageRow, categoryId: number) {
  if (image.unlisted_category_ids?.includes(categoryId))
    image.unlisted_category_ids = image.unlisted_category_ids.filter((id) => id !== categoryId)
}

/** Deltas of the datasets' totals that follow from changed images. Deleted images do not count. */
export function countedDeltas(images: { stored: ImageRow; now: ImageRow }[]): Map<string, number> {
  const deltas = new Map<string, number>()
  const add = (name: string, delta: number) => deltas.set(name, (deltas.get(name) ?? 0) + delta)
  for (const { stored, now } of images) {
    if (now.deleted) continue
    add(totals.annotations(now.dataset_id), now.num_annotations - stored.num_annotations)
    add(totals.annotated(now.dataset_id), Number(now.num_annotations > 0) - Number(stored.num_annotations > 0))
  }
  return deltas
}
