import { expect, test } from 'vitest'
import { colorFor, PALETTE } from '@/core/coco/color'
import { distanceOf, seen } from '@/core/coco/colorDistance'

const colorDistance = (a: string, b: string) => distanceOf(seen(a), seen(b))

/** Twice what is just noticeable. */
const CLEARLY = 4.6

test('a seed always has the same colour, of the palette', () => {
  expect(colorFor('nut')).toBe(colorFor('nut'))
  expect(PALETTE).toContain(colorFor('nut'))
})

test('many seeds use the whole palette', () => {
  const used = new Set(Array.from({ length: 500 }, (_, index) => colorFor(`seed ${index}`)))
  expect(used.size).toBe(PALETTE.length)
})

test('black and white are as far apart as can be, red and green are not for everybody', () => {
  expect(colorDistance('#000000', '#ffffff')).toBeCloseTo(100, 0)
  expect(colorDistance('#d00000', '#528300')).toBeLessThan(25)
})

test.each(['nut', 'bolt', 'dog', 'a'])(
  'the first eight colours after %s are clearly told apart, whatever cones are missing',
  (seed) => {
    const taken: string[] = []
    for (let count = 0; count < 8; count++) taken.push(colorFor(`${seed}${count}`, taken))
    for (const [index, color] of taken.entries()) {
      for (const other of taken.slice(0, index))
        expect(colorDistance(color, other), `${color} ${other}`).toBeGreaterThan(CLEARLY * 2)
    }
  },
)

test('colours of other forms are no hindrance', () => {
  expect(PALETTE).toContain(colorFor('nut', ['tomato', '#0072b2']))
})
