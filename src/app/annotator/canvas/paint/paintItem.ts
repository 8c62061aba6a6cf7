/** Draws one annotation. Lengths are image pixels: the context has the image's transform. */
import type { Bbox } from '@/core/geometry/box'
import type { MaskShape } from '@/core/shape/types'
import { fillOpacity, type Display } from '../../editor/display'
import type { Category, Item } from '../../editor/document'
import { itemColor } from './color'
import { paintKeypoints } from './paintKeypoints'
import { maskOutline } from './maskOutline'
import { maskBitmap } from './maskBitmap'
import { shapePath } from './shapePath'

export interface Look {
  /** Screen pixels per image pixel. */
  scale: number
  display: Display
  /** Width of outlines, screen pixels. */
  line?: number
  /** Selected: a wider line with a bright edge, and keypoint names. */
  selected?: boolean
  /** The fill is shown already: only the line is drawn. */
  filled?: boolean
}

const LINE = 1.5 // screen pixels
const SELECTED_LINE = 2.5
const CRISP = 2 // scale above which mask pixels are drawn unsmoothed

export function paintItem(context: CanvasRenderingContext2D, item: Item, category: Category | undefined, look: Look) {
  const color = itemColor(item, category, look.display)
  const opacity = fillOpacity(look.display)
  const { shape } = item
  if (shape?.kind === 'mask') {
    if (!look.filled) paintMask(context, item, color, { scale: look.scale, opacity })
    if (look.selected) paintHalo(context, shape, item.bounds, color, look)
  } else if (shape) {
    const { path, rule } = shapePath(shape)
    if (!look.filled) fill(context, path, rule, { color, opacity })
    if (item.prediction) context.setLineDash([6 / look.scale, 4 / look.scale])
    paintLine(context, path, color, look)
    context.setLineDash([])
  }
  if (category && item.keypoints.length > 0) paintKeypoints(context, item.keypoints, category, look)
}

function fill(
  context: CanvasRenderingContext2D,
  path: Path2D,
  rule: CanvasFillRule,
  { color, opacity }: { color: string; opacity: number },
) {
  context.globalAlpha = opacity
  context.fillStyle = color
  context.fill(path, rule)
  context.globalAlpha = 1
}

/** The same line around a mask as around other selected shapes. */
function paintHalo(context: CanvasRenderingContext2D, shape: MaskShape, bounds: Bbox, color: string, look: Look) {
  const outline = maskOutline(shape, bounds)
  if (outline) paintLine(context, outline, color, look)
}

function paintLine(
  context: CanvasRenderingContext2D,
  path: Path2D,
  color: string,
  { scale, line = LINE, selected = false }: Look,
) {
  context.lineJoin = 'round'
  if (selected) {
    context.lineWidth = (SELECTED_LINE + 2.5) / scale
    context.strokeStyle = 'rgb(255 255 255 / 0.9)'
    context.stroke(path)
  }
  context.lineWidth = (selected ? SELECTED_LINE : line) / scale
  context.strokeStyle = color
  context.stroke(path)
}

function paintMask(
  context: CanvasRenderingContext2D,
  { shape, bounds }: Item,
  color: string,
  { scale, opacity }: { scale: number; opacity: number },
) {
  if (shape?.kind !== 'mask') return
  const bitmap = maskBitmap(shape, bounds, color, opacity)
  if (!bitmap) return
  context.imageSmoothingEnabled = scale < CRISP
  context.drawImage(bitmap.canvas, bounds[0], bounds[1], bounds[2], bounds[3])
}
