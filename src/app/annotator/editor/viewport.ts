/**
 * Where the image is on the canvas: screen = image * scale + offset.
 *
 * Units  image pixels and CSS pixels; scale 1 shows one image pixel as one CSS pixel (100 %).
 */
import { imagePoint, screenPoint, type ImagePoint, type ScreenPoint } from '@/core/geometry/point'
import type { Size } from '@/core/shape/types'

export interface Viewport {
  scale: number
  x: number
  y: number
}

export const MAX_SCALE = 64
const FIT_MARGIN = 24 // CSS pixels of margin around a fitted image
const KEPT_IN_SIGHT = 64 // CSS pixels of the image that stay visible when panning

export const toScreen = ({ scale, x, y }: Viewport, point: ImagePoint): ScreenPoint =>
  screenPoint(point.x * scale + x, point.y * scale + y)

export const toImage = ({ scale, x, y }: Viewport, point: ScreenPoint): ImagePoint =>
  imagePoint((point.x - x) / scale, (point.y - y) / scale)

/** The largest scale at which the whole image is visible. */
export function fitScale(image: Size, view: Size): number {
  const margin = Math.min(FIT_MARGIN, view.width / 10, view.height / 10)
  const scale = Math.min((view.width - 2 * margin) / image.width, (view.height - 2 * margin) / image.height)
  return Math.min(MAX_SCALE, Math.max(scale, 1e-4))
}

/** Fits the whole image and centres it. */
export const fit = (image: Size, view: Size): Viewport => centred(fitScale(image, view), image, view)

/** Centres the image in the view. */
export function centred(scale: number, image: Size, view: Size): Viewport {
  return { scale, x: (view.width - image.width * scale) / 2, y: (view.height - image.height * scale) / 2 }
}

/** The minimum scale: 1 for small images, the fitted scale for large ones. */
export const minScale = (image: Size, view: Size): number => Math.min(1, fitScale(image, view))

export const limitScale = (scale: number, image: Size, view: Size): number =>
  Math.min(MAX_SCALE, Math.max(minScale(image, view), scale))

/** Changes the scale and keeps the point under the anchor fixed. */
export function scaleAt(viewport: Viewport, anchor: ScreenPoint, scale: number): Viewport {
  const { x, y } = toImage(viewport, anchor)
  return { scale, x: anchor.x - x * scale, y: anchor.y - y * scale }
}

export const pan = ({ scale, x, y }: Viewport, dx: number, dy: number): Viewport => ({ scale, x: x + dx, y: y + dy })

/** Limits panning so that part of the image stays visible. */
export function keepInSight(viewport: Viewport, image: Size, view: Size): Viewport {
  const limit = (offset: number, length: number, room: number) => {
    const kept = Math.min(KEPT_IN_SIGHT, length, room)
    return Math.min(room - kept, Math.max(kept - length, offset))
  }
  const { scale } = viewport
  return {
    scale,
    x: limit(viewport.x, image.width * scale, view.width),
    y: limit(viewport.y, image.height * scale, view.height),
  }
}

/** Resizes the view and keeps its centre fixed. */
export function resize(viewport: Viewport, from: Size, to: Size): Viewport {
  return pan(viewport, (to.width - from.width) / 2, (to.height - from.height) / 2)
}

/** Zooms to a box of the image, at most to 400 %. */
export function showBox([left, top, width, height]: readonly [number, number, number, number], view: Size): Viewport {
  const room = { width: view.width * 0.6, height: view.height * 0.6 }
  const scale = Math.min(4, room.width / Math.max(width, 1), room.height / Math.max(height, 1))
  return { scale, x: view.width / 2 - (left + width / 2) * scale, y: view.height / 2 - (top + height / 2) * scale }
}

/** Centres a point of the image at the same scale. */
export function centreOn({ scale }: Viewport, point: ImagePoint, view: Size): Viewport {
  return { scale, x: view.width / 2 - point.x * scale, y: view.height / 2 - point.y * scale }
}
