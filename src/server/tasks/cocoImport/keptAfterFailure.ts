/** What an import that failed leaves: each of its steps is whole or not at all, and those that were done stay. */
import type { Counts } from './state'

/** One sentence for people. `counts`: of what is written; null where all of it was only staged. */
export function whatStays(counts: Pick<Counts, 'categories' | 'annotations'> | null, pictures = 0): string {
  const { created: annotations, updated } = counts?.annotations ?? { created: 0, updated: 0 }
  const parts = [
    [pictures, 'picture', 'pictures'],
    [counts?.categories.created ?? 0, 'new category', 'new categories'],
    [annotations + updated, 'annotation', 'annotations'],
  ] as const
  const stays = parts.filter(([number]) => number > 0).map(([number, one, many]) => `${number} ${number === 1 ? one : many}`)
  if (stays.length > 0) return `What was in before it failed stays: ${stays.join(', ')}.`
  return counts ? 'What was in before it failed stays.' : 'Nothing was changed.'
}
