/** Draws annotations over an image, in the colours of their categories. */
import type { Ring, Shape, Size } from '@/core/shape/types'
import { shapeToPolygons } from '@/core/shape/polygons'

export interface Drawn {
  shape: Shape | null
  /** x, y and visibility of each keypoint. */
  keypoints: number[]
  /** #rrggbb */
  color: string
}

const FILL = 0.35
const LINE = 1.5 // pixels of the drawn image
const DOT = 2.5

/** `size`: size of the image that the coordinates count, in pixels. */
export function drawAnnotations(canvas: OffscreenCanvas, size: Size, annotations: Drawn[]): void {
  const context = canvas.getContext('2d')!
  const [across, down] = [canvas.width / size.width, canvas.height / size.height]
  context.lineWidth = LINE
  context.lineJoin = 'round'
  for (const { shape, keypoints, color } of annotations) {
    context.fillStyle = context.strokeStyle = color
    if (shape) drawShape(context, pathOf(shape, size, across, down))
    for (let at = 0; at + 2 < keypoints.length; at += 3) {
      if (keypoints[at + 2]! > 0) drawDot(context, keypoints[at]! * across, keypoints[at + 1]! * down)
    }
  }
}

function drawShape(context: OffscreenCanvasRenderingContext2D, path: Path2D): void {
  context.globalAlpha = FILL
  context.fill(path, 'evenodd')
  context.globalAlpha = 1
  context.stroke(path)
}

function drawDot(context: OffscreenCanvasRenderingContext2D, x: number, y: number): void {
  context.beginPath()
  context.arc(x, y, DOT, 0, 2 * Math.PI)
  context.fill()
}

function pathOf(shape: Shape, size: Size, across: number, down: number): Path2D {
  const path = new Path2D()
  for (const { outer, holes } of shapeToPolygons(shape, size).parts) {
    for (const ring of [outer, ...holes]) addRing(path, ring, across, down)
  }
  return path
}

function addRing(path: Path2D, ring: Ring, across: number, down: number): void {
  for (let at = 0; at + 1 < ring.length; at += 2) path.lineTo(ring[at]! * across, ring[at + 1]! * down)
  path.closePath()
}
