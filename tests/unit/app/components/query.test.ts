import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { EXAMPLES, RULES } from '@/app/components/query/examples'
import {
  itemTexts,
  labelOf,
  problemOf,
  readItems,
  valueOf,
  withoutItem,
  withValue,
} from '@/app/components/query/queryText'
import { suggestions } from '@/app/components/query/suggestions'
import { hasText, showLanguage } from '@/app/i18n'
import { FILTERS } from '@/core/query/filters'
import { QUERY_ERRORS } from '@/core/query/queryError'

const categories = [
  { id: 1, name: 'fig' },
  { id: 2, name: 'brazil nut' },
]

describe('the menus', () => {
  it.each([
    ['', 'state', 'done', 'state:done'],
    ['nut state:done', 'state', 'needs_fix', 'nut state:needs_fix'],
    ['state:done,needs_fix a', 'state', undefined, 'a'],
    ['-state:done', 'state', 'done', '-state:done state:done'],
    ['[category:fig area:>1]', 'category', 'brazil nut', '[category:fig area:>1] category:"brazil nut"'],
    ['"not closed', 'state', 'done', 'state:done'],
  ] as const)('%j with %s:%s is %j', (text, key, value, expected) => expect(withValue(text, key, value)).toBe(expected))

  it.each([
    ['state:done', 'done'],
    ['state:done,needs_fix', undefined],
    ['-state:done', undefined],
    ['state:done state:done', undefined],
  ])('%j has the state %s', (text, expected) => expect(valueOf(text, 'state')).toBe(expected))
})

test('chips are the items, and each can be removed', () => {
  const text = 'nut  -[category:fig  area:>1] split:val'
  expect(itemTexts(text)).toEqual(['nut', '-[category:fig area:>1]', 'split:val'])
  expect(withoutItem(text, 1)).toBe('nut split:val')
})

test('where there is little room an item is said in words', async () => {
  await showLanguage('en')
  const items = readItems('state:done split:none category:"brazil nut" annotations:0 -state:done nut')!
  expect(items.map(labelOf)).toEqual([
    'Done',
    'No split',
    'brazil nut',
    'Without annotations',
    '-state:done',
    'name has “nut”',
  ])
})

test('what is wrong is said in the language of the page', async () => {
  await showLanguage('es')
  expect(problemOf('categoria:fig', categories)).toContain('no es un filtro')
  await showLanguage('en')
  expect(problemOf('category:figs', categories)).toBe('No category is called “figs”.')
  expect(problemOf('category:FIG area:<10', categories)).toBe('')
  for (const code of Object.keys(QUERY_ERRORS)) expect(hasText(`errors.query-${code}`)).toBe(true)
})

describe('suggestions', () => {
  const known = { categories: ['fig', 'brazil nut'], splits: ['train', 'val', 'none'] }
  it.each([
    ['', []],
    ['sp', ['split:']],
    ['nut -sta', ['nut -state:']],
    ['category:', ['category:fig', 'category:"brazil nut"']],
    ['category:"br', ['category:"brazil nut"']],
    ['a [category:f', ['a [category:fig']],
    ['split:v', ['split:val']],
    ['crowd:', ['crowd:yes', 'crowd:no']],
    ['area:1', []],
    ['toString:', []],
  ])('after %j', (text, expected) => expect(suggestions(text, known)).toEqual(expected))
})

describe('the examples', () => {
  const docs = readFileSync(new URL('../../../../docs/query.md', import.meta.url), 'utf8')
  it.each(Object.keys(FILTERS) as (keyof typeof FILTERS)[])('of %s can be read, and stands in docs/query.md', (key) => {
    expect(readItems(EXAMPLES[key])).toMatchObject([{ key }])
    expect(docs).toContain(`\`${EXAMPLES[key]}\``)
  })
  it.each(RULES.map(({ text }) => text))('%s can be read, and stands in docs/query.md', (text) => {
    expect(readItems(text)).not.toBeNull()
    expect(docs).toContain(`\`${text}\``)
  })
})
