/** Reads and changes the text of a query by its parts, for menus and chips. */
import { compileQuery } from '@/core/query/compile'
import type { CategoryFacts } from '@/core/query/facts'
import type { FilterKey } from '@/core/query/filters'
import { formatItem, formatQuery, isGroup, parseQuery, type Item, type Query } from '@/core/query/parse'
import { QueryError } from '@/core/query/queryError'
import type { ImageState } from '@/contract/image'
import { t, type MessageKey } from '../../i18n'
import { stateText } from '../states'
import { splitText } from './splits'

/** null where the text cannot be read. */
export function readItems(text: string): Query | null {
  try {
    return parseQuery(text)
  } catch {
    return null
  }
}

/** What is wrong with a query, in the reader's language; '' when nothing is. */
export function problemOf(text: string, categories: readonly CategoryFacts[]): string {
  try {
    compileQuery(parseQuery(text), { categories, now: Date.now() })
    return ''
  } catch (error) {
    if (error instanceof QueryError) return t(`errors.query-${error.code}` as MessageKey, error.params)
    throw error
  }
}

const isChoice = (item: Item, key: FilterKey) => !isGroup(item) && item.key === key && !item.negated

/** The one value of a filter; undefined where there are several or none. */
export function valueOf(text: string, key: FilterKey): string | undefined {
  const terms = (readItems(text) ?? []).flatMap((item) => (isGroup(item) || !isChoice(item, key) ? [] : item.values))
  return terms.length === 1 ? terms[0] : undefined
}

/** The text with one value for a filter in place of those it has, or without any. An unreadable text is replaced. */
export function withValue(text: string, key: FilterKey, value: string | undefined): string {
  const items = readItems(text) ?? []
  const at = items.findIndex((item) => isChoice(item, key))
  const rest = items.filter((item) => !isChoice(item, key))
  if (value !== undefined) rest.splice(at < 0 ? rest.length : at, 0, { negated: false, key, values: [value] })
  return formatQuery(rest)
}

export const withoutItem = (text: string, index: number): string =>
  formatQuery((readItems(text) ?? []).filter((_item, at) => at !== index))

/** Each item as text. */
export const itemTexts = (text: string): string[] => (readItems(text) ?? []).map(formatItem)

/** Two texts that hold together. */
export const joined = (...texts: string[]): string => texts.filter((text) => text.trim() !== '').join(' ')

/** An item as people say it where there is little room: `Done` for `state:done`. */
export function labelOf(item: Item): string {
  if (isGroup(item) || item.negated) return formatItem(item)
  const { key, values } = item
  if (key === 'state') return values.map((value) => stateText(value as ImageState)).join(', ')
  if (key === 'split') return values.map((value) => splitText(value)).join(', ')
  if (key === 'category' || key === 'folder') return values.join(', ')
  if (key === 'name') return t('annotator.nameHas', { text: values.join(', ') })
  if (key === 'annotations' && values.length === 1 && HAVING[values[0]!]) return t(HAVING[values[0]!]!)
  return formatItem(item)
}

const HAVING: Record<string, MessageKey> = { '>0': 'grid.annotated', '0': 'grid.notAnnotated' }
