/** How the text of a query may go on. */
import { FILTERS, type Filter, type FilterKey } from '@/core/query/filters'
import { formatItem } from '@/core/query/parse'

const MOST = 50

export interface Known {
  categories: readonly string[]
  splits: readonly string[]
}

/** Whole texts, each of which begins as `text` does. */
export function suggestions(text: string, known: Known): string[] {
  const [, before, sign, last] = /^((?:.*[\s[])?)(-?)([^\s[]*)$/s.exec(text) ?? ['', text, '', '']
  const [key, started] = splitTerm(last!)
  if (started === undefined) return last === '' ? [] : keysLike(key).map((each) => `${before}${sign}${each}:`)
  return valuesOf(key, known)
    .filter((value) => value.toLowerCase().startsWith(started.replace(/^"/, '').toLowerCase()))
    .slice(0, MOST)
    .map((value) => before! + sign! + formatItem({ negated: false, key: key as FilterKey, values: [value] }))
}

function splitTerm(word: string): [key: string, started: string | undefined] {
  const at = word.indexOf(':')
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)]
}

const keysLike = (start: string) => Object.keys(FILTERS).filter((key) => key.startsWith(start.toLowerCase()))

function valuesOf(key: string, { categories, splits }: Known): readonly string[] {
  if (!Object.hasOwn(FILTERS, key)) return []
  if (key === 'category') return categories
  if (key === 'split') return splits
  const filter: Filter = FILTERS[key as FilterKey]
  return filter.choices ?? []
}
