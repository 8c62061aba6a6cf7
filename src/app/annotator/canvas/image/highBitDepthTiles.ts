/** An image with 16 bits a channel, of which a value range is shown. After a change of the range only visible tiles are redrawn. */
import { halveHighBitDepth, type HighBitDepthImage } from '@/core/image/highBitDepth/image'
import { autoRange, countValues, fullRange, lookupTable, shownPart, type Range } from '@/core/image/highBitDepth/window'
import { inSlices } from '../../pixels/slices'
import { CachedTiles, TILE, type Tiles } from './tiles'

interface Tile {
  canvas: HTMLCanvasElement
  /** That it shows. */
  range: Range | null
}

const SMALLEST_LEVEL = 1_000_000 // pixels
const MOST_TILES = 200 // about 200 MB

export interface Ranges {
  /** The full range: all bits that the brightest value needs. */
  full: Range
  /** The range without the darkest and the brightest percent. */
  auto: Range
}

export class HighBitDepthTiles implements Tiles {
  private table: Uint8Array
  private readonly kept = new CachedTiles<Tile>(MOST_TILES, ({ canvas }) => (canvas.width = 0))

  /** `levels[n]` is the image at scale 1 / 2^n. */
  constructor(
    private levels: HighBitDepthImage[],
    readonly ranges: Ranges,
    private range = ranges.full,
  ) {
    this.table = lookupTable(range)
  }

  show(range: Range) {
    this.range = range
    this.table = lookupTable(range)
  }

  levelFor(scale: number): number {
    return Math.max(0, Math.min(this.levels.length - 1, Math.floor(Math.log2(1 / scale))))
  }

  tile(level: number, column: number, row: number): HTMLCanvasElement | null {
    const bitmap = this.levels[level]
    if (!bitmap) return null
    const key = `${level} ${column} ${row}`
    const tile = this.kept.get(key) ?? { canvas: document.createElement('canvas'), range: null }
    if (tile.range !== this.range) this.paint(tile.canvas, bitmap, column * TILE, row * TILE)
    tile.range = this.range
    this.kept.set(key, tile)
    return tile.canvas
  }

  private paint(canvas: HTMLCanvasElement, bitmap: HighBitDepthImage, left: number, top: number) {
    const [width, height] = [Math.min(TILE, bitmap.width - left), Math.min(TILE, bitmap.height - top)]
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
    const pixels = new ImageData(width, height)
    shownPart(bitmap, { left, top, width, height }, this.table, pixels.data)
    canvas.getContext('2d', { willReadFrequently: true })!.putImageData(pixels, 0, 0)
  }

  close() {
    this.kept.clear()
    this.levels = []
  }
}

/** Includes the downscaled copies. Null if aborted. */
export async function highBitDepthTiles(
  bitmap: HighBitDepthImage,
  signal: AbortSignal,
): Promise<HighBitDepthTiles | null> {
  const counts = countValues(bitmap)
  const levels = [bitmap]
  for (let last = bitmap; last.width * last.height > SMALLEST_LEVEL; levels.push(last)) {
    const half = await inSlices(halveHighBitDepth(last), signal)
    if (!half) return null
    last = half
  }
  return new HighBitDepthTiles(levels, { full: fullRange(counts), auto: autoRange(counts) })
}
