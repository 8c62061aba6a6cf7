import fc from 'fast-check'
import { expect, test } from 'vitest'
import { moveRle } from '@/core/mask/move'
import { decodeRle, encodeRle } from '@/core/mask/rle'
import { scaleRle } from '@/core/mask/scale'
import { draw, masksOf, show } from './masks'

test('a moved mask has its pixels where they were moved to, cut at the border', () => {
  const shift = fc.integer({ min: -8, max: 8 })
  fc.assert(
    fc.property(masksOf(6, 5), shift, shift, ({ data, width, height }, dx, dy) => {
      const expected = Uint8Array.from(data, (_, index) => {
        const [x, y] = [(index % width) - dx, Math.floor(index / width) - dy]
        return x >= 0 && x < width && y >= 0 && y < height ? data[y * width + x]! : 0
      })
      expect(moveRle(encodeRle({ data, width, height }), dx, dy)).toEqual(encodeRle({ data: expected, width, height }))
    }),
    { numRuns: 500 },
  )
})

test('a stretched mask fills the new box', () => {
  const rle = encodeRle(draw('##....', '#.....', '......', '......'))
  expect(show(decodeRle(scaleRle(rle, [0, 0, 2, 2], [2, 0, 4, 4])))).toEqual(['..####', '..####', '..##..', '..##..'])
  expect(scaleRle(rle, [0, 0, 2, 2], [0, 0, 2, 2])).toEqual(rle)
})
