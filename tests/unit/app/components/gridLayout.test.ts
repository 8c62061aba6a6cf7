import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnsBetween, layoutOf, MAX_HEIGHT, physicalOf, rowsBetween, shiftOf } from '@/app/components/grid/layout'

describe('the layout', () => {
  test('118,000 images fit into one element, wide and narrow', () => {
    for (const width of [358, 1232]) expect(layoutOf(width, 118_000).height).toBeLessThan(MAX_HEIGHT)
  })

  test('every image has a place: rows times columns hold all, without an empty row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 4000 }), fc.integer({ min: 1, max: 1e7 }), (width, total) => {
        const { columns, rows, tileWidth, gap } = layoutOf(width, total)
        expect(columns * rows).toBeGreaterThanOrEqual(total)
        expect(columns * (rows - 1)).toBeLessThan(total)
        expect(columns * tileWidth + (columns - 1) * gap).toBeCloseTo(width)
      }),
    )
  })

  test('a frame takes the tiles that it touches', () => {
    const layout = layoutOf(1000, 100) // 4 columns of 239.5 with gaps of 14, rows of 244 + 14
    expect(layout).toMatchObject({ columns: 4, tileWidth: 239.5, rowHeight: 258 })
    expect(columnsBetween(layout, 100, 260)).toEqual({ first: 0, last: 1 })
    expect(columnsBetween(layout, 241, 252)).toEqual({ first: 1, last: 0 })
    expect(rowsBetween(layout, 257, 259)).toEqual({ first: 0, last: 1 })
  })
})

describe('a grid that is taller than an element can be', () => {
  const sizes = { view: 900, virtual: 60_000_000, physical: MAX_HEIGHT }
  const at = (top: number, last: number, shift: number) => top + shiftOf({ top, last, shift, ...sizes })

  test('a short way is as long as it looks', () => {
    const shift = shiftOf({ top: 5_000_000, last: 0, shift: 0, ...sizes })
    expect(at(5_000_300, 5_000_000, shift) - at(5_000_000, 5_000_000, shift)).toBe(300)
  })

  test('both ends are reached, and any place by a jump', () => {
    expect(at(0, 5000, 77)).toBe(0)
    expect(at(MAX_HEIGHT - 900, 5_000_000, 0)).toBe(60_000_000 - 900)
    for (const target of [0, 1234, 30_000_000, 59_999_100])
      expect(at(physicalOf(target, sizes), 7_000_000, 5)).toBeCloseTo(target, -1)
  })

  test('one that is not so tall is left as it is', () => {
    expect(shiftOf({ top: 400_000, last: 0, shift: 0, view: 900, virtual: 5_000_000, physical: 5_000_000 })).toBe(0)
  })
})
