/** Figures of label files as rings of points. */
import { tidy } from './numbers'
import type { Bbox } from '../geometry/box'

/** An ellipse as a ring; its points lie so that the outline is off by less than a fiftieth of a pixel, at most 128 of them. */
export function ellipseRing(cx: number, cy: number, rx: number, ry: number, degrees = 0): number[] {
  const count = Math.min(
    128,
    Math.max(12, Math.ceil(Math.PI / Math.acos(1 - Math.min(0.5, 0.02 / Math.max(rx, ry, 0.05))))),
  )
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  return Array.from({ length: count }, (_none, index) => (2 * Math.PI * index) / count).flatMap((angle) => {
    const [x, y] = [rx * Math.cos(angle), ry * Math.sin(angle)]
    return [tidy(cx + x * cos - y * sin), tidy(cy + x * sin + y * cos)]
  })
}

/** The corners of a box, rotated about its centre. */
export function rotatedCorners([x, y, width, height]: Bbox, degrees: number): number[] {
  const [cx, cy] = [x + width / 2, y + height / 2]
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ].flatMap(([px = 0, py = 0]) => [
    tidy(cx + (px - cx) * cos - (py - cy) * sin),
    tidy(cy + (px - cx) * sin + (py - cy) * cos),
  ])
}

/** Between two opposite corners in any order. */
export const boxBetween = (x1: number, y1: number, x2: number, y2: number): Bbox => [
  Math.min(x1, x2),
  Math.min(y1, y2),
  tidy(Math.abs(x2 - x1)),
  tidy(Math.abs(y2 - y1)),
]

/** Pairs of a flat list. */
export const pointsOf = (ring: readonly number[]): [number, number][] =>
  Array.from({ length: ring.length / 2 }, (_none, index) => [ring[2 * index]!, ring[2 * index + 1]!])
