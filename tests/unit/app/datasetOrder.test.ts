import { expect, test } from 'vitest'
import { listedDatasets } from '@/app/components/datasetOrder'
import type { DatasetSummary } from '@/contract/dataset'

const dataset = (id: number, name: string, numberImages: number, numberAnnotated: number) =>
  ({ id, name, numberImages, numberAnnotated }) as DatasetSummary

const list = [
  dataset(1, 'img 10', 4, 4),
  dataset(2, 'img 2', 9, 0),
  dataset(3, 'Nuts', 4, 1),
  dataset(4, 'birds', 0, 0),
]
const ids = (...[text, order]: [string, Parameters<typeof listedDatasets>[2]]) =>
  listedDatasets(list, text, order).map(({ id }) => id)

test('datasets are listed by age, name, size and progress; of equals the newer one first', () => {
  expect(ids('', 'oldest')).toEqual([1, 2, 3, 4])
  expect(ids('', 'newest')).toEqual([4, 3, 2, 1])
  expect(ids('', 'name')).toEqual([4, 2, 1, 3])
  expect(ids('', 'images')).toEqual([2, 3, 1, 4])
  expect(ids('', 'progress')).toEqual([4, 2, 3, 1])
})

test('a part of the name finds them, in upper or lower case', () => {
  expect(ids(' NUT', 'oldest')).toEqual([3])
  expect(ids('img', 'name')).toEqual([2, 1])
  expect(ids('zebra', 'name')).toEqual([])
})
