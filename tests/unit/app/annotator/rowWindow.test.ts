import { describe, expect, it } from 'vitest'
import { ROW_HEIGHT, rowWindow, wayTo } from '@/app/annotator/panels/rowWindow'

const at = (rows: number) => rows * ROW_HEIGHT

describe('rows in sight', () => {
  it('are those between two heights, with some around', () => {
    const { first, end } = rowWindow(at(100), at(110), 5000)
    expect(first).toBeLessThan(100)
    expect(end).toBeGreaterThan(110)
    expect(end - first).toBeLessThan(30)
  })

  it('do not go beyond the list', () => {
    expect(rowWindow(at(0), at(10), 3)).toEqual({ first: 0, end: 3 })
    expect(rowWindow(at(-2), at(2), 0)).toEqual({ first: 0, end: 0 })
  })

  it('are none of a list that lies elsewhere', () => {
    for (const [top, bottom] of [[at(-50), at(-40)], [at(5040), at(5050)]] as const) {
      const { first, end } = rowWindow(top, bottom, 5000)
      expect(end).toBe(first)
    }
  })
})

describe('the way to a row', () => {
  it('is none when it is seen whole', () => {
    expect(wayTo(3, at(3), at(8))).toBe(0)
    expect(wayTo(7, at(3), at(8))).toBe(0)
  })

  it('is as short as it can be', () => {
    expect(wayTo(2, at(3), at(8))).toBe(-ROW_HEIGHT)
    expect(wayTo(8, at(3), at(8))).toBe(ROW_HEIGHT)
    expect(wayTo(7, at(3), at(8) - 10)).toBe(10)
  })

  it('shows the top of a row that is larger than what is in sight', () => expect(wayTo(5, at(5), at(5) + 10)).toBe(0))
})
