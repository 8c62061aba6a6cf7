import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ringsToParts, traceField } from '@/core/models/contour'
import { fitLonger } from '@/core/models/fit'
import { logitsToParts, promptTensors } from '@/core/models/sam'
import { imageTensor, SAM_PIXELS } from '@/core/models/tensor'
import { signedArea } from '@/core/geometry/polygon'

const image = { width: 800, height: 600 }
const fit = fitLonger(image, 1024)

test('the longer side fills the frame, the rest is zero', () => {
  expect(fit).toMatchObject({ width: 1024, height: 768, left: 0, top: 0 })
  const tiny = fitLonger({ width: 2, height: 1 }, 2)
  const tensor = imageTensor(Uint8ClampedArray.of(255, 0, 0, 255, 0, 0, 0, 255), tiny, SAM_PIXELS)
  expect(Array.from(tensor, (value) => Number(value.toFixed(3)))).toEqual([
    2.249, -2.118, 0, 0, -2.036, -2.036, 0, 0, -1.804, -1.804, 0, 0,
  ])
})

test('points are scaled into the frame; a padding point stands in for a missing box', () => {
  const { coords, labels } = promptTensors(
    {
      points: [
        { x: 100, y: 50, inside: true },
        { x: 0, y: 0, inside: false },
      ],
    },
    fit,
  )
  expect([Array.from(coords), Array.from(labels)]).toEqual([
    [128, 64, 0, 0, 0, 0],
    [1, 0, -1],
  ])
})

test('a box is its two corners', () => {
  const { coords, labels } = promptTensors({ points: [], box: [100, 50, 200, 100] }, fit)
  expect([Array.from(coords), Array.from(labels)]).toEqual([
    [128, 64, 384, 192],
    [2, 3],
  ])
})

const SIDE = 256
const logits = (value: (x: number, y: number) => number) =>
  Float32Array.from({ length: SIDE * SIDE }, (_, index) => value((index % SIDE) + 0.5, Math.floor(index / SIDE) + 0.5))

test('a disc of logits becomes its outline, to a tenth of a pixel', () => {
  // samples are 4 pixels of the frame apart: 3.125 of the image
  const [part, ...others] = logitsToParts(
    logits((x, y) => 40 - Math.hypot(x - 100, y - 90)),
    SIDE,
    fit,
    image,
  )
  expect(others).toEqual([])
  expect(part!.holes).toEqual([])
  const away = part!.outer.flatMap((x, index, ring) =>
    index % 2 === 0 ? [Math.hypot(x - 312.5, ring[index + 1]! - 281.25)] : [],
  )
  expect(Math.max(...away) - 125).toBeLessThan(0.1)
  expect(125 - Math.min(...away)).toBeLessThan(0.1)
})

test('what fills the image ends exactly at its borders, and what is below it does not count', () => {
  const [part] = logitsToParts(
    logits(() => 1),
    SIDE,
    fit,
    image,
  )
  const [xs, ys] = [
    part!.outer.filter((_, index) => index % 2 === 0),
    part!.outer.filter((_, index) => index % 2 === 1),
  ]
  expect([Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]).toEqual([0, 800, 0, 600])
  expect(
    logitsToParts(
      logits((_, y) => (y > 200 ? 1 : -1)),
      SIDE,
      fit,
      image,
    ),
  ).toEqual([])
})

test('a ring has its hole; specks are dropped', () => {
  const parts = logitsToParts(
    logits((x, y) => {
      const away = Math.hypot(x - 100, y - 90)
      return Math.max(Math.min(40 - away, away - 20), Math.hypot(x - 200, y - 20) < 1 ? 1 : -9)
    }),
    SIDE,
    fit,
    image,
  )
  expect(parts).toHaveLength(1)
  expect(parts[0]!.holes).toHaveLength(1)
})

test('rings close, and their areas add up to what is inside', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 64, maxLength: 64 }), (cells) => {
      const data = new Float32Array(100).fill(-1)
      cells.forEach((inside, index) => (data[(Math.floor(index / 8) + 1) * 10 + (index % 8) + 1] = inside ? 1 : -1))
      const rings = traceField({ data, width: 10, height: 10 })
      const parts = ringsToParts(rings)
      const area = parts.reduce(
        (sum, { outer, holes }) => sum + signedArea(outer) + holes.reduce((less, hole) => less + signedArea(hole), 0),
        0,
      )
      expect(area).toBeCloseTo(rings.reduce((sum, ring) => sum + signedArea(ring), 0))
      // a lone sample is a diamond of half a cell
      const count = cells.filter(Boolean).length
      expect(area).toBeGreaterThanOrEqual(count * 0.5 - 1e-6)
      expect(area).toBeLessThanOrEqual(count * 1.5 + 1e-6)
    }),
  )
})
