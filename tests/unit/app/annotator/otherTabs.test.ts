import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { onOtherTabs } from '@/app/api/changeFeed'

let listen: (event: { data: unknown }) => void
const heard: number[] = []
let stop = () => {}

beforeEach(() => {
  vi.useFakeTimers()
  heard.length = 0
  vi.stubGlobal(
    'BroadcastChannel',
    class {
      addEventListener = (_type: string, listener: typeof listen) => (listen = listener)
      close() {}
    },
  )
  vi.stubGlobal('document', { hidden: false, addEventListener: () => {} })
  stop = onOtherTabs(async (seq) => void heard.push(seq))
})
afterEach(() => {
  stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a burst of changes is heard once, with the last of them', () => {
  for (const seq of [1, 2, 3]) listen({ data: { seq } })
  vi.advanceTimersByTime(300)
  expect(heard).toEqual([3])
})

test('changes that do not stop are heard now and then', () => {
  for (let seq = 1; seq <= 60; seq++) {
    listen({ data: { seq } })
    vi.advanceTimersByTime(100) // six seconds in all
  }
  expect(heard.length).toBeGreaterThanOrEqual(2)
  expect(heard.length).toBeLessThan(6)
})

test('what is no change is passed over', () => {
  listen({ data: 'x' })
  listen({ data: { seq: '7' } })
  vi.advanceTimersByTime(3000)
  expect(heard).toEqual([])
})
