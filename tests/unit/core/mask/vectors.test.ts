import { afterAll, expect, test } from 'vitest'
import { compressCounts, expandCounts, toRle } from '@/core/mask/rle'
import { intersect, unite } from '@/core/mask/combine'
import { bboxIou, rleArea, rleBbox, rleIou } from '@/core/mask/measure'
import { polygonToRle } from '@/core/mask/rasterise'
import { maskNamed, maskOf, sizeOf, vectors } from './vectors'

let passed = 0
afterAll(() => console.log(`mask vectors passed: ${passed}`))

test.each(vectors.cases)('$name: runs, area and bbox are those of the reference', (fact) => {
  const rle = maskOf(fact)
  expect(compressCounts(rle.counts)).toBe(fact.rle_counts)
  expect(expandCounts(fact.rle_counts)).toEqual(rle.counts)
  if (fact.rle_uncompressed) expect(rle.counts).toEqual(fact.rle_uncompressed)
  if (fact.rle_runs) expect(rle.counts).toHaveLength(fact.rle_runs)
  expect(rleArea(rle)).toBe(fact.area)
  // The reference overflows for some masks with empty runs; there is no fact then.
  if (fact.bbox) expect(rleBbox(rle)).toEqual(fact.bbox)
  fact.parts?.forEach((part, index) => {
    const alone = polygonToRle((fact.segmentation as number[][])[index]!, sizeOf(fact))
    expect(compressCounts(alone.counts)).toBe(part.rle_counts)
    expect([rleArea(alone), rleBbox(alone)]).toEqual([part.area, part.bbox])
  })
  passed += 1
})

test.each(vectors.mask_iou)('iou of $a and $b, crowd $iscrowd', ({ a, b, iscrowd, iou }) => {
  expect(rleIou(maskNamed(a), maskNamed(b), iscrowd)).toBe(iou)
  passed += 1
})

test.each(vectors.bbox_iou)('iou of boxes $a and $b, crowd $iscrowd', ({ a, b, iscrowd, iou }) => {
  expect(bboxIou(a, b, iscrowd)).toBe(iou)
  passed += 1
})

test.each(vectors.merges)('union and intersection of $a and $b', ({ a, b, union, intersection }) => {
  expect(compressCounts(unite([maskNamed(a), maskNamed(b)]).counts)).toBe(union)
  expect(compressCounts(intersect([maskNamed(a), maskNamed(b)]).counts)).toBe(intersection)
  passed += 1
})

test.each(vectors.invalid_rle)('runs $counts are refused in $width x $height, as a list and as text', (fact) => {
  const size: [number, number] = [fact.height, fact.width]
  expect(() => toRle({ size, counts: fact.counts })).toThrow('sum to')
  expect(() => toRle({ size, counts: fact.oracle_string })).toThrow('sum to')
  passed += 1
})
