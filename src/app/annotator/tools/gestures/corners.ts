/**
 * The two corners of a box being drawn. Shift pressed after the first corner makes it a square (held before, it means Add);
 * Space held moves the box as it is.
 */
import { imagePoint, type ImagePoint } from '@/core/geometry/point'
import type { Editor } from '../../editor/editor'
import type { PointerInfo } from '../tool'

export class Corners {
  private to: ImagePoint
  /** Where the pointer was last. */
  private at: ImagePoint
  /** Shift has been up since the first corner. */
  private freeShift: boolean
  /** Where the pointer took hold of the box, and the corners then. */
  private held: { at: ImagePoint; from: ImagePoint; to: ImagePoint } | null = null

  constructor(
    private readonly editor: Editor,
    private from: ImagePoint,
    { shift, point }: PointerInfo,
  ) {
    this.to = from
    this.at = point
    this.freeShift = !shift
  }

  /** Follows the pointer; returns the corners. */
  follow(info: PointerInfo): [from: ImagePoint, to: ImagePoint] {
    this.freeShift ||= !info.shift
    if (info.space) this.carry(info.point)
    else {
      this.held = null
      this.to = this.freeShift && info.shift ? this.squared(info.point) : this.editor.clamp(info.point)
    }
    this.at = info.point
    return [this.from, this.to]
  }

  /** The box stays as large as it is, inside the image. */
  private carry(point: ImagePoint) {
    this.held ??= { at: this.at, from: this.from, to: this.to }
    const { at, from, to } = this.held
    const { width, height } = this.editor.doc.size
    const dx = within(point.x - at.x, -Math.min(from.x, to.x), width - Math.max(from.x, to.x))
    const dy = within(point.y - at.y, -Math.min(from.y, to.y), height - Math.max(from.y, to.y))
    this.from = imagePoint(from.x + dx, from.y + dy)
    this.to = imagePoint(to.x + dx, to.y + dy)
  }

  /** As long as its longer side, as far as there is room for it in the image. */
  private squared(point: ImagePoint): ImagePoint {
    const { width, height } = this.editor.doc.size
    const { x, y } = this.from
    const [right, down] = [point.x >= x, point.y >= y]
    const room = Math.min(right ? width - x : x, down ? height - y : y)
    const side = Math.min(room, Math.max(Math.abs(point.x - x), Math.abs(point.y - y)))
    return imagePoint(x + (right ? side : -side), y + (down ? side : -side))
  }
}

const within = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value))
