import { expect, test } from 'vitest'
import { PAGE_SIZE, readFilter, writeFilter } from '@/app/components/grid/useFilter'

test('an address and its filter say the same', () => {
  const query = {
    page: '3',
    folder: 'a/b',
    order: '-id',
    name: 'nut',
    state: 'done',
    category: '4',
    annotated: 'no',
    split: 'val',
  }
  expect(writeFilter(readFilter(query))).toEqual(query)
  expect(readFilter(query)).toEqual({
    page: 3,
    limit: PAGE_SIZE,
    folder: 'a/b',
    order: '-id',
    name: 'nut',
    state: 'done',
    category: 4,
    annotated: false,
    split: 'val',
  })
})

test('what is as usual stays out of the address', () => {
  expect(writeFilter(readFilter({}))).toEqual({})
})

test('nonsense in an address is passed over', () => {
  const filter = readFilter({
    page: '-1',
    order: 'size',
    state: ['done', 'x'],
    category: '1e9',
    annotated: 'maybe',
    split: '<b>',
  })
  expect(filter).toMatchObject({
    page: 1,
    order: 'path',
    state: undefined,
    category: undefined,
    annotated: undefined,
    split: undefined,
  })
})
