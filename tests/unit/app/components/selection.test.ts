import { nextTick, ref } from 'vue'
import { expect, test } from 'vitest'
import { useSelection } from '@/app/components/useSelection'

const chosen = (selection: ReturnType<typeof useSelection>) => [...selection.ids.value].sort((a, b) => a - b)

test('a range reaches from the last one touched, in either direction', () => {
  const selection = useSelection(ref([10, 20, 30, 40, 50]))
  selection.toggle(40)
  selection.extendTo(20)
  expect(chosen(selection)).toEqual([20, 30, 40])
  selection.toggle(30)
  expect(chosen(selection)).toEqual([20, 40])
})

test('a range without a beginning is the one image', () => {
  const selection = useSelection(ref([1, 2, 3]))
  selection.extendTo(2)
  expect(chosen(selection)).toEqual([2])
})

test('what is no longer shown is no longer selected', async () => {
  const shown = ref([1, 2, 3])
  const selection = useSelection(shown)
  selection.all()
  shown.value = [2, 3, 4]
  await nextTick()
  expect(chosen(selection)).toEqual([2, 3])
})
