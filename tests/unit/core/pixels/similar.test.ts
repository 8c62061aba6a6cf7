import fc from 'fast-check'
import { expect, test } from 'vitest'
import { patchToRle } from '@/core/pixels/patch'
import { allWithin, connectedWithin, similarTo } from '@/core/pixels/similar'
import { fillHoles, flipSmall, smoothBorder } from '@/core/pixels/tidy'
import type { Patch, Region } from '@/core/pixels/types'
import { decodeRle } from '@/core/mask/rle'

const grey = (rows: number[][]): Region => ({
  data: Uint8Array.from(rows.flat().flatMap((value) => [value, value, value, 255])),
  width: rows[0]!.length,
  height: rows.length,
  left: 0,
  top: 0,
  step: 1,
})
const patch = (...rows: string[]): Patch => ({
  data: Uint8Array.from(
    rows
      .join('')
      .split('')
      .map((letter) => Number(letter === '#')),
  ),
  width: rows[0]!.length,
  height: rows.length,
  left: 0,
  top: 0,
})
const show = ({ data, width, height }: Patch) =>
  Array.from({ length: height }, (_, y) =>
    [...data.subarray(y * width, (y + 1) * width)].map((value) => (value ? '#' : '.')).join(''),
  )

test('connected pixels are those a walk from pixel to pixel reaches', () => {
  const side = fc.integer({ min: 1, max: 12 })
  fc.assert(
    fc.property(
      side,
      side,
      fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
      fc.integer({ min: 0, max: 9 }),
      (width, height, values, tolerance) => {
        const rows = Array.from({ length: height }, () => Array.from({ length: width }, () => values.next().value * 10))
        const [x, y] = [width >> 1, height >> 1]
        const reached = new Set<number>()
        const walk = [[x, y]]
        for (let at = walk.pop(); at; at = walk.pop()) {
          const [column, row] = at as [number, number]
          const value = rows[row]?.[column]
          if (
            value === undefined ||
            reached.has(row * width + column) ||
            Math.abs(value - rows[y]![x]!) > tolerance * 10
          )
            continue
          reached.add(row * width + column)
          walk.push([column + 1, row], [column - 1, row], [column, row + 1], [column, row - 1])
        }
        const similarity = similarTo(grey(rows), x, y, 0)
        // Twice: the first search leaves no marks behind.
        connectedWithin(similarity, tolerance * 10)
        const { data } = decodeRle(patchToRle(connectedWithin(similarity, tolerance * 10), { width, height }))
        expect([...data].flatMap((value, index) => (value ? [index] : []))).toEqual([...reached].sort((a, b) => a - b))
      },
    ),
    { numRuns: 300 },
  )
})

test('anywhere means every pixel near enough', () => {
  expect(
    show(
      allWithin(
        similarTo(
          grey([
            [10, 90, 12],
            [90, 11, 90],
          ]),
          0,
          0,
          0,
        ),
        5,
      ),
    ),
  ).toEqual(['#.#', '.#.'])
})

test('means over squares hide what changes from pixel to pixel', () => {
  const noisy = grey(Array.from({ length: 9 }, (_, y) => Array.from({ length: 9 }, (_, x) => 100 + ((x + y) % 2) * 40)))
  expect(show(connectedWithin(similarTo(noisy, 4, 4, 0), 10))).toEqual(['#'])
  // Means over 9 pixels differ by a ninth of 40; at the sides, over 6 or 4, no more.
  expect(show(connectedWithin(similarTo(noisy, 4, 4, 1), 10)).join('')).not.toContain('.')
})

test('holes are filled up to a size, bays are none', () => {
  const rows = ['#######', '#.##..#', '####..#', '..#####']
  const small = patch(...rows)
  fillHoles(small, 1)
  expect(show(small)).toEqual(['#######', '####..#', '####..#', '..#####'])
  const all = patch(...rows)
  fillHoles(all)
  expect(show(all)).toEqual(['#######', '#######', '#######', '..#####'])
})

test('specks are dropped', () => {
  const speckled = patch('#....', '..##.', '..##.', '....#')
  flipSmall(speckled, 1, 1)
  expect(show(speckled)).toEqual(['.....', '..##.', '..##.', '.....'])
})

test('a smoothed border loses its fringe, straight lines stay', () => {
  const frayed = patch('.....#...', '#########', '#########', '#########')
  smoothBorder(frayed)
  expect(show(frayed)).toEqual(['.........', '.#######.', '#########', '.#######.'])
})

test('a patch lies where it was found', () => {
  const { data } = decodeRle(patchToRle({ ...patch('#.', '##'), left: 2, top: 1 }, { width: 4, height: 3 }))
  expect([...data]).toEqual([0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1])
})
