import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inNaturalOrder, naturalKey } from '@/core/naturalOrder'

const sorted = (paths: string[]) => inNaturalOrder(paths, (path) => path)

test.each([
  [['img2.jpg', 'img10.jpg', 'img100.jpg']],
  [['IMG_1.jpg', 'img_2.jpg', 'IMG_10.jpg']],
  [['2', '10', 'a']],
  [['v1.9', 'v1.10']],
  [['a/2/1.jpg', 'a/10/1.jpg', 'a b/1.jpg', 'a-b/1.jpg']],
  [['img-007.jpg', 'img-8.jpg', 'img-009.jpg']],
])('%j', (paths) => {
  expect(sorted([...paths].reverse())).toEqual(paths)
})

test('numbers compare as numbers, whatever zeros they begin with', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.nat({ max: 5 }), (a, b, zeros) => {
      const [first, second] = [naturalKey(`img${'0'.repeat(zeros)}${a}.png`), naturalKey(`img${b}.png`)]
      expect(Math.sign(a - b)).toBe(first < second ? -1 : first > second ? 1 : 0)
    }),
  )
})
