import { describe, expect, it } from 'vitest'
import { nextWindow, ROW_HEIGHT, rowWindow, wayTo, type RowWindow } from '@/app/annotator/panels/list/rowWindow'

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
    for (const [top, bottom] of [
      [at(-50), at(-40)],
      [at(5040), at(5050)],
    ] as const) {
      const { first, end } = rowWindow(top, bottom, 5000)
      expect(end).toBe(first)
    }
  })
})

describe('from one window to another', () => {
  const stepsOf = (from: RowWindow, to: RowWindow) => {
    const steps = [from]
    while (steps.at(-1)!.first !== to.first || steps.at(-1)!.end !== to.end) steps.push(nextWindow(steps.at(-1)!, to))
    return steps
  }
  const size = ({ first, end }: RowWindow) => end - first

  it('few rows are made at once, those in the middle first', () => {
    const [, first, ...others] = stepsOf({ first: 0, end: 30 }, { first: 1000, end: 1035 })
    expect(size(first!)).toBeLessThan(15)
    expect(first!.first).toBeGreaterThan(1005)
    expect(first!.end).toBeLessThan(1030)
    expect(others.length).toBeGreaterThan(1)
  })

  it('what both have stays', () => {
    expect(nextWindow({ first: 0, end: 30 }, { first: 3, end: 33 })).toEqual({ first: 3, end: 33 })
    expect(nextWindow({ first: 10, end: 40 }, { first: 7, end: 37 })).toEqual({ first: 7, end: 37 })
    for (const { first, end } of stepsOf({ first: 20, end: 25 }, { first: 0, end: 50 }))
      expect([first <= 20, end >= 25]).toEqual([true, true])
  })

  it('none are left in a list that lies elsewhere', () =>
    expect(nextWindow({ first: 0, end: 30 }, { first: 40, end: 40 })).toEqual({ first: 40, end: 40 }))
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
