/**
 * The pixels a round brush leaves.
 *
 * Path    flat x1, y1, x2, y2, ... in image pixels; one point is a dab.
 * Radius  image pixels, more than 0; one for all points or one for each, growing evenly from point to point.
 *         A pixel is painted when its middle is in a disc of that radius somewhere on the path.
 * Errors  InvalidInput for numbers that are not finite and for sizes that are none.
 */
import { InvalidInput } from '../errors'
import type { Rle } from './types'
import { boxAround, intersectBoxes } from '../geometry/box'
import type { Size } from '../shape/types'
import { addRun, closeRuns } from './runs'
import { countPixels, MAX_DECODED_PIXELS, toMaskSize } from './size'

/** The mask of a stroke: unite it with a mask to paint, subtract it to erase. What leaves the image is cut off. */
export function paintStroke(path: readonly number[], radius: number | readonly number[], size: Size): Rle {
  const pixels = countPixels(size)
  const radii = typeof radius === 'number' ? new Array<number>(path.length >> 1).fill(radius) : radius
  const whole =
    radii.length === path.length >> 1 &&
    path.every(Number.isFinite) &&
    radii.every((each) => each > 0 && each < Infinity)
  if (!whole) throw new InvalidInput('a stroke is made of finite numbers')
  const canvas = makeCanvas(
    path,
    radii.reduce((most, each) => Math.max(most, each), 0),
    size,
  )
  if (!canvas) return { size: toMaskSize(size), counts: [pixels] }
  for (let index = 0; index + 1 < path.length; index += 2) {
    // The last point is the end of the edge before it; alone it is an edge of no length.
    if (index > 0 && index + 3 >= path.length) break
    const end = index + 3 < path.length ? index + 2 : index
    const [ax, ay, bx, by] = [path[index]!, path[index + 1]!, path[end]!, path[end + 1]!]
    paintEdge(canvas, { ax, ay, bx, by, ar: radii[index >> 1]!, br: radii[end >> 1]! })
  }
  return { size: toMaskSize(size), counts: canvasRuns(canvas, size.height, pixels) }
}

/** The part of the image that the brush can reach, column by column. */
interface Canvas {
  data: Uint8Array
  left: number
  top: number
  columns: number
  rows: number
}

function makeCanvas(path: readonly number[], radius: number, { width, height }: Size): Canvas | null {
  if (path.length < 2) return null
  const [x, y, pathWidth, pathHeight] = boxAround(path)
  const reach = intersectBoxes(
    [x - radius, y - radius, pathWidth + 2 * radius, pathHeight + 2 * radius],
    [0, 0, width, height],
  )
  if (!reach) return null
  const [left, top] = [Math.floor(reach[0]), Math.floor(reach[1])]
  const [columns, rows] = [Math.ceil(reach[0] + reach[2]) - left, Math.ceil(reach[1] + reach[3]) - top]
  if (columns * rows > MAX_DECODED_PIXELS) throw new InvalidInput('a stroke over so large an image is too large')
  return { data: new Uint8Array(columns * rows), left, top, columns, rows }
}

interface Edge {
  ax: number
  ay: number
  bx: number
  by: number
  /** The radii at its ends. */
  ar: number
  br: number
}

/** An edge and its round ends are convex: every column holds at most one run. */
function paintEdge({ data, left, top, columns, rows }: Canvas, edge: Edge) {
  const { ax, bx, ar, br } = edge
  const first = Math.max(0, Math.ceil(Math.min(ax - ar, bx - br) - 0.5) - left)
  const last = Math.min(columns - 1, Math.floor(Math.max(ax + ar, bx + br) - 0.5) - left)
  for (let column = first; column <= last; column++) {
    const [low, high] = heightAt(edge, left + column + 0.5)
    const from = Math.max(0, Math.ceil(low - 0.5) - top)
    const to = Math.min(rows - 1, Math.floor(high - 0.5) - top)
    if (from <= to) data.fill(1, column * rows + from, column * rows + to + 1)
  }
}

/** From where to where a vertical line is in the stroke of an edge; an empty range when it is not. */
function heightAt({ ax, ay, bx, by, ar, br }: Edge, x: number): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity]
  const include = (y: number, reach: number) => {
    low = Math.min(low, y - reach)
    high = Math.max(high, y + reach)
  }
  for (const [endX, endY, radius] of [
    [ax, ay, ar],
    [bx, by, br],
  ] as const) {
    const squared = radius ** 2 - (x - endX) ** 2
    if (squared >= 0) include(endY, Math.sqrt(squared))
  }
  const length = Math.hypot(bx - ax, by - ay)
  // One end lies in the other.
  if (length <= Math.abs(ar - br)) return [low, high]
  // The straight sides touch both discs, where the normal (cos, sin) leans by the difference of the radii.
  const [cos, sin] = [(ar - br) / length, Math.sqrt(1 - ((ar - br) / length) ** 2)]
  for (const side of [sin, -sin]) {
    const normalX = (cos * (bx - ax) - side * (by - ay)) / length
    const normalY = (cos * (by - ay) + side * (bx - ax)) / length
    const [fromX, toX] = [ax + ar * normalX, bx + br * normalX]
    const along = (x - fromX) / (toX - fromX)
    if (along >= 0 && along <= 1) include(ay + ar * normalY + along * (by - ay + (br - ar) * normalY), 0)
  }
  return [low, high]
}

function canvasRuns({ data, left, top, columns, rows }: Canvas, height: number, pixels: number): number[] {
  const counts: number[] = []
  let written = 0
  for (let column = 0; column < columns; column++) {
    const [first, end, place] = [column * rows, (column + 1) * rows, (left + column) * height + top]
    for (let start = data.indexOf(1, first); start >= 0 && start < end;) {
      const stop = data.indexOf(0, start)
      const runEnd = stop < 0 || stop > end ? end : stop
      written = addRun(counts, written, place + start - first, place + runEnd - first)
      start = runEnd < end ? data.indexOf(1, runEnd) : -1
    }
  }
  return closeRuns(counts, written, pixels)
}
