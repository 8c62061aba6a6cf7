/** Shapes for formats that hold less than ours: one outline, a rotated box, a box inside of the image. */
import { boxCorners, type Bbox } from '../geometry/box'
import { signedArea } from '../geometry/polygon'
import { rleArea } from '../mask/measure'
import { intersect } from '../mask/combine'
import { polygonToRle } from '../mask/rasterise'
import { decodeRle } from '../mask/rle'
import { traceMask } from '../mask/trace'
import { boxOf, shapeToRle } from '../shape/shape'
import type { Part, Ring, Shape, Size } from '../shape/types'
import type { OutAnnotation, OutImage, WriteContext } from './types'

/** What an outline may differ from its shape: pixels in common over pixels of either. */
const LEAST_OVERLAP = 0.97

/** The parts of any shape; a mask's are the borders of its pixels. */
export function partsOf(shape: Shape): Part[] {
  if (shape.kind === 'box') return [{ outer: boxCorners(boxOf(shape)), holes: [] }]
  return shape.kind === 'polygons' ? shape.parts : traceMask(decodeRle(shape))
}

/** One outline for the shape, its parts joined and its holes bridged; null when it is left out. Losses are counted. */
export function oneOutline({ shape }: OutAnnotation, image: OutImage, { options, lose }: WriteContext): Ring | null {
  if (!shape) {
    lose('shape-missing', image)
    return null
  }
  const parts = partsOf(shape)
  if (parts.length === 0) {
    lose('box-empty', image)
    return null
  }
  if (shape.kind === 'mask') lose('mask-traced', image)
  const hasHoles = parts.some(({ holes }) => holes.length > 0)
  if (parts.length === 1 && !hasHoles) return parts[0]!.outer
  if (options.joins === 'refuse') {
    lose('joins-refused', image)
    return null
  }
  if (parts.length > 1) lose('parts-joined', image)
  if (hasHoles) lose('holes-bridged', image)
  return bestJoin(parts, shape, image, () => lose('shape-changed', image))
}

/** Parts that overlap would cancel each other: then the borders of the pixels are joined instead. */
function bestJoin(parts: Part[], shape: Shape, size: Size, complain: () => void): Ring {
  const wanted = shapeToRle(shape, size)
  const joined = joinParts(parts)
  const first = overlap(joined, wanted, size)
  if (first >= LEAST_OVERLAP) return joined
  const traced = joinParts(traceMask(decodeRle(wanted)))
  const second = overlap(traced, wanted, size)
  if (Math.max(first, second) < LEAST_OVERLAP) complain()
  return second > first ? traced : joined
}

function overlap(ring: Ring, wanted: ReturnType<typeof shapeToRle>, size: Size): number {
  if (ring.length < 6) return 0
  const got = polygonToRle(ring, size)
  const common = rleArea(intersect([got, wanted]))
  const either = rleArea(got) + rleArea(wanted) - common
  return either === 0 ? 1 : common / either
}

/** All rings as one: there and back between their nearest points. Outer rings run one way, holes the other. */
export function joinParts(parts: Part[]): Ring {
  const rings = parts.flatMap(({ outer, holes }) => [
    directed(outer, true),
    ...holes.map((hole) => directed(hole, false)),
  ])
  return rings.slice(1).reduce(bridge, rings[0] ?? [])
}

const directed = (ring: Ring, clockwise: boolean): Ring => (signedArea(ring) > 0 === clockwise ? ring : reversed(ring))

function reversed(ring: Ring): Ring {
  const turned: Ring = []
  for (let at = ring.length - 2; at >= 0; at -= 2) turned.push(ring[at]!, ring[at + 1]!)
  return turned
}

/** More pairs of points are not compared: then every so many of them are. */
const MOST_PAIRS = 4e6

