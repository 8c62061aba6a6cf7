/** A drawing of many shapes, and which part of it a shape covers. */
import { uniteBoxes } from '@/core/geometry/box'
import { keypointsBox } from '@/core/shape/keypoints'
import type { Display } from '../editor/display'
import type { Category, Item } from '../editor/document'
import type { Viewport } from '../editor/viewport'
import type { LabelPlaces, Named } from './labels/placeLabels'

export interface Drawing {
  context: CanvasRenderingContext2D
  /** Where the image lies on the drawing, in pixels of the drawing. */
  place: Viewport
  /** Pixels of the drawing per CSS pixel. */
  ratio: number
  /** Items in drawing order. */
  items: ReadonlyMap<number, Item>
  categories: ReadonlyMap<number, Category>
  display: Display
  /** Width of outlines in CSS pixels. */
  line?: number
  /** Where names are; none where none are shown. */
  labels?: LabelPlaces<Named>
}

export interface Extent {
  left: number
  top: number
  right: number
  bottom: number
}

/** CSS pixels by which lines and keypoints exceed an item's box. */
export const OVERHANG = 8

/** The part of the drawing that an item covers, in whole pixels. */
export function extentOf({ place: { scale, x, y }, ratio }: Drawing, { bounds, keypoints }: Item): Extent {
  const [left, top, width, height] = keypoints.length > 0 ? uniteBoxes(bounds, keypointsBox(keypoints)) : bounds
  const more = OVERHANG * ratio
  return {
    left: Math.floor(left * scale + x - more),
    top: Math.floor(top * scale + y - more),
    right: Math.ceil((left + width) * scale + x + more),
    bottom: Math.ceil((top + height) * scale + y + more),
  }
}
