import { nextTick, ref } from 'vue'
import { expect, test } from 'vitest'
import { useSelection } from '@/app/components/grid/useSelection'

/** A list whose places are read when they are asked for, as those that are not loaded. */
function selectionOf(given: number[]) {
  const order = ref(given)
  const total = ref(given.length)
  const selection = useSelection({ total, idsBetween: async (first, last) => order.value.slice(first, last + 1) })
  const toggle = (id: number) => selection.toggle(order.value.indexOf(id), id)
  const become = (next: number[]) => {
    order.value = next
    total.value = next.length
  }
  return { ...selection, toggle, become, chosen: () => [...selection.ids.value].sort((a, b) => a - b) }
}

test('a range reaches from the last one touched, in either direction, and can shrink again', async () => {
  const selection = selectionOf([10, 20, 30, 40, 50])
  selection.toggle(40)
  await selection.extendTo(1)
  expect(selection.chosen()).toEqual([20, 30, 40])
  await selection.extendTo(2)
  expect(selection.chosen()).toEqual([30, 40])
  await selection.extendTo(4)
  expect(selection.chosen()).toEqual([40, 50])
  selection.toggle(40)
  expect(selection.chosen()).toEqual([50])
})

test('a range leaves what was selected before it', async () => {
  const selection = selectionOf([10, 20, 30, 40, 50])
  selection.toggle(10)
  selection.toggle(30)
  await selection.extendTo(4)
  await selection.extendTo(3)
  expect(selection.chosen()).toEqual([10, 30, 40])
})

test('a range without a beginning is from where the keyboard was, or the one image', async () => {
  const one = selectionOf([1, 2, 3])
  await one.extendTo(1)
  expect(one.chosen()).toEqual([2])
  const two = selectionOf([1, 2, 3])
  await two.extendTo(2, 1)
  expect(two.chosen()).toEqual([2, 3])
})

test('of ranges that are asked for at once the newest stands', async () => {
  const selection = selectionOf([1, 2, 3, 4])
  selection.toggle(1)
  await Promise.all([selection.extendTo(3), selection.extendTo(1)])
  expect(selection.chosen()).toEqual([1, 2])
})

test('a frame adds to what was selected, or takes its place, and is dropped', async () => {
  const selection = selectionOf([1, 2, 3, 4])
  selection.toggle(4)
  const adding = selection.frame(true)
  await adding.cover(async () => [1, 2])
  await adding.cover(async () => [1])
  expect(selection.chosen()).toEqual([1, 4])
  adding.cancel()
  expect(selection.chosen()).toEqual([4])
  const other = selection.frame(false)
  await other.cover(async () => [2])
  other.keep()
  expect(selection.chosen()).toEqual([2])
})

test('what is no longer in the list is no longer selected', async () => {
  const selection = selectionOf([1, 2, 3])
  await selection.all()
  selection.become([2, 3])
  await nextTick()
  await nextTick()
  expect(selection.chosen()).toEqual([2, 3])
})
