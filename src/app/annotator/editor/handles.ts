/** The eight handles around a box, and the result of dragging one. */
import type { Bbox } from '@/core/geometry/box'
import { imagePoint, type ImagePoint } from '@/core/geometry/point'

/** Which sides a handle moves: -1 left or top, 1 right or bottom, 0 none. */
export interface Handle {
  across: -1 | 0 | 1
  down: -1 | 0 | 1
}

export const HANDLES: readonly Handle[] = [
  { across: -1, down: -1 },
  { across: 0, down: -1 },
  { across: 1, down: -1 },
  { across: 1, down: 0 },
  { across: 1, down: 1 },
  { across: 0, down: 1 },
  { across: -1, down: 1 },
  { across: -1, down: 0 },
]

export function handlePoint([x, y, width, height]: Bbox, { across, down }: Handle): ImagePoint {
  return imagePoint(x + (width * (across + 1)) / 2, y + (height * (down + 1)) / 2)
}

/** Moves a handle to a point. Dragging past the opposite side flips the box; sizes are never negative. */
export function dragHandle([x, y, width, height]: Bbox, { across, down }: Handle, to: ImagePoint): Bbox {
  const [left, right] = dragSide(x, x + width, across, to.x)
  const [top, bottom] = dragSide(y, y + height, down, to.y)
  return [left, top, right - left, bottom - top]
}

function dragSide(low: number, high: number, side: -1 | 0 | 1, to: number): [number, number] {
  if (side === 0) return [low, high]
  const fixed = side < 0 ? high : low
  return [Math.min(fixed, to), Math.max(fixed, to)]
}

const CURSORS: Record<string, string> = {
  '-1-1': 'nwse-resize',
  '11': 'nwse-resize',
  '1-1': 'nesw-resize',
  '-11': 'nesw-resize',
}

export function handleCursor({ across, down }: Handle): string {
  return CURSORS[`${across}${down}`] ?? (across === 0 ? 'ns-resize' : 'ew-resize')
}
