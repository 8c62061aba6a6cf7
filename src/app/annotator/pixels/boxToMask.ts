/** Finds the pixels of the thing in a box: first coarsely, where the box is large, then along the border at full size. */
import type { Bbox } from '@/core/geometry/box'
import type { Rle } from '@/core/mask/types'
import { croppedPixels } from '@/core/mask/crop'
import { grabCut, MAYBE_BACK, MAYBE_FRONT, SURE_BACK, SURE_FRONT } from '@/core/pixels/grabCut'
import { fillHoles, flipSmall, smoothBorder } from '@/core/pixels/tidy'
import type { Patch, Region } from '@/core/pixels/types'
import type { Size } from '@/core/shape/types'
import type { PixelSource } from './source'

export interface Guess {
  /** Nothing of the thing lies outside. */
  frame: Bbox
  /** What it was taken for before; null: perhaps all of the frame. */
  before: Rle | null
  /** Strokes of the user, the last one wins. */
  marks: readonly Mark[]
}

export interface Mark {
  pixels: Rle
  front: boolean
}

const AROUND = 0.25 // of the frame's sides, looked at to know the background
const LEAST_AROUND = 10 // pixels
const MOST_PIXELS = 60_000 // parted at once
const FINEST_PIXELS = 6_000_000 // read at once: of a larger box the border is as fine as that allows
const ROUNDS = 4
const BORDER = 3 // coarse pixels to both sides of the border that are looked at again
const SMALL = 0.03 // of what is found

export function* boxToMask(source: PixelSource, guess: Guess): Generator<void, Patch> {
  const outer = widen(guess.frame)
  const coarse = source.read(outer, stepFor(outer, MOST_PIXELS))
  let found = yield* grabCut(coarse, labelsFor(coarse, guess), ROUNDS)
  let region = coarse
  if (coarse.step > 1) {
    region = source.read(outer, stepFor(outer, FINEST_PIXELS))
    yield
    const labels = borderLabels(found, coarse, region)
    mark(labels, region, guess.marks)
    found = yield* grabCut(region, labels, 1)
  }
  yield
  return tidied(found, region, source, guess.marks)
}

/** A power of two: the image is kept at such scales. */
const stepFor = ([, , width, height]: Bbox, most: number) =>
  2 ** Math.max(0, Math.ceil(Math.log2((width * height) / most) / 2))

function tidied(found: Uint8Array, region: Region, { size }: PixelSource, marks: readonly Mark[]): Patch {
  const patch: Patch = { data: found, width: region.width, height: region.height, left: region.left, top: region.top }
  smoothBorder(patch)
  const small = SMALL * found.reduce((sum, value) => sum + value, 0)
  flipSmall(patch, 1, small)
  fillHoles(patch, small)
  // What the user has marked is so, however small. As labels and as pixels, sure ones are 0 and 1.
  mark(patch.data, region, marks)
  return region.step === 1 ? patch : enlarged(patch, region.step, size)
}

/** Each pixel as so many of the image across and down. */
function enlarged({ data, width, left, top, height }: Patch, step: number, size: Size): Patch {
  const [columns, rows] = [Math.min(width * step, size.width - left), Math.min(height * step, size.height - top)]
  const larger = new Uint8Array(columns * rows)
  for (let y = 0; y < rows; y++) {
    const row = larger.subarray(y * columns, (y + 1) * columns)
    if (y % step > 0) row.set(larger.subarray((y - 1) * columns, y * columns))
    else for (let x = 0; x < columns; x++) row[x] = data[(y / step) * width + Math.floor(x / step)]!
  }
  return { data: larger, width: columns, height: rows, left, top }
}

function widen([x, y, width, height]: Bbox): Bbox {
  const [across, down] = [Math.max(LEAST_AROUND, width * AROUND), Math.max(LEAST_AROUND, height * AROUND)]
  return [x - across, y - down, width + 2 * across, height + 2 * down]
}

function labelsFor(region: Region, { frame, before, marks }: Guess): Uint8Array {
  const { width, height, left, top, step } = region
  const known = before && croppedPixels(before, boxOf(region), step).data
  const labels = new Uint8Array(width * height)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const [placeX, placeY] = [left + (x + 0.5) * step, top + (y + 0.5) * step]
      const inside =
        placeX >= frame[0] && placeY >= frame[1] && placeX <= frame[0] + frame[2] && placeY <= frame[1] + frame[3]
      labels[at] = !inside ? SURE_BACK : known && known[at] === 0 ? MAYBE_BACK : MAYBE_FRONT
    }
  }
  // A frame around the whole image: something must be known of the background.
  if (!labels.includes(SURE_BACK) && !labels.includes(MAYBE_BACK)) ring(labels, region)
  mark(labels, region, marks)
  return labels
}

const boxOf = ({ left, top, width, height, step }: Region): Bbox => [left, top, width * step, height * step]

function ring(labels: Uint8Array, { width, height }: Region) {
  labels.fill(SURE_BACK, 0, width).fill(SURE_BACK, (height - 1) * width)
  for (let y = 0; y < height; y++) labels[y * width] = labels[(y + 1) * width - 1] = SURE_BACK
}

function mark(labels: Uint8Array, region: Region, marks: readonly Mark[]) {
  for (const { pixels, front } of marks) {
    croppedPixels(pixels, boxOf(region), region.step).data.forEach((value, at) => {
      if (value === 1) labels[at] = front ? SURE_FRONT : SURE_BACK
    })
  }
}

/** What was found coarsely is sure, but for a band along its border. */
function borderLabels(found: Uint8Array, coarse: Region, { width, height, step: fine }: Region): Uint8Array {
  const inBand = nearBorder(found, coarse)
  const labels = new Uint8Array(width * height)
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.min(coarse.height - 1, Math.floor((y * fine) / coarse.step)) * coarse.width
    for (let x = 0; x < width; x++, at++) {
      const cell = row + Math.min(coarse.width - 1, Math.floor((x * fine) / coarse.step))
      const front = found[cell] === 1
      labels[at] = inBand[cell] === 1 ? (front ? MAYBE_FRONT : MAYBE_BACK) : front ? SURE_FRONT : SURE_BACK
    }
  }
  return labels
}

function nearBorder(found: Uint8Array, { width, height }: Region): Uint8Array {
  const near = new Uint8Array(found.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      const border =
        (x + 1 < width && found[at] !== found[at + 1]) || (y + 1 < height && found[at] !== found[at + width])
      for (let row = Math.max(0, y - BORDER); border && row <= Math.min(height - 1, y + BORDER); row++) {
        near.fill(1, row * width + Math.max(0, x - BORDER), row * width + Math.min(width, x + BORDER + 1))
      }
    }
  }
  return near
}
