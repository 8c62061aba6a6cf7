/** Draws keypoints and skeleton. Filled: visible. Hollow: labelled but not visible. */
import { boxesOverlap, type Bbox } from '@/core/geometry/box'
import { sideOf } from '@/core/shape/keypoints'
import type { Category } from '../../editor/document'
import type { Look as ItemLook } from './paintItem'

type Look = Pick<ItemLook, 'scale' | 'selected'>

interface Dot {
  x: number
  y: number
  visibility: number
}

const RADIUS = 4 // screen pixels
const NAME_SIZE = 11 // screen pixels
/** Lines and names of the left and the right side, told apart also by the colour-blind. */
const SIDES = { left: '#0072b2', right: '#e69f00' }
const NAMES = { left: '#8fd3ff', right: '#ffc861' }

export function paintKeypoints(
  context: CanvasRenderingContext2D,
  keypoints: readonly number[],
  category: Category,
  look: Look,
) {
  const dots = readDots(keypoints)
  paintSkeleton(context, dots, category, look)
  const sides = sidesOf(category)
  dots.forEach((dot, index) => {
    const side = sides[index]
    const color = category.keypointColors[index] ?? (side ? SIDES[side] : category.color)
    if (dot.visibility > 0) paintDot(context, dot, color, look)
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

/** A line between points of one side, or from it to the middle, has the colour of the side. */
function paintSkeleton(context: CanvasRenderingContext2D, dots: Dot[], category: Category, { scale }: Look) {
  const paths = new Map<string, [Dot, Dot][]>()
  const sides = sidesOf(category)
  for (const [from, to] of category.keypointEdges) {
    // skeleton edges count from 1
    const [a, b] = [dots[from - 1], dots[to - 1]]
    if (!a || !b || a.visibility === 0 || b.visibility === 0) continue
    const [one = null, other = null] = [sides[from - 1], sides[to - 1]]
    const side = one && other && one !== other ? null : (one ?? other)
    const color = side ? SIDES[side] : category.color
    const lines = paths.get(color) ?? []
    lines.push([a, b])
    paths.set(color, lines)
  }
  context.lineWidth = 2 / scale
  for (const [color, lines] of paths) {
    context.beginPath()
    for (const [a, b] of lines) {
      context.moveTo(a.x, a.y)
      context.lineTo(b.x, b.y)
    }
    context.strokeStyle = color
    context.stroke()
  }
}

const sidesKept = new WeakMap<readonly string[], ReturnType<typeof sideOf>[]>()

/** Kept, because every repaint of every annotation asks for it. */
function sidesOf({ keypointLabels }: Category): ReturnType<typeof sideOf>[] {
  const kept = sidesKept.get(keypointLabels)
  if (kept) return kept
  const sides = keypointLabels.map(sideOf)
  sidesKept.set(keypointLabels, sides)
  return sides
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

/** A name is beside its point where it covers no other name; else it is left out. */
function paintNames(context: CanvasRenderingContext2D, dots: Dot[], category: Category, { scale }: Look) {
  const { keypointLabels } = category
  const sides = sidesOf(category)
  context.font = `${NAME_SIZE / scale}px system-ui, sans-serif`
  context.lineWidth = 3 / scale
  context.strokeStyle = 'rgb(0 0 0 / 0.7)'
  const taken: Bbox[] = []
  dots.forEach(({ x, y, visibility }, index) => {
    const name = keypointLabels[index]
    if (!name || visibility === 0) return
    const width = context.measureText(name).width * scale
    const place = namePlaces(x * scale, y * scale, width).find(
      (box) => !taken.some((other) => boxesOverlap(box, other)),
    )
    if (!place) return
    taken.push(place)
    const side = sides[index]
    context.fillStyle = side ? NAMES[side] : 'white'
    const [left, bottom] = [place[0] / scale, (place[1] + NAME_SIZE) / scale]
    context.strokeText(name, left, bottom)
    context.fillText(name, left, bottom)
  })
}

/** Boxes right, left, below and above, in screen pixels; the most usual first. */
function namePlaces(x: number, y: number, width: number): Bbox[] {
  const [height, gap] = [NAME_SIZE + 3, RADIUS + 3]
  return [
    [x + gap, y - 5 - NAME_SIZE, width, height],
    [x - gap - width, y - 5 - NAME_SIZE, width, height],
    [x + gap, y + 3, width, height],
    [x - gap - width, y + 3, width, height],
    [x - width / 2, y + gap, width, height],
    [x - width / 2, y - gap - height, width, height],
  ]
}
