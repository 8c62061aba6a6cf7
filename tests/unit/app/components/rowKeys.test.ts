import { expect, it } from 'vitest'
import { shallowRef } from 'vue'
import { useRowKeys } from '@/app/components/grid/useRowKeys'

function keysOf({ hasFocus }: { hasFocus: boolean }) {
  const rows = shallowRef({ first: 10, last: 14 })
  const keyOf = useRowKeys(rows, () => hasFocus)
  const list = () =>
    Array.from({ length: rows.value.last - rows.value.first + 1 }, (_none, at) => keyOf(rows.value.first + at))
  return { keyOf, list, goTo: (first: number, last: number) => void (rows.value = { first, last }) }
}

it('a row keeps its elements while the list is scrolled by some rows', () => {
  const { keyOf, goTo } = keysOf({ hasFocus: false })
  const before = keyOf(14)
  goTo(12, 16)
  expect(keyOf(14)).toBe(before)
})

it('after a jump the rows have the elements of those before, in their order', () => {
  const { list, goTo } = keysOf({ hasFocus: false })
  const before = list()
  goTo(5000, 5004)
  expect(list()).toEqual(before)
  goTo(0, 2)
  expect(list()).toEqual(before.slice(0, 3))
})

it('while something has the focus no row takes over the elements of another', () => {
  const { keyOf, list, goTo } = keysOf({ hasFocus: true })
  const [before, focused] = [list(), keyOf(12)]
  goTo(5000, 5004)
  expect(keyOf(12)).toBe(focused)
  expect(list().filter((key) => before.includes(key))).toEqual([])
})
