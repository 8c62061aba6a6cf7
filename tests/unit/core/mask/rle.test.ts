import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InvalidInput } from '@/core/errors'
import type { AnyRle } from '@/core/mask/types'
import { compressCounts, compressRle, decodeRle, encodeRle, expandCounts, toRle } from '@/core/mask/rle'
import { anyMask, draw } from './masks'

test('the worked examples of the reference hold', () => {
  expect(encodeRle(draw('..###.#')).counts).toEqual([2, 3, 1, 1])
  expect(encodeRle(draw('######.')).counts).toEqual([0, 6, 1])
})

test('pixels are counted column by column', () => {
  // columns: (1, 0), (1, 1), (0, 0)
  expect(encodeRle(draw('##.', '.#.'))).toEqual({ size: [2, 3], counts: [0, 1, 1, 2, 2] })
})

test('a mask survives its runs, as a list and as text', () => {
  fc.assert(
    fc.property(anyMask, (mask) => {
      const rle = encodeRle(mask)
      expect(decodeRle(rle)).toEqual(mask)
      expect(decodeRle(compressRle(rle))).toEqual(mask)
      expect(toRle(compressRle(rle))).toEqual(rle)
    }),
  )
})

test('run lengths of all 32 bits survive their text', () => {
  const counts = fc.array(fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 0xffffffff })), {
    maxLength: 40,
  })
  fc.assert(
    fc.property(counts, (list) => {
      expect(expandCounts(compressCounts(list))).toEqual(list)
    }),
  )
})

test('any text gives run lengths or a InvalidInput', () => {
  const alphabet = fc.string({ unit: fc.integer({ min: 40, max: 120 }).map((code) => String.fromCharCode(code)) })
  fc.assert(
    fc.property(fc.oneof(alphabet, fc.string()), (text) => {
      try {
        expect(expandCounts(text).every((count) => Number.isInteger(count) && count >= 0)).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidInput)
      }
    }),
  )
})

test.each([
  ['o'.repeat(1000), 'too large'],
  ['1o', 'not one of the alphabet'],
  ['1 1', 'alphabet'],
  ['O', 'not a length'],
])('text %j is refused: %s', (text, reason) => expect(() => expandCounts(text)).toThrow(reason))

test.each([
  [[1e9, 1e9], [1e18]],
  [[1e9, 1], [1e9]],
  [[0, 5], [0]],
  [[-1, -1], [1]],
  [[1.5, 2], [3]],
  [
    [2, 2],
    [4.5, -0.5],
  ],
  [[2, 2], [NaN]],
  [[2, 2], null],
  [[2, { toString: 1 }], [4]],
  [
    [2, 2],
    [4, { toString: 1 }],
  ],
  [[2, 2, 1], [4]],
  [null, [4]],
  [{ length: 2 }, [4]],
])('a mask of size %j with runs %j is refused before anything is allocated', (size, counts) => {
  const rle = { size, counts } as AnyRle
  for (const read of [toRle, decodeRle, compressRle]) expect(() => read(rle)).toThrow(InvalidInput)
})

test('a mask too large to hold is still a mask, but is not decoded', () => {
  const rle: AnyRle = { size: [65535, 65535], counts: [65535 * 65535] }
  expect(compressRle(rle).counts).toBe(compressCounts(rle.counts as number[]))
  expect(() => decodeRle(rle)).toThrow('too large to decode')
})
