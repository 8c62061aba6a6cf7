/**
 * How well a path may run through each pixel of a region: cheap along edges of colour.
 *
 * Cost     0 to 255 for each pixel: 0 on the crest of a strong edge, 255 where nothing changes.
 * Normal   across the edge, of length 127: where the colour changes most.
 * Source   E. Mortensen and W. Barrett, Intelligent Scissors, 1995: strength, crest and direction of the gradient.
 */
import type { Region } from './types'

export interface Edges {
  width: number
  height: number
  cost: Uint8Array
  normalX: Int8Array
  normalY: Int8Array
}

const STRONG = 0.97 // of the pixels have weaker edges than one that counts as full
const STRENGTH = 0.75 // of the cost; the rest is for not being on the crest

export function findEdges(region: Region): Edges {
  const { width, height } = region
  const strength = new Uint16Array(width * height)
  const edges: Edges = {
    width,
    height,
    cost: new Uint8Array(width * height).fill(255),
    normalX: new Int8Array(width * height),
    normalY: new Int8Array(width * height),
  }
  for (let y = 1; y < height - 1; y++) measureRow(region, y, strength, edges)
  const full = Math.max(1, quantile(strength, STRONG))
  for (let y = 1; y < height - 1; y++) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at++) {
      const weak = 1 - Math.min(1, strength[at]! / full)
      edges.cost[at] = Math.round(255 * (STRENGTH * weak + (onCrest(edges, strength, at) ? 0 : 1 - STRENGTH)))
    }
  }
  return edges
}

/** Sobel's gradient of the channel that changes most. */
function measureRow({ data, width }: Region, y: number, strength: Uint16Array, { normalX, normalY }: Edges) {
  const row = width * 4
  for (let x = 1; x < width - 1; x++) {
    let most = 0
    let mostX = 0
    let mostY = 0
    for (let channel = 0; channel < 3; channel++) {
      const at = y * row + x * 4 + channel
      const above = at - row
      const below = at + row
      // The corners count once in each direction: their diagonals are sum and difference.
      const falling = data[below + 4]! - data[above - 4]!
      const rising = data[above + 4]! - data[below - 4]!
      const gx = falling + rising + 2 * (data[at + 4]! - data[at - 4]!)
      const gy = falling - rising + 2 * (data[below]! - data[above]!)
      const squared = gx * gx + gy * gy
      if (squared <= most) continue
      most = squared
      mostX = gx
      mostY = gy
    }
    const length = Math.sqrt(most)
    const at = y * width + x
    strength[at] = Math.round(length)
    if (length === 0) continue
    normalX[at] = Math.round((mostX / length) * 127)
    normalY[at] = Math.round((mostY / length) * 127)
  }
}

/** No weaker than its two neighbours across the edge. */
function onCrest({ width, normalX, normalY }: Edges, strength: Uint16Array, at: number): boolean {
  const ahead = Math.round(normalX[at]! / 127) + width * Math.round(normalY[at]! / 127)
  return strength[at]! > 0 && strength[at]! >= strength[at + ahead]! && strength[at]! >= strength[at - ahead]!
}

function quantile(values: Uint16Array, share: number): number {
  const counts = new Uint32Array(2048)
  for (const value of values) counts[Math.min(2047, value)]! += 1
  let left = values.length * share
  return counts.findIndex((count) => (left -= count) <= 0)
}

/** The best place for a path within so many pixels of a place: the cheapest, near ones before far ones. */
export function nearestEdge(
  { width, height, cost }: Edges,
  x: number,
  y: number,
  reach: number,
): { x: number; y: number } {
  let best = { x, y }
  let least = Infinity
  for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++) {
    for (let column = Math.max(0, x - reach); column <= Math.min(width - 1, x + reach); column++) {
      const away = Math.hypot(column - x, row - y)
      const value = cost[row * width + column]! + (away / Math.max(1, reach)) * 64
      if (away <= reach && value < least) [best, least] = [{ x: column, y: row }, value]
    }
  }
  return best
}
