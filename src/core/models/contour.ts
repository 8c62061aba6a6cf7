/**
 * The outline of a field of numbers where it crosses zero, between the samples: marching squares (Lorensen and Cline, 1987).
 *
 * Field   row by row; a sample above zero is inside. Coordinates are those of the samples: (0, 0) is the first one.
 * Rings   closed, outer ones clockwise on screen, holes the other way round. What touches the border of the field is left
 *         open there, so callers give the field a border of samples below zero.
 */
import { signedArea, pointInRing } from '../geometry/polygon'
import type { Part, Ring } from '../shape/types'

export interface Field {
  data: Float32Array
  width: number
  height: number
}

// Sides of a cell: top, right, bottom, left.
const [T, R, B, L] = [0, 1, 2, 3]

/** By the corners inside (top left 1, top right 2, bottom right 4, bottom left 8): from which side to which, inside on the right hand. */
const WAYS: readonly (readonly number[])[] = [
  [],
  [T, L],
  [R, T],
  [R, L],
  [B, R],
  [],
  [B, T],
  [B, L],
  [L, B],
  [T, B],
  [],
  [R, B],
  [L, R],
  [T, R],
  [L, T],
  [],
]
/** Two opposite corners: joined through the middle of the cell, or apart. */
const SADDLES: Record<number, { joined: readonly number[]; apart: readonly number[] }> = {
  5: { joined: [T, R, B, L], apart: [T, L, B, R] },
  10: { joined: [L, T, R, B], apart: [R, T, L, B] },
}

export function traceField(field: Field): Ring[] {
  const next = linkSides(field)
  const rings: Ring[] = []
  for (const first of next.keys()) {
    const ring: Ring = []
    for (let side: number | undefined = first; side !== undefined && next.has(side);) {
      pushCrossing(ring, field, side)
      const following: number = next.get(side)!
      next.delete(side)
      side = following
    }
    if (ring.length >= 6) rings.push(ring)
  }
  return rings
}

/** From each side that the outline crosses to the next one. A side is named after its first sample, times two, plus one when it goes down. */
function linkSides({ data, width, height }: Field): Map<number, number> {
  const next = new Map<number, number>()
  for (let y = 0; y + 1 < height; y++) {
    for (let x = 0; x + 1 < width; x++) {
      const at = y * width + x
      const corners =
        (data[at]! > 0 ? 1 : 0) |
        (data[at + 1]! > 0 ? 2 : 0) |
        (data[at + width + 1]! > 0 ? 4 : 0) |
        (data[at + width]! > 0 ? 8 : 0)
      if (corners === 0 || corners === 15) continue
      const sides = [at * 2, (at + 1) * 2 + 1, (at + width) * 2, at * 2 + 1]
      const middle = data[at]! + data[at + 1]! + data[at + width]! + data[at + width + 1]!
      const saddle = SADDLES[corners]
      const ways = saddle ? (middle > 0 ? saddle.joined : saddle.apart) : WAYS[corners]!
      for (let index = 0; index < ways.length; index += 2) next.set(sides[ways[index]!]!, sides[ways[index + 1]!]!)
    }
  }
  return next
}

function pushCrossing(ring: Ring, { data, width }: Field, side: number): void {
  const at = side >> 1
  const isDown = side % 2 === 1
  const [from, to] = [data[at]!, data[at + (isDown ? width : 1)]!]
  const along = from / (from - to)
  const [x, y] = [at % width, Math.floor(at / width)]
  ring.push(isDown ? x : x + along, isDown ? y + along : y)
}

/** Rings as parts: each hole belongs to the smallest outer ring around it. Rings below `least` of the largest one's area are dropped. */
export function ringsToParts(rings: readonly Ring[], least = 0): Part[] {
  const sized = rings.map((ring) => ({ ring, area: signedArea(ring) }))
  const most = sized.reduce((largest, { area }) => Math.max(largest, area), 0)
  const kept = sized
    .filter(({ area }) => Math.abs(area) > 0 && Math.abs(area) >= least * most)
    .sort((a, b) => a.area - b.area)
  const outers = kept.filter(({ area }) => area > 0).map(({ ring }) => ({ outer: ring, holes: [] as Ring[] }))
  for (const { ring } of kept.filter(({ area }) => area < 0))
    outers.find(({ outer }) => pointInRing(outer, ring[0]!, ring[1]!))?.holes.push(ring)
  return outers.reverse()
}
