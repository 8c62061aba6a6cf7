/**
 * Pixels whose colour is near that of a place, connected to it or anywhere.
 *
 * Distance  0 to 255: the largest difference of a channel. Compared are means over squares around the pixels, so that
 *           the noise of a JPEG, which changes from pixel to pixel, counts less than the colour below it.
 * Rows      are measured when they are first asked for: a small thing in a large image costs what it is large.
 */
import { runThrough, type Steps } from './steps'
import type { Patch, Region } from './types'

const SEEDS = 64 // places of a flood between two steps
const ROWS = 16 // rows between two steps

export interface Similarity {
  region: Region
  /** Pixels around each to all sides that its mean is taken over. */
  blur: number
  /** The place, in the region. */
  x: number
  y: number
  colour: readonly [number, number, number]
  distances: Uint8Array
  measured: Uint8Array
  marks: Uint8Array
}

export function similarTo(region: Region, x: number, y: number, blur: number): Similarity {
  const { width, height } = region
  const similarity: Similarity = {
    region,
    blur,
    x,
    y,
    colour: [0, 0, 0],
    distances: new Uint8Array(width * height),
    measured: new Uint8Array(height),
    marks: new Uint8Array(width * height),
  }
  const row = new Float32Array(width * 3)
  meanRow(region, y, blur, row)
  similarity.colour = [row[x * 3]!, row[x * 3 + 1]!, row[x * 3 + 2]!]
  return similarity
}

/** The means around each pixel of a row: sums down the columns, then a window that slides along. */
function meanRow({ data, width, height }: Region, y: number, blur: number, means: Float32Array) {
  const [top, bottom] = [Math.max(0, y - blur), Math.min(height - 1, y + blur)]
  const sums = new Int32Array(width * 3)
  for (let row = top; row <= bottom; row++) {
    for (let x = 0, at = row * width * 4; x < width * 3; x += 3, at += 4) {
      sums[x]! += data[at]!
      sums[x + 1]! += data[at + 1]!
      sums[x + 2]! += data[at + 2]!
    }
  }
  const rows = bottom - top + 1
  for (let channel = 0; channel < 3; channel++) {
    let sum = 0
    for (let x = -blur; x < width; x++) {
      if (x + blur < width) sum += sums[(x + blur) * 3 + channel]!
      if (x - blur > 0) sum -= sums[(x - blur - 1) * 3 + channel]!
      const columns = Math.min(width - 1, x + blur) - Math.max(0, x - blur) + 1
      if (x >= 0) means[x * 3 + channel] = sum / (columns * rows)
    }
  }
}

let means = new Float32Array(0)

function measureRow({ region, blur, colour, distances, measured }: Similarity, y: number) {
  const [red, green, blue] = colour
  const { width } = region
  if (means.length < width * 3) means = new Float32Array(width * 3)
  meanRow(region, y, blur, means)
  for (let x = 0, at = y * width; x < width; x++, at++) {
    const r = Math.abs(means[x * 3]! - red)
    const g = Math.abs(means[x * 3 + 1]! - green)
    const b = Math.abs(means[x * 3 + 2]! - blue)
    distances[at] = Math.round(Math.max(r, g, b))
  }
  measured[y] = 1
}

/** The similar pixels that hang together with the place, by scanlines. */
export const connectedWithin = (similarity: Similarity, tolerance: number): Patch =>
  runThrough(connectedInSteps(similarity, tolerance))

/** The same in steps. It may be left unfinished. */
export function* connectedInSteps(similarity: Similarity, tolerance: number): Steps<Patch> {
  const {
    region: { width, height },
    distances,
    measured,
    marks,
  } = similarity
  const within = (at: number) => distances[at]! <= tolerance && marks[at] === 0
  const open = [similarity.y * width + similarity.x]
  let [left, top, right, bottom] = [width, height, -1, -1]
  let seeds = 0
  marks.fill(0)
  for (let seed = open.pop(); seed !== undefined; seed = open.pop()) {
    if (marks[seed] !== 0) continue
    if (++seeds % SEEDS === 0) yield
    const y = Math.floor(seed / width)
    for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++)
      if (measured[row] === 0) measureRow(similarity, row)
    const [rowStart, rowEnd] = [y * width, (y + 1) * width]
    let [from, to] = [seed, seed + 1]
    while (from > rowStart && within(from - 1)) from -= 1
    while (to < rowEnd && within(to)) to += 1
    marks.fill(1, from, to)
    if (y > 0) pushRuns(open, from - width, to - width, within)
    if (y + 1 < height) pushRuns(open, from + width, to + width, within)
    left = Math.min(left, from - rowStart)
    right = Math.max(right, to - rowStart - 1)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return takeMarked(similarity, left, top, right, bottom)
}

/** One pixel of each run is enough: its line is filled from there. */
function pushRuns(open: number[], from: number, to: number, within: (at: number) => boolean) {
  for (let at = from, before = false; at < to; at++) {
    const inside = within(at)
    if (inside && !before) open.push(at)
    before = inside
  }
}

/** Cuts the marked pixels out and clears the marks for the next time. */
function takeMarked({ region, marks }: Similarity, left: number, top: number, right: number, bottom: number): Patch {
  const [width, height] = [right - left + 1, bottom - top + 1]
  const data = new Uint8Array(width * height)
  for (let row = 0; row < height; row++) {
    const start = (top + row) * region.width + left
    data.set(marks.subarray(start, start + width), row * width)
    marks.fill(0, start, start + width)
  }
  return { data, width, height, left: region.left + left, top: region.top + top }
}

/** All similar pixels of the region. */
export const allWithin = (similarity: Similarity, tolerance: number): Patch =>
  runThrough(allInSteps(similarity, tolerance))

/** The same in steps. */
export function* allInSteps(similarity: Similarity, tolerance: number): Steps<Patch> {
  const {
    region: { width, height, left, top },
    distances,
    measured,
  } = similarity
  const data = new Uint8Array(width * height)
  for (let row = 0; row < height; row++) {
    if (measured[row] === 0) measureRow(similarity, row)
    for (let at = row * width, end = at + width; at < end; at++) data[at] = distances[at]! <= tolerance ? 1 : 0
    if (row % ROWS === 0) yield
  }
  return { data, width, height, left, top }
}

/** Whether found pixels lie at a side of the region that is not one of the image: more may lie beyond. */
export function leavesRegion(
  patch: Patch,
  { left, top, width, height }: Region,
  image: { width: number; height: number },
): boolean {
  return (
    (patch.left === left && left > 0) ||
    (patch.top === top && top > 0) ||
    (patch.left + patch.width === left + width && left + width < image.width) ||
    (patch.top + patch.height === top + height && top + height < image.height)
  )
}
