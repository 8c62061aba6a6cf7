import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { comparePaths } from '@/core/paths'
import { order } from '@/server/db/images/imageOrder'
import type { OrderEntry } from '@/server/db/store/rows'
import { db, ORDER_SIZE, useDatabase } from '@/server/db/store/schema'

let databases = 0
beforeEach(() => {
  useDatabase(`order-${++databases}`)
})

const inOrder = (entries: OrderEntry[]) => [...entries].sort((a, b) => comparePaths(a[0], b[0]) || a[1] - b[1])

/** What a plain sorted array says to the same questions. */
function plain(entries: OrderEntry[]) {
  const isIn =
    (folder: string) =>
    ([path]: OrderEntry) =>
      folder === '' || path.startsWith(`${folder}/`)
  return {
    around(entry: OrderEntry) {
      const before = entries.filter((each) => inOrder([each, entry])[0] === each && each[1] !== entry[1])
      const after = entries.filter((each) => !before.includes(each) && each[1] !== entry[1])
      return {
        previous: before.at(-1)?.[1] ?? null,
        next: after[0]?.[1] ?? null,
        index: before.length,
        total: entries.length,
      }
    },
    folder: (folder: string) => entries.filter(isIn(folder)),
    subdirectories(folder: string) {
      const rests = entries.filter(isIn(folder)).map(([path]) => path.slice(folder === '' ? 0 : folder.length + 1))
      return [
        ...new Set(rests.filter((rest) => rest.includes('/')).map((rest) => rest.slice(0, rest.indexOf('/')))),
      ].sort(comparePaths)
    },
  }
}

const segment = fc.constantFrom('a', 'a-b', 'b', 'a0', '\ue000', '\u{1f600}')
const folders = fc.array(segment, { maxLength: 2 }).map((parts) => parts.join('/'))
/** Many paths at once, so that chunks fill and split. */
const bulk = fc.record({ folder: folders, from: fc.nat(3000), count: fc.constantFrom(1, 7, 900, 1700) })
const operation = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), bulk }),
  fc.record({
    kind: fc.constant('remove' as const),
    share: fc.constantFrom(0.01, 0.5, 0.97),
    from: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
)

it('says what a sorted array says, after any insertions and removals', async () => {
  let dataset = 0
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 8 }), folders, async (operations, asked) => {
      dataset++
      let [model, lastId]: [OrderEntry[], number] = [[], 0]
      for (const each of operations) {
        if (each.kind === 'insert') {
          const { folder, from, count } = each.bulk
          const added = Array.from({ length: count }, (_none, at): OrderEntry => [
            `${folder ? `${folder}/` : ''}${(from + at * 7) % 3001}.jpg`,
            ++lastId,
          ])
          await order.insert(dataset, added)
          model = inOrder([...model, ...added])
        } else {
          const start = Math.floor(each.from * model.length)
          const gone = model.slice(start, start + Math.ceil(model.length * each.share))
          await order.remove(dataset, [...gone].reverse())
          model = model.filter((entry) => !gone.includes(entry))
        }
      }
      const expected = plain(model)
      expect(await order.all(dataset)).toEqual(model)
      const start = Math.floor(model.length / 2)
      expect(await order.page(dataset, start, 1200)).toEqual(model.slice(start, start + 1200))
      for (const entry of [model[0], model[start], model.at(-1), [`${asked}/x`, lastId + 1] as OrderEntry]) {
        if (entry) expect(await order.around(dataset, { path: entry[0], id: entry[1] })).toEqual(expected.around(entry))
      }
      const range = await order.folder(dataset, asked)
      expect(model.slice(range.start, range.end)).toEqual(expected.folder(asked))
      expect(await order.subdirectories(dataset, asked)).toEqual(expected.subdirectories(asked))
    }),
    { numRuns: 25 },
  )
})

describe('at 118,000 images', () => {
  const count = 118_000
  const path = (number: number) => `train/${String(number).padStart(12, '0')}.jpg`
  let reads: number

  beforeEach(async () => {
    await order.insert(
      1,
      Array.from({ length: count }, (_none, at): OrderEntry => [path(at), at + 1]),
    )
    reads = 0
    db.order.hook('reading', (row) => {
      reads++
      return row
    })
  })

  it('reads at most two chunks for a page, for neighbours and for the folders', async () => {
    expect(await order.page(1, 58_990, 52)).toHaveLength(52)
    expect(reads).toBeLessThanOrEqual(2)
    reads = 0
    expect(await order.around(1, { path: path(70_000), id: 70_001 })).toEqual({
      previous: 70_000,
      next: 70_002,
      index: 70_000,
      total: count,
    })
    expect(reads).toBeLessThanOrEqual(3)
    reads = 0
    expect(await order.subdirectories(1, 'train')).toEqual([])
    expect(await order.subdirectories(1, '')).toEqual(['train'])
    expect(reads).toBeLessThanOrEqual(2)
  })

  it('keeps chunks small', async () => {
    for (let at = 0; at < 3; at++)
      await order.insert(
        1,
        Array.from({ length: 700 }, (_none, each): OrderEntry => [`train/5-${each}.jpg`, count + at * 700 + each]),
      )
    const { chunks } = (await db.orderHeads.get(1))!
    expect(Math.max(...chunks.map((chunk) => chunk.count))).toBeLessThanOrEqual(ORDER_SIZE)
    expect(chunks.reduce((sum, chunk) => sum + chunk.count, 0)).toBe(count + 2100)
  })
})
