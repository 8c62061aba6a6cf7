/** The annotations that an image and its dataset count. */
import { totals } from '../store/counters'
import type { ImageRow } from '../store/rows'

/** Counts one annotation more or less, in place. */
export function countAnnotation(image: ImageRow, categoryId: number, sign: 1 | -1) {
  const count = (image.category_counts[categoryId] ?? 0) + sign
  if (count === 0) delete image.category_counts[categoryId]
  else image.category_counts[categoryId] = count
  image.num_annotations += sign
}

/** What changes in the totals of datasets: those count images that are not deleted. */
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
