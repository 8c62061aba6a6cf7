/** The categories that a typed text finds, the likeliest first. */
import type { Category } from '../../editor/document'

/** 0 fits best; null: it does not fit. */
function fit(name: string, text: string): number | null {
  const [lower, wanted] = [name.toLowerCase(), text.toLowerCase()]
  if (lower === wanted) return 0
  if (lower.startsWith(wanted)) return 1
  if (lower.split(/[\s_\-/.]+/).some((word) => word.startsWith(wanted))) return 2
  return lower.includes(wanted) ? 3 : null
}

/**
 * Without a text all of them: those used last first, but the current one after the one before it, since it needs no choosing; the
 * others in the order of the dataset.
 */
export function categoryChoices(
  categories: Iterable<Category>,
  recent: readonly number[],
  current: number | null,
  text: string,
): Category[] {
  const [first, second, ...others] = recent
  const order = first === current && second !== undefined ? [second, first, ...others] : recent
  const rank = (id: number) => (order.includes(id) ? order.indexOf(id) : order.length)
  return [...categories]
    .flatMap((category) => {
      const score = fit(category.name, text.trim())
      return score === null ? [] : [{ category, score }]
    })
    .sort((a, b) => a.score - b.score || rank(a.category.id) - rank(b.category.id))
    .map(({ category }) => category)
}
