/** Converts masks to polygons where that is lossless. */
import { polygonsToRle } from '../mask/rasterise'
import { decodeRle } from '../mask/rle'
import { MAX_DECODED_PIXELS } from '../mask/size'
import { traceMask } from '../mask/trace'
import type { Rle } from '../mask/types'

/** The outlines of a mask; null if it has holes, or if the outlines would cover other pixels. */
export function maskToPolygons(rle: Rle): number[][] | null {
  const [height, width] = rle.size
  if (height * width > MAX_DECODED_PIXELS) return null
  const parts = traceMask(decodeRle(rle))
  if (parts.length === 0 || parts.some((part) => part.holes.length > 0)) return null
  const rings = parts.map((part) => part.outer)
  return polygonsToRle(rings, { width, height }).counts.join() === withoutEmptyRuns(rle.counts).join() ? rings : null
}

/** Joins the runs on both sides of a run of length 0. Drawn masks have such runs. */
function withoutEmptyRuns(counts: number[]): number[] {
  const joined: number[] = [counts[0] ?? 0]
  for (let index = 1; index < counts.length; index++) {
    const isGap = counts[index] === 0
    if (!isGap) joined.push(counts[index]!)
    else if (index + 1 < counts.length) joined[joined.length - 1]! += counts[++index]!
  }
  return joined
}
