/**
 * An image that is too large to be held decoded: the browser decodes of it what is in view. Each time it goes through the whole
 * file, so what is missing is decoded at one go and then cut into tiles; a small copy is shown until they are there.
 */
import type { Size } from '@/core/shape/types'
import { CachedTiles, TILE, type Tiles } from './tiles'

interface Place {
  level: number
  column: number
  row: number
}

const COPY = 4_000_000 // maximum pixels of the downscaled copy
const MOST_TILES = 200 // about 200 MB

export class RegionTiles implements Tiles {
  private readonly kept = new CachedTiles<ImageBitmap>(MOST_TILES, (tile) => tile.close())
  private missing: Place[] = []
  private state: 'idle' | 'collecting' | 'decoding' | 'closed' = 'idle'
  /** The downscaled copy has the image at scale 1 / 2^copyLevel. */
  private readonly copyLevel: number

  constructor(
    private readonly blob: Blob,
    private readonly size: Size,
    private readonly onTiles: () => void,
  ) {
    this.copyLevel = Math.max(1, Math.ceil(Math.log2((size.width * size.height) / COPY) / 2))
  }

  copy(): Promise<ImageBitmap> {
    return this.decode({ left: 0, top: 0, ...this.size }, this.copyLevel)
  }

  levelFor(scale: number): number | null {
    const level = Math.max(0, Math.floor(Math.log2(1 / scale)))
    return level < this.copyLevel ? level : null
  }

  tile(level: number, column: number, row: number): ImageBitmap | null {
    const kept = this.kept.get(keyOf({ level, column, row }))
    if (kept) return kept
    // does not wait for a decode in progress: when it ends everything is repainted and missing tiles are requested again
    if (this.state === 'idle') {
      this.state = 'collecting'
      queueMicrotask(() => void this.load())
    }
    if (this.state === 'collecting') this.missing.push({ level, column, row })
    return null
  }

  private async load() {
    const [wanted, level] = [this.missing, this.missing[0]!.level]
    this.missing = []
    this.state = 'decoding'
    const found = await this.cutOut(wanted.filter((each) => each.level === level)).catch(() => null)
    if (this.isClosed()) return void found?.forEach(([, tile]) => tile.close())
    // regions that fail to decode stay as the downscaled copy shows them
    if (!found) return
    for (const [key, tile] of found) this.kept.set(key, tile)
    this.state = 'idle'
    this.onTiles()
  }

  private isClosed = () => this.state === 'closed'

  /** Decodes the rectangle around the missing tiles. */
  private async cutOut(places: Place[]): Promise<[key: string, tile: ImageBitmap][]> {
    const { level } = places[0]!
    const [columns, rows] = [places.map(({ column }) => column), places.map(({ row }) => row)]
    const [firstColumn, firstRow] = [Math.min(...columns), Math.min(...rows)]
    const side = TILE * 2 ** level
    const [left, top] = [firstColumn * side, firstRow * side]
    const width = Math.min(this.size.width, (Math.max(...columns) + 1) * side) - left
    const height = Math.min(this.size.height, (Math.max(...rows) + 1) * side) - top
    const region = await this.decode({ left, top, width, height }, level)
    const tiles = await Promise.all(
      places.map(async (place): Promise<[string, ImageBitmap]> => {
        const [x, y] = [(place.column - firstColumn) * TILE, (place.row - firstRow) * TILE]
        return [
          keyOf(place),
          await createImageBitmap(region, x, y, Math.min(TILE, region.width - x), Math.min(TILE, region.height - y)),
        ]
      }),
    )
    region.close()
    return tiles
  }

  private decode(
    { left, top, width, height }: Size & { left: number; top: number },
    level: number,
  ): Promise<ImageBitmap> {
    const smaller =
      level === 0
        ? {}
        : ({
            resizeWidth: Math.ceil(width / 2 ** level),
            resizeHeight: Math.ceil(height / 2 ** level),
            resizeQuality: 'medium',
          } as const)
    return createImageBitmap(this.blob, left, top, width, height, smaller)
  }

  close() {
    this.state = 'closed'
    this.kept.clear()
  }
}

const keyOf = ({ level, column, row }: Place) => `${level} ${column} ${row}`
