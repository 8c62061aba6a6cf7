import '../../../support/fastCheck'
import fc from 'fast-check'
import reference from 'simplify-js'
import { expect, it } from 'vitest'
import { simplifyJs } from '@/core/geometry/simplifyJs'

const coordinate = fc.integer({ min: -300, max: 300 }).map((tenths) => tenths / 10)

it('leaves the points that the package leaves', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(coordinate, coordinate), { maxLength: 60 }), (points) => {
      const left = reference(
        points.map(([x, y]) => ({ x, y })),
        1,
        true,
      )
      expect(simplifyJs(points, 1)).toEqual(left.map(({ x, y }) => [x, y]))
    }),
    { numRuns: 500 },
  )
})

it('has no depth to run out of', () => {
  const points = Array.from({ length: 2_000 }, (_none, index): [number, number] => [
    index,
    index % 2 === 0 ? 0 : index * 10,
  ])
  expect(simplifyJs(points, 1)).toHaveLength(2_000)
})
