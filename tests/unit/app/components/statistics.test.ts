/** Plots of hostile and extreme datasets, their CSV, and the addresses of images behind them. */
import { beforeAll, expect, it } from 'vitest'
import type { DatasetDistributions } from '@/contract/distributions'
import { csvOf } from '@/app/components/statistics/csv'
import { between, gridLink, oneAnnotation, quoted } from '@/app/components/statistics/gridLink'
import { isEmpty } from '@/app/components/statistics/plot'
import { plotsOf } from '@/app/components/statistics/plots'
import { showLanguage } from '@/app/i18n'

beforeAll(() => showLanguage('en'))

const EMPTY: DatasetDistributions = {
  images: 0,
  annotated: 0,
  annotations: 0,
  milliseconds: 0,
  categories: [],
  per_image: [],
  areas: [{ above: null, most: 1, count: 0 }],
  aspects: [],
  centers: [],
  sizes: [],
  other_sizes: 0,
  pairs: { categories: [], images: [] },
  times: [],
  splits: [],
  states: { unlabelled: 0, in_progress: 0, done: 0, done_empty: 0, needs_fix: 0, needs_review: 0 },
  days: [],
  creators: [],
}

const plotOf = (id: string, found: Partial<DatasetDistributions>) =>
  plotsOf({ ...EMPTY, ...found }).find((plot) => plot.id === id)!

it('an empty dataset has nothing to show in any plot', () => {
  expect(plotsOf(EMPTY).filter((plot) => !isEmpty(plot))).toEqual([])
})

it('a name that a spreadsheet would compute stays text, and quotes and lines are kept', () => {
  const names = ['=1+2', 'a "b", c', 'two\nlines', '-3']
  const categories = names.map((name, index) => ({ id: index + 1, name, color: '#fff', annotations: 1, images: 1 }))
  expect(csvOf(plotOf('categories', { categories }))).toBe(
    `\uFEFFCategory,Annotations,Images\r\n'=1+2,1,1\r\n"a ""b"", c",1,1\r\n"two\nlines",1,1\r\n'-3,1,1\r\n`,
  )
})

it('images by number of annotations are in few bars that leave out nothing', () => {
  const per_image = Array.from({ length: 1000 }, (_none, annotations) => ({ annotations, images: 2 }))
  const { rows } = plotOf('annotations-per-image', { per_image })
  expect(rows.length).toBeLessThanOrEqual(41)
  expect(rows[0]).toMatchObject({ label: '0', values: [2], links: [{ terms: 'annotations:0' }] })
  expect(rows[1]).toMatchObject({ label: '1–25', values: [50], links: [{ terms: 'annotations:1..25' }] })
  expect(rows.reduce((sum, { values }) => sum + values[0]!, 0)).toBe(2000)
})

it('areas are coloured at the borders of the evaluation', () => {
  const edges = [null, 576, 1024, 2304, 9216, 16384, null]
  const areas = edges.slice(1).map((most, index) => ({ above: edges[index]!, most: most!, count: 1 }))
  expect(plotOf('areas', { areas }).groups!.of).toEqual([0, 0, 1, 1, 2, 2])
})

it('a part of a plot opens its images: filters and terms of a query', () => {
  expect(gridLink(3, { category: 7, split: 'none' })).toEqual({
    path: '/datasets/3',
    query: { category: '7', split: 'none' },
  })
  const terms = oneAnnotation(between('area', 1024, 2304))
  expect(gridLink(3, { terms }).query).toEqual({ query: '[area:>1024 area:<=2304]' })
  expect(between('area', null, 1)).toBe('area:<=1')
  expect(between('area', 1, null)).toBe('area:>1')
  expect(quoted('a "b" \\')).toBe('"a \\"b\\" \\\\"')
})
