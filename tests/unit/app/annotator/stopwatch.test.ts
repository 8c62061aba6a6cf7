import { expect, test } from 'vitest'
import { Stopwatch } from '@/app/annotator/composables/stopwatch'

function watchAt(...times: number[]) {
  return new Stopwatch(() => times.shift()!)
}

test('time between signs of life adds up until it is taken', () => {
  const watch = watchAt(0, 1000, 3000, 4000, 4500)
  watch.touch()
  watch.touch()
  watch.touch()
  expect(watch.take()).toBe(4000)
  expect(watch.take()).toBe(500)
})

test('a pause of more than half a minute is left out', () => {
  const watch = watchAt(0, 1000, 60_000, 61_000)
  watch.touch()
  watch.touch()
  watch.touch()
  expect(watch.take()).toBe(2000)
})

test('another image starts at nothing', () => {
  const watch = watchAt(0, 1000, 5000, 6000)
  watch.touch()
  watch.touch()
  watch.restart()
  watch.touch()
  expect(watch.take()).toBe(1000)
})
