/**
 * The slow way to rasterise, straight from the description of the reference (maskApi.c, rleFrPoly): walk every edge in
 * fifths of a pixel, note where the walk passes the middle of a column, fill between crossings. For small images only.
 */
import type { Mask } from '@/core/mask/types'
import type { Ring, Size } from '@/core/shape/types'

export function walkPolygon(ring: Ring, { width, height }: Size): Mask {
  const path = walkOutline(ring.map((coordinate) => Math.trunc(5 * coordinate + 0.5)))
  const flips = new Uint8Array(width * height + 1)
  for (let index = 1; index < path.length; index++) {
    const [a, b] = [path[index - 1]!, path[index]!]
    if (a.u === b.u) continue
    const column = ((b.u < a.u ? b.u : b.u - 1) + 0.5) / 5 - 0.5
    if (!Number.isInteger(column) || column < 0 || column > width - 1) continue
    const row = Math.ceil(Math.min(height, Math.max(0, (Math.min(a.v, b.v) + 0.5) / 5 - 0.5)))
    flips[column * height + row]! ^= 1
  }
  const data = new Uint8Array(width * height)
  let inside = 0
  for (let pixel = 0; pixel < width * height; pixel++) {
    inside ^= flips[pixel]!
    data[(pixel % height) * width + Math.floor(pixel / height)] = inside
  }
  return { data, width, height }
}

interface Step {
  u: number
  v: number
}

function walkOutline(fifths: number[]): Step[] {
  const path: Step[] = []
  for (let index = 0; index < fifths.length; index += 2) {
    const next = (index + 2) % fifths.length
    path.push(...walkEdge(fifths.slice(index, index + 2), fifths.slice(next, next + 2)))
  }
  return path
}

function walkEdge(from: number[], to: number[]): Step[] {
  const spans = [Math.abs(from[0]! - to[0]!), Math.abs(from[1]! - to[1]!)]
  const along = spans[0]! >= spans[1]! ? 0 : 1
  const backwards = from[along]! > to[along]!
  const [start, end] = backwards ? [to, from] : [from, to]
  const slope = (end[1 - along]! - start[1 - along]!) / spans[along]!
  const steps = Array.from({ length: spans[along]! + 1 }, (_, step) => {
    const straight = step + start[along]!
    const across = Math.trunc(start[1 - along]! + slope * step + 0.5)
    return along === 0 ? { u: straight, v: across } : { u: across, v: straight }
  })
  return backwards ? steps.reverse() : steps
}