function bridge(ring: Ring, other: Ring): Ring {
  const step = 2 * Math.max(1, Math.ceil((ring.length * other.length) / 4 / MOST_PAIRS))
  let [best, from, to] = [Infinity, 0, 0]
  for (let a = 0; a < ring.length; a += step) {
    for (let b = 0; b < other.length; b += 2) {
      const distance = (ring[a]! - other[b]!) ** 2 + (ring[a + 1]! - other[b + 1]!) ** 2
      if (distance < best) [best, from, to] = [distance, a, b]
    }
  }
  const loop = [...other.slice(to), ...other.slice(0, to + 2)]
  return [...ring.slice(0, from + 2), ...loop, ...ring.slice(from)]
}

/** The part of a box inside of its image; null when there is none. Counts both. */
export function clippedBox({ bbox }: OutAnnotation, image: OutImage, { lose }: WriteContext): Bbox | null {
  const [x, y, width, height] = bbox
  const [left, top] = [Math.max(0, x), Math.max(0, y)]
  const [right, bottom] = [Math.min(image.width, x + width), Math.min(image.height, y + height)]
  if (!(right > left && bottom > top)) {
    lose('box-empty', image)
    return null
  }
  const isClipped = left - x > 0.01 || top - y > 0.01 || x + width - right > 0.01 || y + height - bottom > 0.01
  if (isClipped) lose('box-clipped', image)
  return isClipped || left > x || top > y ? [left, top, right - left, bottom - top] : [x, y, right - x, bottom - y]
}

/** Four corners: those of an outline of four points, else of the smallest rotated box around all of it. */
export function rotatedBox({ shape }: OutAnnotation, image: OutImage, { lose }: WriteContext): Ring | null {
  if (!shape) {
    lose('shape-missing', image)
    return null
  }
  const parts = partsOf(shape)
  const points = parts.flatMap(({ outer }) => outer)
  if (parts.length === 1 && points.length === 8 && parts[0]!.holes.length === 0) return points
  if (points.length < 6) {
    lose('box-empty', image)
    return null
  }
  lose('shape-turned-box', image)
  return smallestBox(points)
}

/** Rotating calipers over the convex hull: one side of the smallest box lies on a side of the hull. */
export function smallestBox(points: Ring): Ring {
  const hull = convexHull(points)
  let best: { area: number; ring: Ring } | undefined
  for (let at = 0; at < hull.length; at++) {
    const [ax, ay] = hull[at]!
    const [bx, by] = hull[(at + 1) % hull.length]!
    const length = Math.hypot(bx - ax, by - ay)
    if (length === 0) continue
    const [ux, uy] = [(bx - ax) / length, (by - ay) / length]
    const along = hull.map(([x, y]) => x * ux + y * uy)
    const across = hull.map(([x, y]) => y * ux - x * uy)
    const [a0, a1, c0, c1] = [Math.min(...along), Math.max(...along), Math.min(...across), Math.max(...across)]
    const area = (a1 - a0) * (c1 - c0)
    if (best && best.area <= area) continue
    const corner = (a: number, c: number) => [a * ux - c * uy, a * uy + c * ux]
    best = { area, ring: [...corner(a0, c0), ...corner(a1, c0), ...corner(a1, c1), ...corner(a0, c1)] }
  }
  return best?.ring ?? points.slice(0, 8)
}

type Point = [x: number, y: number]

/** Andrew's monotone chain. */
function convexHull(points: Ring): Point[] {
  const sorted: Point[] = []
  for (let at = 0; at + 1 < points.length; at += 2) sorted.push([points[at]!, points[at + 1]!])
  sorted.sort((a, b) => a[0] - b[0] || a[1] - b[1])
  return [...halfHull(sorted), ...halfHull(sorted.reverse())]
}

function halfHull(points: Point[]): Point[] {
  const hull: Point[] = []
  for (const [x, y] of points) {
    while (hull.length >= 2) {
      const [[ax, ay], [bx, by]] = [hull[hull.length - 2]!, hull[hull.length - 1]!]
      if ((bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0) break
      hull.pop()
    }
    hull.push([x, y])
  }
  hull.pop()
  return hull
}
