import { expect, it } from 'vitest'
import { inTurn } from '@/server/images/queue'

it('makes two pictures at a time, in the order they were asked for, also when one fails', async () => {
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
