import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InvalidInput } from '@/core/errors'
import { distanceToSegment, imagePoint } from '@/core/geometry/point'
import { paintStroke } from '@/core/mask/paint'
import { decodeRle, encodeRle } from '@/core/mask/rle'
import { show } from './masks'

const size = { width: 14, height: 11 }

test('a dab is a disc of pixels', () => {
  const dab = paintStroke([3, 2.5], 1.6, { width: 6, height: 5 })
  expect(show(decodeRle(dab))).toEqual(['......', '..##..', '.####.', '..##..', '......'])
})

test('a stroke is every pixel whose middle is near enough to the path', () => {
  // Sevenths, so that no middle lies exactly at the radius.
  const place = fc.integer({ min: -40, max: 140 }).map((sevenths) => sevenths / 7)
  const path = fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(
      path,
      fc.integer({ min: 1, max: 40 }).map((elevenths) => elevenths / 11 + 0.00123),
      (points, radius) => {
        const near = (x: number, y: number) =>
          points.some(([ax, ay], index) => {
            const [bx, by] = points[index + 1] ?? [ax, ay]
            return distanceToSegment(imagePoint(x + 0.5, y + 0.5), imagePoint(ax, ay), imagePoint(bx, by)) <= radius
          })
        const data = Uint8Array.from({ length: size.width * size.height }, (_, index) =>
          Number(near(index % size.width, Math.floor(index / size.width))),
        )
        const stroke = paintStroke(points.flat(), radius, size)
        expect(show(decodeRle(stroke))).toEqual(show({ data, ...size }))
        expect(stroke).toEqual(encodeRle(decodeRle(stroke)))
      },
    ),
    { numRuns: 500 },
  )
})

test('beside the image nothing is painted', () => {
  expect(paintStroke([-50, -50, -40, -60], 5, size).counts).toEqual([154])
  expect(paintStroke([], 5, size).counts).toEqual([154])
})

test('numbers that are none are refused', () => {
  for (const [path, radius] of [
    [[NaN, 0], 5],
    [[0, 0], 0],
    [[0, 0], Infinity],
    [[0, Infinity], 5],
  ] as [number[], number][]) {
    expect(() => paintStroke(path, radius, size)).toThrow(InvalidInput)
  }
})

test('a stroke that grows covers every disc between its ends', () => {
  const [from, to] = [
    [4.03, 5.11, 1.2],
    [17.2, 9.4, 4.3],
  ] as const
  const wide = { width: 24, height: 16 }
  const inDisc = (x: number, y: number) =>
    Array.from({ length: 20_001 }, (_, step) => step / 20_000).some((along) => {
      const [middleX, middleY, radius] = [0, 1, 2].map((part) => from[part]! + along * (to[part]! - from[part]!)) as [
        number,
        number,
        number,
      ]
      return Math.hypot(x + 0.5 - middleX, y + 0.5 - middleY) <= radius
    })
  const data = Uint8Array.from({ length: 24 * 16 }, (_, index) => Number(inDisc(index % 24, Math.floor(index / 24))))
  const stroke = paintStroke([from[0], from[1], to[0], to[1]], [from[2], to[2]], wide)
  expect(show(decodeRle(stroke))).toEqual(show({ data, ...wide }))
})
