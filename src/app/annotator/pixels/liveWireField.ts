/** The part of the image around an anchor of the scissors, and the paths along edges from there. */
import { imagePoint, type ImagePoint } from '@/core/geometry/point'
import { findEdges, nearestEdge, type Edges } from '@/core/pixels/edges'
import { LiveWire } from '@/core/pixels/liveWire'
import type { Region } from '@/core/pixels/types'
import type { PixelSource } from './source'

const REACH = 400 // pixels of the field to all sides of where it was read

/** Edges around a point. Zoomed out, a pixel of the field is as large as one on the screen: nobody points better than that. */
export class LiveWireField {
  private readonly region: Region
  private readonly edges: Edges
  private readonly middle: ImagePoint
  readonly step: number

  constructor(source: PixelSource, middle: ImagePoint, zoom: number) {
    this.step = stepFor(zoom)
    const reach = REACH * this.step
    this.region = source.read([middle.x - reach, middle.y - reach, 2 * reach, 2 * reach], this.step)
    this.edges = findEdges(this.region)
    this.middle = middle
  }

  /** Still good for paths from here: far enough from its sides, and as fine as the screen. */
  serves = ({ x, y }: ImagePoint, zoom: number) =>
    stepFor(zoom) === this.step &&
    Math.max(Math.abs(x - this.middle.x), Math.abs(y - this.middle.y)) <= (REACH * this.step) / 2

  covers({ x, y }: ImagePoint): boolean {
    const { left, top, width, height } = this.region
    return x >= left && y >= top && x <= left + width * this.step && y <= top + height * this.step
  }

  wireFrom(point: ImagePoint): LiveWire {
    const { x, y } = this.cell(point)
    return new LiveWire(this.edges, x, y)
  }

  /** The nearest edge within so many image pixels. */
  snap(point: ImagePoint, reach: number): ImagePoint {
    const { x, y } = this.cell(point)
    const best = nearestEdge(this.edges, x, y, Math.max(1, Math.round(reach / this.step)))
    return this.place(best.x, best.y)
  }

  /** The points between the start of a wire and one in the field; null when that takes more than `most` pixels of search. */
  route(wire: LiveWire, to: ImagePoint, most: number): ImagePoint[] | null {
    const { x, y } = this.cell(to)
    if (!wire.reach(x, y, most)) return null
    const cells = wire.path(x, y)
    return Array.from({ length: cells.length >> 1 }, (_, index) => this.place(cells[index * 2]!, cells[index * 2 + 1]!))
  }

  /** What lies outside counts as the nearest pixel inside. */
  private cell({ x, y }: ImagePoint) {
    const { left, top, width, height } = this.region
    const within = (value: number, most: number) => Math.min(most - 1, Math.max(0, Math.floor(value / this.step)))
    return { x: within(x - left, width), y: within(y - top, height) }
  }

  private place(x: number, y: number): ImagePoint {
    return imagePoint(this.region.left + (x + 0.5) * this.step, this.region.top + (y + 0.5) * this.step)
  }
}

const stepFor = (zoom: number) => 2 ** Math.min(4, Math.max(0, Math.floor(Math.log2(1 / zoom))))
