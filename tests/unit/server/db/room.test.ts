import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let [quota, usage] = [0, 0]
const estimate = vi.fn(async () => ({ quota, usage }))
let checkFreeSpace: (bytes: number) => Promise<void>

beforeEach(async () => {
  vi.useFakeTimers()
  vi.resetModules()
  estimate.mockClear()
  vi.stubGlobal('navigator', { storage: { estimate } })
  ;({ checkFreeSpace } = await import('@/server/db/store/freeSpace'))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('what does not fit is refused, with how much is needed and free', async () => {
  ;[quota, usage] = [10e6, 7e6]
  await checkFreeSpace(3e6)
  await expect(checkFreeSpace(4e6)).rejects.toMatchObject({ status: 507, message: expect.stringContaining('4 MB are needed, the browser gives 3 MB') as string })
})

test('where there is ample room the browser is not asked each time, but again after some seconds', async () => {
  ;[quota, usage] = [1e9, 0]
  for (let times = 0; times < 20; times++) await checkFreeSpace(1e6)
  expect(estimate).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(11_000)
  await checkFreeSpace(1e6)
  expect(estimate).toHaveBeenCalledTimes(2)
})

test('what was let in counts, and the browser is asked each time when room gets scarce', async () => {
  ;[quota, usage] = [100e6, 0]
  await checkFreeSpace(50e6)
  await checkFreeSpace(4e6)
  expect(estimate).toHaveBeenCalledTimes(1)
  usage = 99e6
  await expect(checkFreeSpace(5e6)).rejects.toMatchObject({ status: 507 })
  await checkFreeSpace(1e6)
  expect(estimate).toHaveBeenCalledTimes(3)
})
