import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '@/core/errors'
import { assignParts, parseSplit } from '@/core/coco/split'

const parts = parseSplit('train:0.8,val:0.1,test:0.1')

describe('a split', () => {
  it('is read from names and shares', () => {
    expect(parts).toEqual([
      { name: 'train', share: 0.8 },
      { name: 'val', share: 0.1 },
      { name: 'test', share: 0.1 },
    ])
    expect(parseSplit(' a : .5 , b:0.5')).toEqual([
      { name: 'a', share: 0.5 },
      { name: 'b', share: 0.5 },
    ])
  })

  it.each(['', 'train', 'train:0.5', 'a:0.5,A:0.5', '../x:1', 'a:-1,b:2', 'a:0.5;b:0.5', `${'a'.repeat(41)}:1`])(
    '%j is none',
    (text) => {
      expect(() => parseSplit(text)).toThrow(InvalidInput)
    },
  )

  it('spreads every category over its parts as the shares say', () => {
    // 1,000 images: category 1 in all, 2 in a third, 3 in twenty
    const labels = Array.from({ length: 1000 }, (_none, index) => [
      1,
      ...(index % 3 === 0 ? [2] : []),
      ...(index % 50 === 7 ? [3] : []),
    ])
    const assigned = assignParts(labels, parts, 7)
    const count = (label: number) =>
      parts.map(
        (_part, part) => labels.filter((each, image) => each.includes(label) && assigned[image] === part).length,
      )
    for (const [label, expected] of [
      [1, [800, 100, 100]],
      [2, [267.2, 33.4, 33.4]],
      [3, [16, 2, 2]],
    ] as const) {
      count(label).forEach((number, part) => expect(Math.abs(number - expected[part]!)).toBeLessThanOrEqual(2))
    }
  })

  it('hangs on the images, the shares and the seed alone', () => {
    const labels = fc.array(
      fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }).map((list) => [...new Set(list)]),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(labels, fc.integer(), (images, seed) => {
        const assigned = assignParts(images, parts, seed)
        expect(assigned).toEqual(assignParts(images, parts, seed))
        expect(assigned).toHaveLength(images.length)
        // no part is off by more than the rounding of each category and of the whole
        const train = assigned.filter((part) => part === 0).length
        expect(Math.abs(train - 0.8 * images.length)).toBeLessThanOrEqual(7)
      }),
    )
    const many = Array.from({ length: 100 }, () => [1])
    expect(assignParts(many, parts, 1)).not.toEqual(assignParts(many, parts, 2))
  })
})
