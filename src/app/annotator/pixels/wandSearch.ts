/**
 * The search of the magic wand. Near the press it answers at once; where more of the image is like it, a coarse answer
 * comes at once and the exact one in steps.
 */
import type { ImagePoint } from '@/core/geometry/point'
import { patchToRleInSteps } from '@/core/pixels/patch'
import {
  allInSteps,
  connectedInSteps,
  connectedWithin,
  allWithin,
  leavesRegion,
  similarTo,
  type Similarity,
} from '@/core/pixels/similar'
import { runThrough, type Steps } from '@/core/pixels/steps'
import { flipSmallInSteps, smoothBorderInSteps } from '@/core/pixels/tidy'
import type { Patch, Region } from '@/core/pixels/types'
import type { Rle } from '@/core/mask/types'
import type { PixelSource } from './source'

const FIRST_SIDE = 512 // pixels read around the press at once
const MOST_PIXELS = 30_000_000 // of a very large image only a part is looked at
const COARSE_PIXELS = 150_000
const STRIP = 64 // rows read between two steps
const SMALL = 0.01 // of what is found

export interface WandSettings {
  connected: boolean
  /** Pixels around each that its colour is the mean of. */
  noise: number
  holes: string
}

export class WandSearch {
  private near: Similarity | null = null
  /** From this tolerance on, what is found leaves the part that is looked at at once. */
  private leavesAt = Infinity
  private coarse: { step: number; similarity: Similarity } | null = null
  /** The part of the image that the last exact answer needed, with what is known of it. */
  private wide: Similarity | null = null

  constructor(
    private readonly pixels: PixelSource,
    private readonly place: ImagePoint,
    private readonly settings: WandSettings,
  ) {}

  /** The exact answer; null when it would need more of the image than can be looked at at once. */
  now(tolerance: number): Patch | null {
    const { size } = this.pixels
    const isAll = Math.max(size.width, size.height) <= FIRST_SIDE
    if ((!this.settings.connected && !isAll) || tolerance >= this.leavesAt) return null
    this.near ??= this.similarity(runThrough(this.readStrips(FIRST_SIDE)))
    const patch = this.settings.connected ? connectedWithin(this.near, tolerance) : allWithin(this.near, tolerance)
    if (leavesRegion(patch, this.near.region, size)) {
      this.leavesAt = tolerance
      return null
    }
    runThrough(this.tidy(patch))
    return patch
  }

  /** An answer for the whole image, in pixels of which each stands for `step` across and down. */
  roughly(tolerance: number): { patch: Patch; step: number } {
    const { width, height } = this.pixels.size
    if (!this.coarse) {
      const step = Math.max(1, Math.ceil(Math.sqrt((width * height) / COARSE_PIXELS)))
      const read = this.pixels.read([0, 0, width, height], step)
      const { x, y } = this.place
      const at = (value: number, most: number) => Math.min(most - 1, Math.floor(value / step))
      const region = { ...read, left: 0, top: 0 }
      this.coarse = { step, similarity: similarTo(region, at(x, read.width), at(y, read.height), 0) }
    }
    const { step, similarity } = this.coarse
    const patch = this.settings.connected ? connectedWithin(similarity, tolerance) : allWithin(similarity, tolerance)
    runThrough(this.tidy(patch))
    return { patch, step }
  }

  /** The exact answer, in steps; the part that is looked at grows until nothing leaves it. */
  *exactly(tolerance: number): Steps<Patch> {
    for (let side = FIRST_SIDE * 2; ; side *= 2) {
      const last = side >= this.largestSide
      if (this.wide && this.wide.region.width < Math.min(side, this.largestSide) && !this.coversImage(this.wide.region))
        this.wide = null
      this.wide ??= this.similarity(yield* this.readStrips(Math.min(side, this.largestSide)))
      const patch = yield* this.settings.connected
        ? connectedInSteps(this.wide, tolerance)
        : allInSteps(this.wide, tolerance)
      const isWhole = this.settings.connected
        ? !leavesRegion(patch, this.wide.region, this.pixels.size)
        : this.coversImage(this.wide.region)
      if (!isWhole && !last) continue
      yield* this.tidy(patch)
      return patch
    }
  }

  /** The exact answer as a mask, in steps. */
  *mask(patch: Patch | null, tolerance: number): Steps<Rle> {
    return yield* patchToRleInSteps(patch ?? (yield* this.exactly(tolerance)), this.pixels.size)
  }

  private coversImage = ({ width, height }: Region) =>
    width === this.pixels.size.width && height === this.pixels.size.height

  private get largestSide() {
    const { width, height } = this.pixels.size
    return width * height <= MOST_PIXELS ? 2 * Math.max(width, height) : Math.floor(Math.sqrt(MOST_PIXELS))
  }

  private similarity(region: Region): Similarity {
    const { x, y } = this.place
    return similarTo(region, Math.floor(x) - region.left, Math.floor(y) - region.top, this.settings.noise)
  }

  /** The square around the place, as far as it lies in the image. */
  private *readStrips(side: number): Steps<Region> {
    const { size } = this.pixels
    const left = Math.max(0, Math.floor(this.place.x - side / 2))
    const top = Math.max(0, Math.floor(this.place.y - side / 2))
    const width = Math.min(size.width, Math.ceil(this.place.x + side / 2)) - left
    const height = Math.min(size.height, Math.ceil(this.place.y + side / 2)) - top
    const data = new Uint8Array(width * height * 4)
    for (let row = 0; row < height; row += STRIP) {
      const strip = this.pixels.read([left, top + row, width, Math.min(STRIP, height - row)])
      data.set(strip.data, row * width * 4)
      yield
    }
    return { data, width, height, left, top, step: 1 }
  }

  private *tidy(patch: Patch): Steps<void> {
    const { noise, holes } = this.settings
    let found = 0
    for (const value of patch.data) found += value
    const small = SMALL * found
    if (noise > 0) {
      yield* smoothBorderInSteps(patch)
      yield* flipSmallInSteps(patch, 1, Math.min(small, 4 * (noise * 2 + 1)))
    }
    if (holes !== 'none') yield* flipSmallInSteps(patch, 0, holes === 'all' ? Infinity : small)
  }
}
