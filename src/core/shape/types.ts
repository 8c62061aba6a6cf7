/**
 * The one model of a shape, in the store, on the wire (field `shape`) and in the editor.
 *
 * Coordinates  image pixels, continuous, origin at the top-left corner of the upright image.
 * Ring         a flat list x1, y1, x2, y2, ... of at least three points; the first is not repeated.
 * Polygons     parts unite; the holes of a part are cut out of that part. Winding means nothing.
 * Mask         a COCO run-length mask; counts as a list or in the compressed form.
 */
import type { AnyRle } from '../mask/types'

export type Ring = number[]

export interface Part {
  outer: Ring
  holes: Ring[]
}

export interface PolygonsShape {
  kind: 'polygons'
  parts: Part[]
}

export interface BoxShape {
  kind: 'box'
  x: number
  y: number
  width: number
  height: number
}

export type MaskShape = { kind: 'mask' } & AnyRle

export type Shape = PolygonsShape | BoxShape | MaskShape

/** Width and height in pixels. */
export interface Size {
  width: number
  height: number
}

/** What a COCO annotation carries as `segmentation`: polygons that unite, or one mask. */
export type Segmentation = number[][] | AnyRle
