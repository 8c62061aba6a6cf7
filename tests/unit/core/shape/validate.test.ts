import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkShape } from '@/core/shape/validate'
import { part, polygons, square } from './shapes'

test.each([
  polygons(part(square(0, 0, 5), square(1, 1, 2))),
  { kind: 'box', x: -1, y: 0.5, width: 0, height: 3 },
  { kind: 'mask', size: [3, 3], counts: '234' },
  { kind: 'mask', size: [3, 3], counts: [0, 9] },
])('%j is a shape', (shape) => expect(checkShape(shape)).toBeNull())

test.each([
  [null, 'an object'],
  [[], 'an object'],
  [{ kind: 'circle' }, 'the kind'],
  [{ kind: 'polygons' }, 'at least one'],
  [{ kind: 'polygons', parts: [] }, 'at least one'],
  [{ kind: 'polygons', parts: [null] }, 'outer ring'],
  [{ kind: 'polygons', parts: [{ outer: square(0, 0, 1) }] }, 'list of holes'],
  [polygons(part([0, 0, 1, 1])), 'at least 6'],
  [polygons(part([0, 0, 1, 1, 2, 2, 3])), 'even'],
  [polygons(part([0, 0, 1, 1, 2, NaN])), 'coordinate 5'],
  [polygons(part([0, 0, 1, 1, 2, 1e8])), 'coordinate 5'],
  [polygons(part([0, 0, 1, 1, 2, '3' as unknown as number])), 'coordinate 5'],
  [polygons(part(square(0, 0, 5), [1])), 'at least 6'],
  [{ kind: 'polygons', parts: Array.from({ length: 30_000 }, () => part(square(0, 0, 1))) }, 'rings'],
  [{ kind: 'box', x: 0, y: 0, width: -1, height: 1 }, 'negative'],
  [{ kind: 'box', x: 0, y: 0, width: Infinity, height: 1 }, 'sane'],
  [{ kind: 'box', x: 0, y: 0, width: 1 }, 'sane'],
  [{ kind: 'mask', size: [3, 3] }, 'counts'],
  [{ kind: 'mask', size: [3, 3], counts: [8] }, 'sum to 8'],
  [{ kind: 'mask', size: [1e9, 1e9], counts: [1e18] }, 'larger'],
  [{ kind: 'mask', counts: [9] }, 'size'],
  [{ kind: 'mask', size: [3, { toString: 1 }], counts: [9] }, 'positive integers'],
  [{ kind: 'mask', size: [3, 3], counts: [{ toString: 1 }] }, 'length of a run'],
])('%j is not: %s', (value, reason) => expect(checkShape(value)).toContain(reason))

test('nothing makes it throw', () => {
  const hostile = fc.record(
    {
      kind: fc.constantFrom('polygons', 'box', 'mask'),
      parts: fc.anything(),
      size: fc.anything(),
      counts: fc.anything(),
      x: fc.anything(),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.oneof(fc.anything(), hostile), (value) => {
      const reason = checkShape(value)
      expect(reason === null || typeof reason === 'string').toBe(true)
    }),
    { numRuns: 1000 },
  )
})
