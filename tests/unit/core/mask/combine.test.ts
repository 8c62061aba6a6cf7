import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InvalidInput } from '@/core/errors'
import type { Rle } from '@/core/mask/types'
import { intersect, subtract, unite } from '@/core/mask/combine'
import { rleArea, rleBbox, rleIou } from '@/core/mask/measure'
import { decodeRle, encodeRle } from '@/core/mask/rle'
import { draw, masksOf, show, where } from './masks'

const pairs = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([width, height]) => fc.tuple(masksOf(width, height), masksOf(width, height)))

test('runs combine as pixels do', () => {
  fc.assert(
    fc.property(pairs, ([a, b]) => {
      const [runsA, runsB] = [encodeRle(a), encodeRle(b)]
      expect(show(decodeRle(unite([runsA, runsB])))).toEqual(where(a, b, (inA, inB) => inA || inB))
      expect(show(decodeRle(intersect([runsA, runsB])))).toEqual(where(a, b, (inA, inB) => inA && inB))
      expect(show(decodeRle(subtract(runsA, runsB)))).toEqual(where(a, b, (inA, inB) => inA && !inB))
    }),
  )
})

test('union and intersection together have the area of both', () => {
  fc.assert(
    fc.property(pairs, ([a, b]) => {
      const [runsA, runsB] = [encodeRle(a), encodeRle(b)]
      const [united, common] = [rleArea(unite([runsA, runsB])), rleArea(intersect([runsA, runsB]))]
      expect(united + common).toBe(rleArea(runsA) + rleArea(runsB))
      expect(rleIou(runsA, runsB, 0)).toBe(common === 0 ? 0 : common / united)
      expect(rleIou(runsA, runsB, 1)).toBe(common === 0 ? 0 : common / rleArea(runsA))
    }),
  )
})

test('any number of masks combine, in any order, to runs without empty ones', () => {
  fc.assert(
    fc.property(fc.array(masksOf(6, 5), { minLength: 1, maxLength: 9 }), (masks) => {
      const rles = masks.map(encodeRle)
      expect(unite(rles)).toEqual(unite([...rles].reverse()))
      expect(unite(rles)).toEqual(encodeRle(decodeRle(unite(rles))))
      expect(intersect(rles)).toEqual(encodeRle(decodeRle(intersect(rles))))
    }),
  )
})

test('empty runs in the input are stepped over', () => {
  const gaps: Rle = { size: [3, 3], counts: [2, 0, 0, 0, 1, 3, 0, 1, 2, 0] }
  expect(unite([gaps, gaps]).counts).toEqual([3, 4, 2])
  expect(subtract(gaps, { size: [3, 3], counts: [9] }).counts).toEqual([3, 4, 2])
})

test('the bounding box is that of the pixels', () => {
  fc.assert(
    fc.property(masksOf(7, 6), ({ data, width, height }) => {
      const set = Array.from(data.keys()).filter((index) => data[index])
      const [xs, ys] = [set.map((index) => index % width), set.map((index) => Math.floor(index / width))]
      const [x, y] = [Math.min(...xs), Math.min(...ys)]
      const expected = set.length > 0 ? [x, y, Math.max(...xs) - x + 1, Math.max(...ys) - y + 1] : [0, 0, 0, 0]
      expect(rleBbox(encodeRle({ data, width, height }))).toEqual(expected)
    }),
  )
})

test('masks of different sizes and no masks at all are refused', () => {
  const [wide, tall] = [encodeRle(draw('##')), encodeRle(draw('#', '#'))]
  for (const act of [
    () => unite([wide, tall]),
    () => subtract(wide, tall),
    () => rleIou(wide, tall, 0),
    () => unite([]),
  ])
    expect(act).toThrow(InvalidInput)
})
