/**
 * The outline of a mask along the borders of its pixels.
 *
 * Parts   one for each group of pixels that touch by their sides, in reading order of their topmost, leftmost pixel;
 *         pixels that touch only by a corner are parts of their own. Coordinates are whole numbers.
 * Rings   outer rings clockwise on screen, from the top-left corner of that pixel; holes the other way round.
 *         A point only where the outline turns.
 * Exact   rasterising the parts, each without its holes, gives back the mask pixel for pixel.
 */
import { signedArea } from '../geometry/polygon'
import type { Part, Ring } from '../shape/types'
import type { Mask } from './types'

const UNKNOWN_RING = 1
const FIRST_RING = 2

/** Pixels with a frame of nothing around them, so that neighbours need no bounds check. */
interface Field {
  /** 0 outside the mask; inside 1, or in the pixel right of an upward edge the ring of that edge + FIRST_RING. */
  cells: Int32Array
  stride: number
  /** The image's column and row of the first cell that is not frame. */
  left: number
  top: number
}

export function traceMask(mask: Mask): Part[] {
  const field = frame(mask)
  if (!field) return []
  const { cells, stride } = field
  const parts: Part[] = []
  const partOfRing: Part[] = []
  for (let cell = stride + 1; cell < cells.length; cell++) {
    if (cells[cell] === 0 || cells[cell - 1] !== 0) continue
    if (cells[cell] === UNKNOWN_RING) {
      const ring = follow(field, cell, partOfRing.length + FIRST_RING)
      const isOuter = signedArea(ring) > 0
      if (isOuter) parts.push({ outer: ring, holes: [] })
      // The topmost row of a hole is met first, and what bounds it on the left there is the part around it.
      const part = isOuter ? parts.at(-1)! : partLeftOf(field, cell, partOfRing)
      if (!isOuter) part.holes.push(ring)
      partOfRing.push(part)
    }
  }
  return parts
}

/** The part of the last pixel before a cell in its row. */
function partLeftOf({ cells }: Field, cell: number, partOfRing: Part[]): Part {
  let left = cell - 1
  while (cells[left] === 0) left -= 1
  // Its own run starts further left, and that edge has been followed.
  while (cells[left - 1] !== 0) left -= 1
  return partOfRing[cells[left]! - FIRST_RING]!
}

/** Walks once around from the left edge of a cell, mask on the right hand, and notes the ring on every upward edge. */
function follow({ cells, stride, left, top }: Field, firstCell: number, ringMark: number): Ring {
  const ring: Ring = []
  // A corner is named after the cell to its lower right. Steps: up, right, down, left.
  const steps = [-stride, 1, stride, -1]
  const aheadRight = [-stride, 0, -1, -stride - 1]
  const aheadLeft = [-stride - 1, -stride, 0, -1]
  let corner = firstCell
  let direction = 0
  do {
    if (direction === 0) cells[corner] = ringMark
    const before = direction
    // Right before straight on: pixels that touch by a corner are not joined.
    if (cells[corner + aheadRight[direction]!] === 0) direction = (direction + 1) % 4
    else if (cells[corner + aheadLeft[direction]!] !== 0) direction = (direction + 3) % 4
    if (direction !== before) ring.push((corner % stride) - 1 + left, Math.floor(corner / stride) - 1 + top)
    corner += steps[direction]!
  } while (corner !== firstCell || direction !== 0)
  return ring
}

/** Only the box around the set pixels is worked on; null when there are none. */
function frame({ data, width, height }: Mask): Field | null {
  let [left, top, right, bottom] = [width, -1, -1, -1]
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width, (y + 1) * width)
    const first = row.findIndex(Boolean)
    if (first < 0) continue
    if (top < 0) top = y
    bottom = y
    left = Math.min(left, first)
    right = Math.max(right, row.findLastIndex(Boolean))
  }
  if (top < 0) return null
  const stride = right - left + 3
  const cells = new Int32Array(stride * (bottom - top + 3))
  for (let y = top; y <= bottom; y++) {
    const offset = (y - top + 1) * stride + 1 - left
    for (let x = left; x <= right; x++) if (data[y * width + x]) cells[offset + x] = UNKNOWN_RING
  }
  return { cells, stride, left, top }
}
