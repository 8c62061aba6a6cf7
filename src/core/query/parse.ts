/**
 * The text of a query as terms, and back.
 *
 *   query     items with spaces between them; all must hold
 *   item      -term (must not hold) | term | [term term …] (one annotation for which all of them hold)
 *   term      filter:value,value (one of the values) | word (a part of the file name)
 *   value     a word, or text in quotation marks, in which \" and \\ stand for " and \
 */
import { QueryError } from './queryError'
import { FILTERS, type FilterKey } from './filters'

export interface Term {
  negated: boolean
  key: FilterKey
  /** At least one; one of them must fit. */
  values: string[]
}

/** One annotation of the image must fit all terms. */
export interface Group {
  negated: boolean
  terms: Term[]
}

export type Item = Term | Group
export type Query = Item[]

/** Characters; a longer text is refused. */
export const LONGEST_QUERY = 2_000

export const isGroup = (item: Item): item is Group => 'terms' in item

/** Throws QueryError. */
export function parseQuery(text: string): Query {
  if (text.length > LONGEST_QUERY) throw new QueryError('too-long', { most: String(LONGEST_QUERY) })
  return new Parser(text).query()
}

class Parser {
  private at = 0
  constructor(private readonly text: string) {}

  query(): Query {
    const items: Item[] = []
    while (this.skipSpace()) {
      if (this.peek() === ']') throw new QueryError('stray-bracket')
      const negated = this.takeMinus()
      items.push(this.peek() === '[' ? this.group(negated) : this.term(negated))
    }
    return items
  }

  private group(negated: boolean): Group {
    const from = this.at++
    const terms: Term[] = []
    for (;;) {
      if (!this.skipSpace()) throw new QueryError('unclosed-bracket', { text: this.text.slice(from, from + 40) })
      if (this.peek() === ']') break
      const term = this.term(this.takeMinus())
      if (FILTERS[term.key].of === 'image') throw new QueryError('image-filter-in-brackets', { key: term.key })
      terms.push(term)
    }
    this.at++
    return { negated, terms }
  }

  private term(negated: boolean): Term {
    if (this.peek() === '[') throw new QueryError('nested-bracket')
    const key = /^[a-z_-]+(?=:)/i.exec(this.text.slice(this.at, this.at + 40))?.[0]
    if (key === undefined) return { negated, key: 'name', values: [this.value()] }
    const known = key.toLowerCase()
    if (!isFilter(known)) throw new QueryError('unknown-filter', { key })
    this.at += key.length + 1
    const values = this.values()
    if (values.length === 0) throw new QueryError('no-value', { key: known })
    return { negated, key: known, values }
  }

  private values(): string[] {
    const values: string[] = []
    do {
      const value = this.value(',')
      if (value !== '') values.push(value)
    } while (this.peek() === ',' && this.at++ >= 0)
    return values
  }

  private value(end = ''): string {
    if (this.peek() === '"') return this.quoted()
    const from = this.at
    while (this.at < this.text.length && !/[\s\]]/.test(this.peek()) && this.peek() !== end) this.at++
    return this.text.slice(from, this.at)
  }

  private quoted(): string {
    const found = /^"((?:[^"\\]|\\[^])*)"/.exec(this.text.slice(this.at))
    if (!found) throw new QueryError('unclosed-quote', { text: this.text.slice(this.at, this.at + 40) })
    this.at += found[0].length
    return found[1]!.replace(/\\([^])/g, '$1')
  }

  private takeMinus(): boolean {
    const isMinus = this.peek() === '-' && /[^\s]/.test(this.text[this.at + 1] ?? '')
    if (isMinus) this.at++
    return isMinus
  }

  /** Answers whether anything follows. */
  private skipSpace(): boolean {
    while (/\s/.test(this.peek())) this.at++
    return this.at < this.text.length
  }

  private peek(): string {
    return this.text[this.at] ?? ''
  }
}

const isFilter = (key: string): key is FilterKey => Object.hasOwn(FILTERS, key)

/** A text that `parseQuery` reads as the same query. */
export const formatQuery = (query: Query): string => query.map(formatItem).join(' ')

export function formatItem(item: Item): string {
  const sign = item.negated ? '-' : ''
  if (isGroup(item)) return `${sign}[${item.terms.map(formatItem).join(' ')}]`
  const values = item.values.map(formatValue).join(',')
  return item.key === 'name' && item.values.length === 1 && isPlainName(item.values[0]!)
    ? sign + values
    : `${sign}${item.key}:${values}`
}

const formatValue = (value: string) =>
  /^[^\s,"\\[\]]+$/.test(value) ? value : `"${value.replace(/["\\]/g, (each) => `\\${each}`)}"`

/** Reads as a name without `name:` before it. */
const isPlainName = (value: string) => !/^[a-z_-]+:/i.test(value) && !value.startsWith('-')
