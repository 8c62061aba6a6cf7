/**
 * Shapes and the `compoundPath` of older clients.
 *
 * Coordinates  in the pair from the centre of the image, in the shape from its top-left corner; both image pixels.
 * Rings        outer ones run one way, holes the other; they combine by the nonzero rule.
 * Errors       InvalidInput for a pair that is none (paperPath.ts) and for a size that is none.
 * Source       paper.js 0.11, `CompoundPath.exportJSON`; docs/coco.md.
 */
import { InvalidInput } from '../errors'
import { clipRingToRect } from '../geometry/clip'
import { signedArea } from '../geometry/polygon'
import { roundCoordinate } from '../geometry/round'
import { countPixels } from '../mask/size'
import { flattenPaths } from './flatten'
import { nonzeroParts } from './nonzero'
import { readPaperPaths, type PaperPath, type Vector } from './paperPath'
import { shapeToPolygons } from './polygons'
import type { Ring, Shape, Size } from './types'

export type CompoundPath = ['CompoundPath', { applyMatrix: true; children?: PaperChild[]; fillColor?: number[] }]
type PaperChild = ['Path', { applyMatrix: true; segments: [x: number, y: number][]; closed: true }]

/** The shape a posted pair describes: curves flattened, clipped to the image, to 1/100 pixel; null when nothing is left. */
export function compoundPathToShape(pair: unknown, size: Size): Shape | null {
  countPixels(size)
  const rings = flattenPaths(readPaperPaths(pair))
    .map((ring) => toImage(ring, size))
    .filter((ring) => signedArea(ring) !== 0)
  const parts = nonzeroParts(rings)
  return parts.length > 0 ? { kind: 'polygons', parts } : null
}

/** From the centre to the corner, clipped, not clamped: clamping bends edges. */
function toImage(ring: Ring, { width, height }: Size): Ring {
  const moved = ring.map((coordinate, index) => roundCoordinate(coordinate + (index % 2 === 0 ? width : height) / 2))
  const clipped = clipRingToRect(moved, [0, 0, width, height]).map(roundCoordinate)
  return clipped.length >= 6 ? clipped : []
}

/** The pair for a shape, with one decimal as older clients write it. `color` is `#rrggbb`; others are left out. */
export function shapeToCompoundPath(shape: Shape, size: Size, color?: string): CompoundPath {
  const children: PaperChild[] = []
  for (const { outer, holes } of shapeToPolygons(shape, size).parts) {
    children.push(toChild(outer, 1, size))
    for (const hole of holes) children.push(toChild(hole, -1, size))
  }
  const fillColor = color === undefined ? undefined : toFillColor(color)
  return [
    'CompoundPath',
    { applyMatrix: true, ...(children.length > 0 && { children }), ...(fillColor && { fillColor }) },
  ]
}

/** One ring, turned so that its signed area has the sign of `direction`. */
function toChild(ring: Ring, direction: 1 | -1, { width, height }: Size): PaperChild {
  const segments: [number, number][] = []
  for (let index = 0; index + 1 < ring.length; index += 2) {
    segments.push([oneDecimal(ring[index]! - width / 2), oneDecimal(ring[index + 1]! - height / 2)])
  }
  // The first point stays the first.
  if (signedArea(ring) * direction < 0) segments.splice(1, segments.length, ...segments.slice(1).reverse())
  return ['Path', { applyMatrix: true, segments, closed: true }]
}

const oneDecimal = (coordinate: number) => Math.round(coordinate * 10) / 10 + 0

function toFillColor(color: string): number[] | undefined {
  const channels = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(color)
  return channels?.slice(1).map((channel) => Math.round((parseInt(channel, 16) / 255) * 1000) / 1000)
}

/** True when two pairs have the same rings, point for point within `tolerance` pixels. False when either is no path. */
export function samePaths(a: unknown, b: unknown, tolerance = 0.05): boolean {
  const [pathsA, pathsB] = [tryPaths(a), tryPaths(b)]
  return pathsA !== null && pathsB !== null && sameReadPaths(pathsA, pathsB, tolerance)
}

/** The same for paths that are read already. */
export const sameReadPaths = (a: readonly PaperPath[], b: readonly PaperPath[], tolerance = 0.05): boolean =>
  a.length === b.length && a.every((path, index) => samePath(path, b[index]!, tolerance))

function samePath(a: PaperPath, b: PaperPath, tolerance: number): boolean {
  // What the arithmetic of one decimal leaves over must not count.
  const near = (p: Vector, q: Vector) => Math.max(Math.abs(p[0] - q[0]), Math.abs(p[1] - q[1])) <= tolerance + 1e-6
  if (a.segments.length !== b.segments.length) return false
  return a.segments.every((segment, index) => {
    const other = b.segments[index]!
    return (
      near(segment.point, other.point) &&
      near(segment.handleIn, other.handleIn) &&
      near(segment.handleOut, other.handleOut)
    )
  })
}

/** null: it is no path. */
export function tryPaths(pair: unknown): PaperPath[] | null {
  try {
    return readPaperPaths(pair)
  } catch (error) {
    if (error instanceof InvalidInput) return null
    throw error
  }
}
