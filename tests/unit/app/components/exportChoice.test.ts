import { expect, test } from 'vitest'
import {
  comesAsZip,
  exportProblem,
  exportQuery,
  thinParts,
  type ExportChoice,
} from '@/app/components/transfer/exportChoice'

const all = { categories: 3, states: 5 }
const choice = (part: Partial<ExportChoice> = {}): ExportChoice => ({
  format: 'zip',
  labels: 'coco',
  categories: [1, 2, 3],
  states: ['unlabelled', 'in_progress', 'done', 'done_empty', 'needs_fix'],
  empty: 'done',
  ids: 'ours',
  segmentation: 'auto',
  orientation: 'upright',
  pictures: 'all',
  split: 'none',
  shares: { train: 80, val: 20, test: 0 },
  seed: 7,
  ...part,
})

test('everything chosen is nothing said', () => {
  expect(exportQuery(choice(), all)).toEqual({
    categories: undefined,
    states: undefined,
    empty: 'done',
    ids: 'ours',
    segmentation: 'auto',
    orientation: 'upright',
    pictures: 'all',
  })
})

test('a choice is named, and a split without its empty parts', () => {
  const query = exportQuery(choice({ categories: [2], states: ['done', 'done_empty'], split: 'new' }), all)
  expect(query).toMatchObject({ categories: '2', states: 'done,done_empty', split: 'train:0.8,val:0.2', seed: 7 })
})

test('another format is named, without the options of COCO', () => {
  expect(exportQuery(choice({ labels: 'voc', split: 'stored' }), all)).toEqual({
    categories: undefined,
    states: undefined,
    empty: 'done',
    orientation: 'upright',
    format: 'voc',
    pictures: 'all',
    split: 'stored',
  })
})

test('a JSON file alone is COCO alone, and its parts come in an archive without images', () => {
  const alone = exportQuery(choice({ format: 'json' }), all)
  expect(alone).toMatchObject({ compat: 'none' })
  expect(Object.keys(alone)).not.toEqual(expect.arrayContaining(['pictures']))
  expect(comesAsZip(choice({ format: 'json' }))).toBe(false)
  const parts = choice({ format: 'json', split: 'new' })
  expect(exportQuery(parts, all)).toMatchObject({ pictures: 'none', split: 'train:0.8,val:0.2', seed: 7 })
  expect(comesAsZip(parts)).toBe(true)
})

test('parts that so few images may leave empty are named', () => {
  const shares = { train: 80, val: 15, test: 5 }
  expect(thinParts(choice({ split: 'new', shares }), 7)).toEqual(['test'])
  expect(thinParts(choice({ split: 'new', shares }), 2)).toEqual(['val', 'test'])
  expect(thinParts(choice({ split: 'new', shares }), 20)).toEqual([])
  expect(thinParts(choice({ split: 'stored', shares }), 1)).toEqual([])
})

test('what cannot be exported is said', () => {
  expect(exportProblem(choice(), all)).toBe('')
  expect(exportProblem(choice({ categories: [] }), all)).toMatch('category')
  expect(exportProblem(choice({ categories: [] }), { ...all, categories: 0 })).toBe('')
  expect(exportProblem(choice({ states: [] }), all)).toMatch('state')
  expect(exportProblem(choice({ split: 'new', shares: { train: 80, val: 30, test: 0 } }), all)).toMatch('110%')
  expect(exportProblem(choice({ format: 'json', split: 'none', shares: { train: 80, val: 30, test: 0 } }), all)).toBe(
    '',
  )
})
