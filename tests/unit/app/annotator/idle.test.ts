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
  const { quiet } = await import('@/app/annotator/composables/idle')
  const asked = { done: false }
  void quiet().then(() => (asked.done = true))
  return asked
}

test('work goes on at once when no hand has moved', async () => {
  const asked = await ask()
  await vi.advanceTimersByTimeAsync(20)
  expect(asked.done).toBe(true)
})

test.each(['pointerdown', 'pointermove', 'wheel', 'keydown'])(
  'after %s it waits until the hand has been still for a while',
  async (input) => {
    const asked = await ask()
    for (let moves = 0; moves < 5; moves++) {
      page.dispatchEvent(new Event(input))
      await vi.advanceTimersByTimeAsync(150)
      expect(asked.done).toBe(false)
    }
    await vi.advanceTimersByTimeAsync(100)
    expect(asked.done).toBe(true)
  },
)

test('where a task can have the lowest rank, no idle moment is waited for', async () => {
  const postTask = vi.fn((task: () => void) => Promise.resolve(task()))
  vi.stubGlobal('scheduler', { postTask })
  vi.stubGlobal('requestIdleCallback', () => {})
  const asked = await ask()
  await vi.advanceTimersByTimeAsync(0)
  expect(asked.done).toBe(true)
  expect(postTask).toHaveBeenCalledWith(expect.any(Function), { priority: 'background' })
})
