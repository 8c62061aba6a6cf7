/** Masks for property tests, and images of masks for people: `#` is 1. */
import fc from 'fast-check'
import type { Mask } from '@/core/mask/types'

/** Any mask up to 12 x 12: noise has every local configuration of pixels. */
export const anyMask: fc.Arbitrary<Mask> = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .chain(([width, height]) => masksOf(width, height))

/** Masks of one size. */
export function masksOf(width: number, height: number): fc.Arbitrary<Mask> {
  const pixels = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: width * height, maxLength: width * height })
  return pixels.map((bytes) => ({ data: Uint8Array.from(bytes), width, height }))
}

export function draw(...rows: string[]): Mask {
  return {
    data: Uint8Array.from(rows.join('').replace(/./g, (pixel) => (pixel === '#' ? '1' : '0'))),
    width: rows[0]!.length,
    height: rows.length,
  }
}

export function show({ data, width, height }: Mask): string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from(data.subarray(y * width, (y + 1) * width), (pixel) => (pixel ? '#' : '.')).join(''),
  )
}

/** Pixels where a condition on their values in two masks holds. */
export function where(a: Mask, b: Mask, condition: (inA: boolean, inB: boolean) => boolean): string[] {
  return show({ ...a, data: a.data.map((value, index) => (condition(value === 1, b.data[index] === 1) ? 1 : 0)) })
}
