import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let [quota, usage] = [0, 0]
const estimate = vi.fn(async () => ({ quota, usage }))
let checkFreeSpace: (bytes: number) => Promise<void>
const dropCaches = vi.fn<() => Promise<boolean>>()
vi.mock('@/server/db/store/makeRoom', () => ({ dropCaches: () => dropCaches() }))

beforeEach(async () => {
  vi.useFakeTimers()
  vi.resetModules()
  estimate.mockClear()
  dropCaches.mockReset().mockResolvedValue(false)
  vi.stubGlobal('navigator', { storage: { estimate } })
  ;({ checkFreeSpace } = await import('@/server/db/store/freeSpace'))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('what does not fit is refused, with how much is needed and free', async () => {
  ;[quota, usage] = [100e6, 70e6]
  await checkFreeSpace(30e6)
  await expect(checkFreeSpace(40e6)).rejects.toMatchObject({
    status: 507,
    message: expect.stringContaining('40 MB are needed, the browser gives 30 MB') as string,
  })
})

test('where there is ample room the browser is not asked each time, but again after some seconds', async () => {
  ;[quota, usage] = [1e10, 0]
  for (let times = 0; times < 20; times++) await checkFreeSpace(20e6)
  expect(estimate).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(11_000)
  await checkFreeSpace(20e6)
  expect(estimate).toHaveBeenCalledTimes(2)
})

test('what was let in counts, and the browser is asked each time when room gets scarce', async () => {
  ;[quota, usage] = [1000e6, 0]
  await checkFreeSpace(500e6)
  await checkFreeSpace(40e6)
  expect(estimate).toHaveBeenCalledTimes(1)
  usage = 970e6
  await expect(checkFreeSpace(50e6)).rejects.toMatchObject({ status: 507 })
  await checkFreeSpace(20e6)
  expect(estimate).toHaveBeenCalledTimes(3)
})

test('caches are dropped before anything is refused', async () => {
  ;[quota, usage] = [100e6, 70e6]
  dropCaches.mockImplementationOnce(async () => {
    usage = 50e6
    return true
  })
  await checkFreeSpace(40e6)
  expect(dropCaches).toHaveBeenCalledTimes(1)
})

test('a little is written whatever the browser estimates', async () => {
  ;[quota, usage] = [1000, 2000]
  await checkFreeSpace(1e6)
})
