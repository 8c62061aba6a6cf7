import { describe, expect, it } from 'vitest'
import { extendNear, nextOf, QUEUE_PAGE, readQueue, type ReadIds } from '@/app/annotator/queue/imageQueue'

/** A list of the ids 1 to `total`. */
const listOf =
  (total: number): ReadIds =>
  async (start, limit) => ({
    total,
    ids: Array.from({ length: Math.max(0, Math.min(limit, total - start)) }, (_none, at) => start + at + 1),
  })

describe('the queue of images', () => {
  it('is read until the image is found', async () => {
    const { start, ids, total } = await readQueue('k', QUEUE_PAGE + 7, null, listOf(3 * QUEUE_PAGE))
    expect([start, ids.length, total]).toEqual([0, 2 * QUEUE_PAGE, 3 * QUEUE_PAGE])
  })

  it('is read around the place of the image where that is known', async () => {
    const queue = await readQueue('k', QUEUE_PAGE + 1, QUEUE_PAGE, listOf(3 * QUEUE_PAGE))
    expect([queue.start, queue.ids[0]]).toEqual([QUEUE_PAGE, QUEUE_PAGE + 1])
    const before = await extendNear(queue, 0, listOf(3 * QUEUE_PAGE))
    expect([before.start, before.ids.length]).toEqual([0, 2 * QUEUE_PAGE])
    const after = await extendNear(queue, queue.ids.length - 1, listOf(3 * QUEUE_PAGE))
    expect([after.start, after.ids.at(-1)]).toEqual([QUEUE_PAGE, 3 * QUEUE_PAGE])
  })

  it('ends where the list has become shorter', async () => {
    const queue = await readQueue('k', 1, null, listOf(QUEUE_PAGE + 5))
    const after = await extendNear(queue, queue.ids.length - 1, listOf(10))
    expect(after.total).toBe(QUEUE_PAGE)
    expect(await extendNear(after, after.ids.length - 1, listOf(10))).toBe(after)
  })

  it('goes round to the first image wanted', async () => {
    const queue = await readQueue('k', 3, null, listOf(5))
    expect([nextOf(queue, 2, new Set([2, 5])), nextOf(queue, 2, new Set([1])), nextOf(queue, 2, new Set([3]))]).toEqual(
      [5, 1, null],
    )
  })
})
