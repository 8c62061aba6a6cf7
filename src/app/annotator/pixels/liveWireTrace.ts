/** Finds the lines along edges for the scissors; remembers what it has read and searched from the last anchor. */
import { distance, type ImagePoint } from '@/core/geometry/point'
import { simplifyLine } from '@/core/geometry/simplify'
import type { LiveWire } from '@/core/pixels/liveWire'
import type { Editor } from '../editor/editor'
import type { PixelSource } from './source'
import { LiveWireField } from './liveWireField'

const LINE_TOLERANCE = 0.5 // pixels of the field: steps of single pixels become lines

export class LiveWireTrace {
  private field: LiveWireField | null = null
  private source: PixelSource | null = null
  private search: { from: ImagePoint; wire: LiveWire } | null = null

  constructor(private readonly editor: Editor) {}

  /** Image pixels for one of those the line was searched in. */
  get step() {
    return this.field?.step ?? 1
  }

  /** The nearest edge within so many image pixels, in the part of the image around the last anchor. */
  snap(point: ImagePoint, reach: number, last: ImagePoint = point): ImagePoint {
    const field = this.fieldAt(last)
    return field && reach >= 0.5 && field.covers(point) ? field.snap(point, reach) : point
  }

  /** The points after `from` up to `to`; straight where there are no colours to follow. Null when not found within so many pixels. */
  between(from: ImagePoint, to: ImagePoint, most: number): ImagePoint[] | null {
    const field = this.fieldAt(from)
    if (!field) return [to]
    if (!this.search || distance(this.search.from, from) > 0) this.search = { from, wire: field.wireFrom(from) }
    const route = field.route(this.search.wire, to, most)
    return route && simplifyLine([from, ...route.slice(1, -1), to], LINE_TOLERANCE * field.step).slice(1)
  }

  private fieldAt(point: ImagePoint): LiveWireField | null {
    const { pixels, zoom } = this.editor
    if (!pixels) return null
    if (this.source === pixels && this.field?.serves(point, zoom)) return this.field
    this.source = pixels
    this.search = null
    return (this.field = new LiveWireField(pixels, point, zoom))
  }
}
