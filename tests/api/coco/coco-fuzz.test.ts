/**
 * COCO files of all kinds, made from a seed: definitions, sizes, ids, orders, near misses. Every annotation of the input is in the
 * output or is named in the report, and both counts add up. Most of them go through what reads and checks annotations, which is
 * fast; some through the API and out again.
 */
import '../../support/fastCheck'
import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ImportResult } from '@/contract/coco'
import type { CategoryLink } from '@/server/tasks/cocoImport/linkCategories'
import { prepare } from '@/server/tasks/cocoImport/prepare'
import { ReportWriter } from '@/server/tasks/cocoImport/report'
import { newCocoState } from '@/server/tasks/cocoImport/state'
import { addDataset, api, freshDatabase } from '../support/api'

const coordinate = fc.oneof(fc.integer({ min: -20, max: 130 }), fc.double({ min: -5, max: 110, noNaN: true }))
const ring = fc
  .array(coordinate, { minLength: 6, maxLength: 12 })
  .map((list) => (list.length % 2 === 0 ? list : list.slice(1)))
const pairs = fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 6 })
const mask = fc.integer({ min: 0, max: 8000 }).map((length) => ({ size: [80, 100], counts: [length, 8000 - length] }))
const broken = fc.oneof(
  fc.constant(null),
  fc.string({ maxLength: 5 }),
  fc.constant([]),
  fc.constant([[1, 2]]),
  fc.constant({ size: [1, 1], counts: [5] }),
  fc.constant({}),
  fc.boolean(),
)
const segmentation = fc.oneof(
  fc.array(ring, { minLength: 1, maxLength: 3 }),
  mask,
  ring,
  pairs,
  fc.array(pairs, { minLength: 1, maxLength: 2 }),
  ring.map((list) => [list.map(String)]),
  fc.array(mask, { minLength: 1, maxLength: 2 }),
  broken,
)
const bbox = fc.oneof(
  fc.tuple(coordinate, coordinate, coordinate, coordinate),
  fc.tuple(coordinate, coordinate, fc.nat(50), fc.nat(50)).map((list) => list.map(String)),
  broken,
)
const keypoints = fc.oneof(
  fc
    .array(fc.tuple(coordinate, coordinate, fc.integer({ min: -1, max: 3 })), { maxLength: 4 })
    .map((list) => list.flat()),
  fc.array(fc.tuple(coordinate, coordinate, fc.nat(2)), { maxLength: 4 }),
  broken,
)
const reference = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 3 }) },
  fc.constantFrom('1', '2', 9, null, {}, 1.5),
)
const annotation = fc.record(
  {
    image_id: reference,
    category_id: reference,
    segmentation,
    bbox,
    keypoints,
    area: fc.oneof(coordinate, broken),
    iscrowd: fc.constantFrom(0, 1, true, '1', null, 'x'),
    num_keypoints: fc.oneof(fc.nat(4), broken),
    score: fc.double({ noNaN: true }),
  },
  { requiredKeys: ['image_id', 'category_id'] },
)
const annotations = fc
  .array(annotation, { maxLength: 8 })
  .map((list) => list.map((each, index) => ({ id: index + 1, ...each })))
const labels = fc.constantFrom([], ['a', 'b', 'c'], ['c', 'a', 'b'], ['x', 'y'], ['a', 'b', 'z'])
const category = fc.record(
  {
    id: fc.integer({ min: 1, max: 3 }),
    name: fc.constantFrom('one', 'two', 'three'),
    keypoints: labels,
    skeleton: fc.constantFrom([], [[1, 2]], [[0, 1]], [['1', 2]], 'x'),
    color: fc.constantFrom('#fff', [1, 2, 3], null, 5),
  },
  { requiredKeys: ['id', 'name'] },
)
const side = fc.constantFrom(100, 80, '100', -1, 2.5, null)
const image = fc.record(
  {
    id: fc.constantFrom(1, 2, 3, '3'),
    file_name: fc.constantFrom('a.jpg', 'b/a.jpg', 'c.png', '../x.jpg', ''),
    width: side,
    height: side,
  },
  { requiredKeys: ['id', 'file_name'] },
)

it('2,000 lists of annotations: each is taken, or refused by its id', () => {
  let [taken, refused] = [0, 0]
  fc.assert(
    fc.property(annotations, labels, (items, names) => {
      const link: CategoryLink = names[0] === 'c' ? [1, 1, 3, [1, 2, 0], [...names]] : [1, 1, names.length]
      const categories = new Map<number | string, CategoryLink>([
        [1, link],
        [2, [2, 2, 0]],
        [3, [3, 3, 0]],
      ])
      const [state, notebook] = [newCocoState(0), new ReportWriter({ kept: [], kinds: {} })]
      const usable = prepare({ link: [1, 1, 100, 80], source: 1, items }, categories, state, notebook)
      const named = new Set(
        notebook.notes.kept.filter(({ message }) => message.startsWith('Refused')).map(({ annotation: id }) => id),
      )
      const ids = new Set(usable.map(({ source }) => source!.id))
      expect(items.filter(({ id }) => Number(ids.has(id)) + Number(named.has(id)) !== 1)).toEqual([])
      expect([usable.length + state.counts.annotations.refused, named.size]).toEqual([
        items.length,
        state.counts.annotations.refused,
      ])
      taken += usable.length
      refused += named.size
    }),
    { numRuns: 2000 },
  )
  // neither side is idle
  expect(Math.min(taken, refused)).toBeGreaterThan(500)
})

it('whole files: what went in comes out, is of an image that is named, or is refused by its id', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(image, { minLength: 1, maxLength: 4 }),
      fc.array(category, { maxLength: 4 }),
      annotations,
      async (images, categories, items) => {
        await freshDatabase()
        const dataset = await addDataset()
        const { status, body } = await api<ImportResult>('POST', `/dataset/${dataset}/coco?add_missing=true`, {
          body: JSON.stringify({ images, categories, annotations: items }),
        })
        expect(status).toBe(200)
        const { total, created, skipped, refused } = body.annotations
        const out = (await api<{ annotations: unknown[] }>('GET', `/dataset/${dataset}/coco`)).body.annotations.length
        const named = body.errors.filter(({ message }) => message.startsWith('Refused')).length
        // one that has a category alone is kept, and is no annotation of a COCO file
        const all = (await api<unknown[]>('GET', '/annotation/')).body.length
        expect([total, created + skipped + refused, all, named]).toEqual([items.length, items.length, created, refused])
        expect(out).toBeLessThanOrEqual(all)
        if (skipped > 0) expect(body.errors.some(({ file_name }) => file_name !== undefined)).toBe(true)
      },
    ),
    { numRuns: 40 },
  )
}, 120_000)
