/** Draws keypoints and skeleton. Filled: visible. Hollow: labelled but not visible. */
import type { Category } from '../../editor/document'
import type { Look as ItemLook } from './paintItem'

type Look = Pick<ItemLook, 'scale' | 'selected'>

interface Dot {
  x: number
  y: number
  visibility: number
}

const RADIUS = 4 // screen pixels

export function paintKeypoints(
  context: CanvasRenderingContext2D,
  keypoints: readonly number[],
  category: Category,
  look: Look,
) {
  const dots = readDots(keypoints)
  paintSkeleton(context, dots, category, look)
  dots.forEach((dot, index) => {
    if (dot.visibility > 0) paintDot(context, dot, category.keypointColors[index] ?? category.color, look)
  })
  if (look.selected) paintNames(context, dots, category, look)
}

function readDots(keypoints: readonly number[]): Dot[] {
  const dots: Dot[] = []
  for (let index = 0; index + 2 < keypoints.length; index += 3) {
    dots.push({ x: keypoints[index]!, y: keypoints[index + 1]!, visibility: keypoints[index + 2]! })
  }
  return dots
}

function paintSkeleton(
  context: CanvasRenderingContext2D,
  dots: Dot[],
  { keypointEdges, color }: Category,
  { scale }: Look,
) {
  context.beginPath()
  for (const [from, to] of keypointEdges) {
    // skeleton edges count from 1
    const [a, b] = [dots[from - 1], dots[to - 1]]
    if (!a || !b || a.visibility === 0 || b.visibility === 0) continue
    context.moveTo(a.x, a.y)
    context.lineTo(b.x, b.y)
  }
  context.strokeStyle = color
  context.lineWidth = 2 / scale
  context.stroke()
}

function paintDot(
  context: CanvasRenderingContext2D,
  { x, y, visibility }: Dot,
  color: string,
  { scale, selected }: Look,
) {
  context.beginPath()
  context.arc(x, y, (selected ? RADIUS + 1 : RADIUS) / scale, 0, 2 * Math.PI)
  context.fillStyle = visibility === 2 ? color : 'white'
  context.fill()
  context.lineWidth = 1.5 / scale
  context.strokeStyle = visibility === 2 ? 'white' : color
  context.stroke()
}

function paintNames(context: CanvasRenderingContext2D, dots: Dot[], { keypointLabels }: Category, { scale }: Look) {
  context.font = `${11 / scale}px system-ui, sans-serif`
  context.lineWidth = 3 / scale
  context.strokeStyle = 'rgb(0 0 0 / 0.7)'
  context.fillStyle = 'white'
  dots.forEach(({ x, y, visibility }, index) => {
    const name = keypointLabels[index]
    if (!name || visibility === 0) return
    context.strokeText(name, x + 7 / scale, y - 5 / scale)
    context.fillText(name, x + 7 / scale, y - 5 / scale)
  })
}
