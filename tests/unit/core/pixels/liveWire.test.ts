import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findEdges, nearestEdge, type Edges } from '@/core/pixels/edges'
import { LiveWire } from '@/core/pixels/liveWire'
import type { Region } from '@/core/pixels/types'

/** Left of a column dark, right of it bright. */
const halves = (width: number, height: number, border: number): Region => ({
  data: Uint8Array.from({ length: width * height * 4 }, (_, at) => ((at >> 2) % width < border ? 40 : 200)),
  width,
  height,
  left: 0,
  top: 0,
  step: 1,
})

test('a border is cheap on its crest, and the normal points across', () => {
  const { cost, normalX, normalY } = findEdges(halves(20, 9, 10))
  const row = [...cost.subarray(4 * 20, 5 * 20)]
  expect(row.flatMap((value, x) => (value === 0 ? [x] : []))).toEqual([9, 10])
  expect([normalX[4 * 20 + 9], normalY[4 * 20 + 9]]).toEqual([127, 0])
})

test('the nearest edge is found within reach only', () => {
  const edges = findEdges(halves(40, 9, 20))
  expect(nearestEdge(edges, 16, 4, 5)).toEqual({ x: 19, y: 4 })
  expect(nearestEdge(edges, 4, 4, 5)).toEqual({ x: 4, y: 4 })
})

test('a path takes the way along the border', () => {
  const wire = new LiveWire(findEdges(halves(40, 40, 20)), 5, 5)
  expect(wire.reach(5, 35)).toBe(true)
  const path = wire.path(5, 35)
  expect(path.slice(0, 2)).toEqual([5, 5])
  expect(path.slice(-2)).toEqual([5, 35])
  const middle = new LiveWire(findEdges(halves(40, 40, 20)), 17, 2)
  middle.reach(17, 37)
  const columns = middle.path(17, 37).filter((_, index) => index % 2 === 0)
  expect(columns.filter((x) => x === 19 || x === 20).length).toBeGreaterThan(25)
})

test('a search in pieces finds what one in one go finds', () => {
  const side = fc.integer({ min: 3, max: 14 })
  fc.assert(
    fc.property(side, side, fc.infiniteStream(fc.integer({ min: 0, max: 255 })), (width, height, values) => {
      const data = Uint8Array.from({ length: width * height * 4 }, () => values.next().value)
      const edges: Edges = findEdges({ data, width, height, left: 0, top: 0, step: 1 })
      const [whole, pieces] = [new LiveWire(edges, 0, 0), new LiveWire(edges, 0, 0)]
      expect(whole.reach(width - 1, height - 1)).toBe(true)
      for (let calls = 0; !pieces.reach(width - 1, height - 1, 7); calls++) expect(calls).toBeLessThan(width * height)
      const path = pieces.path(width - 1, height - 1)
      expect(path).toEqual(whole.path(width - 1, height - 1))
      // From pixel to neighbour all the way.
      for (let index = 2; index < path.length; index += 2) {
        expect(Math.max(Math.abs(path[index]! - path[index - 2]!), Math.abs(path[index + 1]! - path[index - 1]!))).toBe(
          1,
        )
      }
    }),
    { numRuns: 100 },
  )
})
