import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeRle } from '@/core/mask/rle'
import { traceMask } from '@/core/mask/trace'
import { shapeToRle } from '@/core/shape/shape'
import { anyMask, draw } from './masks'

test('one pixel is a square', () => {
  expect(traceMask(draw('...', '.#.'))).toEqual([{ outer: [1, 1, 2, 1, 2, 2, 1, 2], holes: [] }])
})

test('a straight side has no points between its corners', () => {
  expect(traceMask(draw('####', '##..'))).toEqual([{ outer: [0, 0, 4, 0, 4, 1, 2, 1, 2, 2, 0, 2], holes: [] }])
})

test('a hole belongs to the part around it, an island in it is a part of its own', () => {
  const parts = traceMask(draw('#####', '#...#', '#.#.#', '#...#', '#####'))
  expect(parts).toHaveLength(2)
  expect(parts[0]!.outer).toEqual([0, 0, 5, 0, 5, 5, 0, 5])
  expect(parts[0]!.holes).toHaveLength(1)
  expect(parts[1]).toEqual({ outer: [2, 2, 3, 2, 3, 3, 2, 3], holes: [] })
})

test('pixels that touch by a corner are two parts, in reading order', () => {
  expect(traceMask(draw('.#', '#.')).map((part) => part.outer.slice(0, 2))).toEqual([
    [1, 0],
    [0, 1],
  ])
})

test('an empty mask has no parts', () => {
  expect(traceMask(draw('..', '..'))).toEqual([])
})

test('rasterising what was traced gives the mask back, pixel for pixel', () => {
  fc.assert(
    fc.property(anyMask, (mask) => {
      const parts = traceMask(mask)
      expect(shapeToRle({ kind: 'polygons', parts }, mask)).toEqual(encodeRle(mask))
      expect(traceMask(mask)).toEqual(parts)
    }),
    { numRuns: 3000 },
  )
})

test('every point is a turn', () => {
  fc.assert(
    fc.property(anyMask, (mask) => {
      for (const ring of traceMask(mask).flatMap(({ outer, holes }) => [outer, ...holes])) {
        const count = ring.length / 2
        for (let index = 0; index < count; index++) {
          const [a, b, c] = [index, (index + 1) % count, (index + 2) % count]
          expect(ring[a * 2] === ring[b * 2]).not.toBe(ring[b * 2] === ring[c * 2])
        }
      }
    }),
  )
})
