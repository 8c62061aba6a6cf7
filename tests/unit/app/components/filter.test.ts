import { expect, test } from 'vitest'
import { PAGE_SIZE, readFilter, writeFilter } from '@/app/components/query/useFilter'

test('an address and its filter say the same', () => {
  const query = { page: '3', folder: 'a/b', order: '-id', query: 'nut state:done category:"brazil nut"' }
  expect(writeFilter(readFilter(query))).toEqual(query)
  expect(readFilter(query)).toEqual({ ...query, page: 3, limit: PAGE_SIZE })
})

test('an address of an earlier version is read as a query', () => {
  const query = { name: 'my nut', state: 'done', category: '4', annotated: 'no', split: 'val' }
  expect(readFilter(query).query).toBe('"my nut" state:done category:#4 annotations:0 split:val')
  expect(readFilter({ annotated: 'yes', query: 'a' }).query).toBe('a annotations:>0')
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
  expect(filter).toMatchObject({ page: 1, order: 'path', query: '' })
})
