import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ImageState } from '@/contract/image'
import { FILTERS, STATES, type FilterKey } from '@/core/query/filters'
import { formatQuery, LONGEST_QUERY, parseQuery, type Term } from '@/core/query/parse'
import { QueryError } from '@/core/query/queryError'
import { globTest, readDate, readNumber } from '@/core/query/values'
import { testSeed } from '../../../support/seed'

const term = (key: FilterKey, values: string[], negated = false): Term => ({ negated, key, values })

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof QueryError) return error.code
    throw error
  }
  return 'none'
}

describe('the text of a query', () => {
  it.each([
    ['', []],
    ['  ', []],
    ['nuts', [term('name', ['nuts'])]],
    ['-nuts', [term('name', ['nuts'], true)]],
    ['- nuts', [term('name', ['-']), term('name', ['nuts'])]],
    ['a,b.jpg', [term('name', ['a,b.jpg'])]],
    ['"state:done"', [term('name', ['state:done'])]],
    ['State:done,needs_fix', [term('state', ['done', 'needs_fix'])]],
    ['category:"fig, ripe",date', [term('category', ['fig, ripe', 'date'])]],
    ['category:"a \\"b\\" \\\\ c"', [term('category', ['a "b" \\ c'])]],
    ['annotations:>5 -split:val', [term('annotations', ['>5']), term('split', ['val'], true)]],
    ['[category:fig area:<1024]', [{ negated: false, terms: [term('category', ['fig']), term('area', ['<1024'])] }]],
    [
      '-[score:<0.5 -crowd:yes] a',
      [{ negated: true, terms: [term('score', ['<0.5']), term('crowd', ['yes'], true)] }, term('name', ['a'])],
    ],
  ])('%j', (text, expected) => {
    expect(parseQuery(text)).toEqual(expected)
    expect(parseQuery(formatQuery(parseQuery(text)))).toEqual(expected)
  })

  it.each([
    ['colour:red', 'unknown-filter'],
    ['toString:1', 'unknown-filter'],
    ['category:', 'no-value'],
    ['category:,', 'no-value'],
    ['category:"fig', 'unclosed-quote'],
    ['[category:fig', 'unclosed-bracket'],
    ['a]', 'stray-bracket'],
    ['[[area:>1]]', 'nested-bracket'],
    ['[state:done]', 'image-filter-in-brackets'],
    ['a'.repeat(LONGEST_QUERY + 1), 'too-long'],
  ])('%j is refused: %s', (text, code) => expect(codeOf(() => parseQuery(text))).toBe(code))

  it('is read again as it was written, whatever the names', () => {
    const value = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
    const key = fc.constantFrom(...(Object.keys(FILTERS) as FilterKey[]))
    const anyTerm = fc.record({ negated: fc.boolean(), key, values: fc.array(value, { minLength: 1, maxLength: 3 }) })
    fc.assert(
      fc.property(fc.array(anyTerm, { maxLength: 4 }), (query) => {
        expect(parseQuery(formatQuery(query))).toEqual(query)
      }),
      { seed: testSeed, numRuns: 500 },
    )
  })

  it('is read or refused, never anything else', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        codeOf(() => parseQuery(text))
      }),
      { seed: testSeed, numRuns: 1000 },
    )
  })

  it('knows the states of the contract', () => expect(STATES).toEqual(ImageState.options))
})

describe('values', () => {
  it.each([
    ['5', 5, 5],
    ['2..6', 2, 6],
    ['2..', 2, Infinity],
    ['..6', -Infinity, 6],
    ['>=0.5', 0.5, Infinity],
    ['<=-1e-2', -Infinity, -0.01],
  ])('the number %s', (text, from, to) => expect(readNumber('area', text)).toMatchObject({ from, to }))

  it.each(['', '>', '..', 'a', '1..b', '5px', '1e999', '=>4'])('%j is no number', (text) =>
    expect(codeOf(() => readNumber('area', text))).toBe('not-a-number'),
  )

  it('a day is from its first to its last moment', () => {
    const [start, end] = [new Date(2026, 1, 28).getTime(), new Date(2026, 2, 1).getTime() - 1]
    expect(readDate('created', '2026-02-28', 0)).toMatchObject({ from: start, to: end })
    expect(readDate('created', '>2026-02-28', 0)).toMatchObject({ from: end, openFrom: true })
    expect(readDate('created', '<2026-02-28', 0)).toMatchObject({ to: start, openTo: true })
    expect(readDate('created', '2d', 200_000_000)).toMatchObject({ from: 27_200_000 })
  })

  it.each(['2026-02-30', '2026-2-1', 'today', '2026-01-01..x'])('%j is no date', (text) =>
    expect(codeOf(() => readDate('created', text, 0))).toBe('not-a-date'),
  )

  it.each([
    ['*.jpg', 'A.JPG', true],
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'aXcYb', false],
    ['a?c', 'a😀c', true],
    ['*', '', true],
    ['a', 'ab', false],
    ['*ab', 'aab', true],
    ['ab*ba', 'aba', false],
    ['caf\u00e9*', 'cafe\u0301 1', true],
  ])('%j on %j: %s', (pattern, text, expected) => expect(globTest(pattern)(text)).toBe(expected))

  it('wildcards take no time that grows with their number', () => {
    expect(globTest('*a'.repeat(500) + 'b')('a'.repeat(20_000))).toBe(false)
  })
})
