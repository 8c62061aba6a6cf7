import { afterEach, expect, it, vi } from 'vitest'
import { inTurn, whenUserRests } from '@/server/images/queue'
import { asUser } from '@/server/userFirst'

afterEach(() => void vi.useRealTimers())

it('makes two images at a time, in the order they were asked for, also when one fails', async () => {
  const log: string[] = []
  const ends = new Map<number, () => void>()
  const start = (number: number) =>
    inTurn(async () => {
      log.push(`begin ${number}`)
      await new Promise<void>((resolve) => ends.set(number, resolve))
      log.push(`end ${number}`)
      if (number === 1) throw new Error('broken')
      return number
    })
  const all = Promise.allSettled([1, 2, 3, 4].map(start))
  const end = async (number: number) => {
    ends.get(number)!()
    while (!log.includes(`end ${number}`)) await Promise.resolve()
    for (let turns = 0; turns < 20; turns++) await Promise.resolve()
  }
  expect(log).toEqual(['begin 1', 'begin 2'])
  await end(1)
  await end(2)
  expect(log).toEqual(['begin 1', 'begin 2', 'end 1', 'begin 3', 'end 2', 'begin 4'])
  await end(3)
  await end(4)
  expect((await all).map((each) => each.status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
})

it('begins what can wait when the user writes nothing, one at a time, and does not wait for ever', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] })
  const log: string[] = []
  let stored = () => {}
  void asUser(() => new Promise<void>((resolve) => (stored = resolve)))
  const all = [1, 2, 3].map((number) => whenUserRests(async () => void log.push(`made ${number}`)))
  await vi.advanceTimersByTimeAsync(400)
  expect(log).toEqual([])
  await vi.advanceTimersByTimeAsync(200)
  expect(log).toEqual(['made 1'])
  stored()
  await vi.advanceTimersByTimeAsync(100)
  expect(log).toEqual(['made 1', 'made 2', 'made 3'])
  await Promise.all(all)
})

it('asks for rest before each step, so that a write that comes in between goes first', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] })
  // the clock begins anew, and the last write of the test before must lie behind it
  await vi.advanceTimersByTimeAsync(10_000)
  const log: string[] = []
  let stored = () => {}
  const made = whenUserRests(async (rest) => {
    log.push('decoded')
    void asUser(() => new Promise<void>((resolve) => (stored = resolve)))
    await rest()
    log.push('resized')
  })
  await vi.advanceTimersByTimeAsync(300)
  expect(log).toEqual(['decoded'])
  stored()
  await vi.advanceTimersByTimeAsync(100)
  expect(log).toEqual(['decoded', 'resized'])
  await made
})
