import fc from 'fast-check'
import { expect, test } from 'vitest'
import { draftAnnotation } from '@/core/coco/annotationIn'
import { checkAnnotation } from '@/core/coco/check/annotation'
import { checkCategory, checkImage } from '@/core/coco/check/image'
import { InvalidInput } from '@/core/errors'
import { CocoSplitter } from '@/core/coco/parse/splitter'
import { rleArea, rleBbox } from '@/core/mask/measure'
import { polygonsToRle } from '@/core/mask/rasterise'
import { compressRle, decodeRle, toRle } from '@/core/mask/rle'
import { shapeToRle, shapeToSegmentation } from '@/core/shape/shape'

/** Any JSON, and values that nearly fit. */
const number = fc.oneof(
  fc.integer({ min: -50, max: 300 }),
  fc.double(),
  fc.constantFrom(-1, 0, 1, 2 ** 31, 2 ** 53, 1e300, NaN, Infinity),
)
const rings = fc.array(fc.array(number, { maxLength: 12 }), { maxLength: 4 })
const mask = fc.record({
  size: fc.array(number, { maxLength: 3 }),
  counts: fc.oneof(fc.array(number, { maxLength: 12 }), fc.string()),
})
const anything = fc.oneof(fc.jsonValue(), number, rings, mask)
const annotation = fc.record(
  {
    id: anything,
    image_id: anything,
    category_id: anything,
    segmentation: anything,
    area: anything,
    bbox: fc.oneof(anything, fc.array(number, { minLength: 4, maxLength: 4 })),
    iscrowd: anything,
    keypoints: fc.oneof(anything, fc.array(number, { maxLength: 9 })),
    num_keypoints: anything,
  },
  { requiredKeys: [] },
)

/** Nothing but the codec's own error may come out. */
function guarded<Value>(work: () => Value): Value | undefined {
  try {
    return work()
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInput)
    return undefined
  }
}

const size = { width: 40, height: 30 }

test('any annotation is checked, and what passes can be drawn and written', () => {
  fc.assert(
    fc.property(annotation, (raw) => {
      const { usable, problems } = checkAnnotation(raw as Record<string, unknown>, { size, keypoints: 3 })
      if (!usable) expect(problems.some(({ severity, repair }) => severity === 'error' && !repair)).toBe(true)
      else {
        const { shape, area, bbox } = draftAnnotation(usable, raw.segmentation, size)
        expect([area, ...bbox].every(Number.isFinite)).toBe(true)
        if (shape) guarded(() => [shapeToRle(shape, size), shapeToSegmentation(shape, size)])
      }
    }),
    { numRuns: 3000 },
  )
})

test('any image and category is checked', () => {
  const entry = fc.record(
    {
      id: anything,
      file_name: anything,
      name: anything,
      width: anything,
      height: anything,
      keypoints: anything,
      skeleton: anything,
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(entry, (raw) => {
      expect(checkImage(raw as Record<string, unknown>).problems).toBeInstanceOf(Array)
      expect(checkCategory(raw as Record<string, unknown>).problems).toBeInstanceOf(Array)
    }),
    { numRuns: 1000 },
  )
})

test('any mask and any polygons are measured or refused', () => {
  fc.assert(
    fc.property(fc.oneof(mask, anything), (rle) => {
      for (const read of [toRle, decodeRle, compressRle, rleArea, rleBbox]) guarded(() => read(rle as never))
    }),
    { numRuns: 2000 },
  )
  fc.assert(
    fc.property(rings, fc.record({ width: number, height: number }), (given, any) => {
      guarded(() => polygonsToRle(given, { width: Math.min(any.width, 1e4), height: Math.min(any.height, 1e4) }))
    }),
    { numRuns: 2000 },
  )
})

test('any bytes, and any COCO file with a piece knocked out, are split or refused', () => {
  const split = (bytes: Uint8Array) =>
    guarded(() => {
      const splitter = new CocoSplitter()
      for (let at = 0; at < bytes.length; at += 7) splitter.take(bytes.subarray(at, at + 7))
      splitter.end()
    })
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), split))
  const file = new TextEncoder().encode(
    '{"info":{"é":[1,"\\"}"]},"images":[{"id":1}],"annotations":[{"id":2,"segmentation":[[1,2]]},{"id":3}],"categories":[]}',
  )
  fc.assert(
    fc.property(fc.nat(file.length), fc.nat(9), fc.uint8Array({ maxLength: 3 }), (at, length, instead) => {
      split(Uint8Array.from([...file.subarray(0, at), ...instead, ...file.subarray(at + length)]))
    }),
    { numRuns: 2000 },
  )
})
