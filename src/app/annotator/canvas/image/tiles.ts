/** A picture that is drawn in tiles, each made when it is first seen. */
import type { Size } from '@/core/shape/types'
import type { Viewport } from '../../editor/viewport'

export const TILE = 512 // pixels on a side

export interface Tiles {
  /** Which level to take where a pixel of the picture has so many of the screen: level n has the picture at 1 / 2^n. Null: none. */
  levelFor(scale: number): number | null
  /** Shows a tile; null while it is not there. */
  tile(level: number, column: number, row: number): CanvasImageSource | null
  close(): void
}

/** Of a picture, in its pixels. */
export interface Part {
  left: number
  top: number
  right: number
  bottom: number
}

/** Draws what is there of a part. The context has `ratio` pixels to a unit. */
export function paintTiles(context: CanvasRenderingContext2D, tiles: Tiles, { width, height }: Size, part: Part, { scale, x, y }: Viewport, ratio: number) {
  const level = tiles.levelFor(scale * ratio)
  if (level === null) return
  const side = TILE * 2 ** level
  // between whole pixels of the screen, so that no seam is seen
  const snap = (length: number) => Math.round(length * ratio) / ratio
  for (let row = Math.floor(part.top / side); row * side < Math.min(height, part.bottom); row++) {
    const [top, bottom] = [snap(row * side * scale + y), snap(Math.min(height, (row + 1) * side) * scale + y)]
    for (let column = Math.floor(part.left / side); column * side < Math.min(width, part.right); column++) {
      const tile = tiles.tile(level, column, row)
      if (!tile) continue
      const [left, right] = [snap(column * side * scale + x), snap(Math.min(width, (column + 1) * side) * scale + x)]
      // a blurred copy lies beneath, which is not to be seen through a transparent picture
      context.clearRect(left, top, right - left, bottom - top)
      context.drawImage(tile, left, top, right - left, bottom - top)
    }
  }
}

/** The tiles that were seen last, up to a number of them; the others are freed. */
export class CachedTiles<Tile> {
  private readonly tiles = new Map<string, Tile>()

  constructor(private readonly most: number, private readonly free: (tile: Tile) => void) {}

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
