/** An image that is drawn in tiles, each made when it first becomes visible. */
import type { Size } from '@/core/shape/types'
import type { Viewport } from '../../editor/viewport'

export const TILE = 512 // pixels per side

export interface Tiles {
  /** The level to draw at a scale (screen pixels per image pixel). Level n has the image at scale 1 / 2^n. Null: draw no tiles. */
  levelFor(scale: number): number | null
  /** Returns a tile, or null while it is being made. */
  tile(level: number, column: number, row: number): CanvasImageSource | null
  close(): void
}

/** A rectangle of the image, in image pixels. */
export interface Part {
  left: number
  top: number
  right: number
  bottom: number
}

/** Draws the available tiles of a part. `ratio`: canvas pixels per unit of the context. */
export function paintTiles(
  context: CanvasRenderingContext2D,
  tiles: Tiles,
  { width, height }: Size,
  part: Part,
  { scale, x, y }: Viewport,
  ratio: number,
) {
  const level = tiles.levelFor(scale * ratio)
  if (level === null) return
  const side = TILE * 2 ** level
  // aligns tiles to whole screen pixels, so that no seam shows
  const snap = (length: number) => Math.round(length * ratio) / ratio
  for (let row = Math.floor(part.top / side); row * side < Math.min(height, part.bottom); row++) {
    const [top, bottom] = [snap(row * side * scale + y), snap(Math.min(height, (row + 1) * side) * scale + y)]
    for (let column = Math.floor(part.left / side); column * side < Math.min(width, part.right); column++) {
      const tile = tiles.tile(level, column, row)
      if (!tile) continue
      const [left, right] = [snap(column * side * scale + x), snap(Math.min(width, (column + 1) * side) * scale + x)]
      // clears the blurred copy beneath, which would show through transparent images
      context.clearRect(left, top, right - left, bottom - top)
      context.drawImage(tile, left, top, right - left, bottom - top)
    }
  }
}

/** Cache of the most recently drawn tiles; others are freed. */
export class CachedTiles<Tile> {
  private readonly tiles = new Map<string, Tile>()

  constructor(
    private readonly most: number,
    private readonly free: (tile: Tile) => void,
  ) {}

  get(key: string): Tile | undefined {
    const tile = this.tiles.get(key)
    if (tile !== undefined) {
      this.tiles.delete(key)
      this.tiles.set(key, tile)
    }
    return tile
  }

  set(key: string, tile: Tile) {
    this.tiles.delete(key)
    this.tiles.set(key, tile)
    for (const [oldest, old] of this.tiles) {
      if (this.tiles.size <= this.most) return
      this.tiles.delete(oldest)
      this.free(old)
    }
  }

  clear() {
    for (const tile of this.tiles.values()) this.free(tile)
    this.tiles.clear()
  }
}
