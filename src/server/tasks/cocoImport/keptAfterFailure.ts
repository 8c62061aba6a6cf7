/** Describes what a failed import leaves: its committed steps stay. */
import type { Counts } from './state'

/** One sentence for the user. `counts`: what was written; null if everything was only staged. */
export function whatStays(counts: Pick<Counts, 'categories' | 'annotations'> | null, images = 0): string {
  const { created: annotations, updated } = counts?.annotations ?? { created: 0, updated: 0 }
  const parts = [
    [images, 'image', 'images'],
    [counts?.categories.created ?? 0, 'new category', 'new categories'],
    [annotations + updated, 'annotation', 'annotations'],
  ] as const
  const stays = parts
    .filter(([number]) => number > 0)
    .map(([number, one, many]) => `${number} ${number === 1 ? one : many}`)
  if (stays.length > 0) return `What was imported before the failure stays: ${stays.join(', ')}.`
  return counts ? 'What was imported before the failure stays.' : 'Nothing was changed.'
}
