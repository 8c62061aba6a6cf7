/**
 * Union, intersection and difference of masks of one size, from run to run: no pixels are decoded.
 *
 * Errors  InvalidInput when sizes differ, or when there is no mask to take the size from.
 * Source  cocodataset/cocoapi: common/maskApi.c (rleMerge).
 */
import { InvalidInput } from '../errors'
import type { Rle } from './types'
import { sameSize } from './size'

// Truth tables: bit (a + 2 * b) says whether a pixel is in the result.
const UNION = 0b1110
const INTERSECTION = 0b1000
const DIFFERENCE = 0b0010

/** Pixels that are in any of the masks. */
export const unite = (rles: Rle[]): Rle => combineAll(rles, UNION)

/** Pixels that are in all of the masks. */
export const intersect = (rles: Rle[]): Rle => combineAll(rles, INTERSECTION)

/** Pixels of `a` that are not in `b`. */
export const subtract = (a: Rle, b: Rle): Rle => combine(a, b, DIFFERENCE)

/** Combines neighbours, then pairs of pairs: with n masks each run is copied log n times, not n. */
function combineAll(rles: Rle[], table: number): Rle {
  let [first] = rles
  if (!first) throw new InvalidInput('there is no mask to combine')
  for (let round = rles; round.length > 1;) {
    const next: Rle[] = []
    for (let index = 0; index < round.length; index += 2) {
      const other = round[index + 1]
      next.push(other ? combine(round[index]!, other, table) : round[index]!)
    }
    round = next
    first = next[0]!
  }
  return first
}

function combine(a: Rle, b: Rle, table: number): Rle {
  if (!sameSize(a.size, b.size))
    throw new InvalidInput(`masks of ${a.size.join(' x ')} and ${b.size.join(' x ')} pixels do not combine`)
  const counts: number[] = []
  let [indexA, indexB, restA, restB] = [0, 0, a.counts[0] ?? 0, b.counts[0] ?? 0]
  let [run, inside] = [0, 0]
  for (;;) {
    // Runs of no pixels are stepped over, so what comes out has none (but the first).
    while (restA === 0 && indexA < a.counts.length) restA = a.counts[++indexA] ?? 0
    while (restB === 0 && indexB < b.counts.length) restB = b.counts[++indexB] ?? 0
    const step = Math.min(restA, restB)
    if (step === 0) break
    const value = (table >> ((indexA & 1) + 2 * (indexB & 1))) & 1
    if (value !== inside) {
      counts.push(run)
      run = 0
      inside = value
    }
    run += step
    restA -= step
    restB -= step
  }
  counts.push(run)
  return { size: [a.size[0], a.size[1]], counts }
}
