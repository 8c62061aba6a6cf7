import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let page: EventTarget

beforeEach(() => {
  page = new EventTarget()
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] })
  vi.stubGlobal('window', page)
  vi.resetModules()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function ask() {
  const { quiet } = await import('@/app/annotator/idle')
  const asked = { done: false }
  void quiet().then(() => (asked.done = true))
  return asked
}

test('work goes on at once when no hand has moved', async () => {
  const asked = await ask()
  await vi.advanceTimersByTimeAsync(20)
  expect(asked.done).toBe(true)
})

test.each(['pointerdown', 'pointermove', 'wheel', 'keydown'])('after %s it waits until the hand has been still for a while', async (input) => {
  const asked = await ask()
  for (let moves = 0; moves < 5; moves++) {
    page.dispatchEvent(new Event(input))
    await vi.advanceTimersByTimeAsync(150)
    expect(asked.done).toBe(false)
  }
  await vi.advanceTimersByTimeAsync(100)
  expect(asked.done).toBe(true)
})
