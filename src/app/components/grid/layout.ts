/**
 * Where the tiles of a grid lie. Every tile has the same size, so the place of any image is known before it is loaded.
 * All lengths are CSS pixels. Virtual: as if an element could have any height; physical: as the page has it.
 */

/** Browsers cut elements off, the earliest at about 17.8 million. */
export const MAX_HEIGHT = 15_000_000

/** Below the image: name and facts, and the borders. */
const TEXT_HEIGHT = 64
const NARROW = 690
const MIN_TILE = 190

export interface Layout {
  columns: number
  rows: number
  gap: number
  /** From the top of one row to that of the next. */
  rowHeight: number
  tileHeight: number
  tileWidth: number
  /** Of all rows, virtual. */
  height: number
}

export function layoutOf(width: number, total: number): Layout {
  const isNarrow = width < NARROW
  const gap = isNarrow ? 10 : 14
  const columns = isNarrow ? 2 : Math.max(1, Math.floor((width + gap) / (MIN_TILE + gap)))
  const tileWidth = Math.max(0, (width - gap * (columns - 1)) / columns)
  const tileHeight = Math.round(tileWidth * 0.75) + TEXT_HEIGHT
  const rows = Math.ceil(total / columns)
  const rowHeight = tileHeight + gap
  return { columns, rows, gap, rowHeight, tileHeight, tileWidth, height: Math.max(0, rows * rowHeight - gap) }
}

export interface Rows {
  first: number
  /** The last one, which is in it. */
  last: number
}

/** The rows of which something lies between two heights. */
export function rowsBetween({ rowHeight, rows }: Layout, top: number, bottom: number): Rows {
  const clamp = (row: number) => Math.min(rows - 1, Math.max(0, row))
  return { first: clamp(Math.floor(top / rowHeight)), last: clamp(Math.floor((bottom - 1) / rowHeight)) }
}

/** The columns of which something lies between two places. */
export function columnsBetween({ tileWidth, gap, columns }: Layout, left: number, right: number): Rows {
  const step = tileWidth + gap
  const first = Math.floor((left + gap) / step)
  return { first: Math.max(0, first), last: Math.min(columns - 1, Math.floor(right / step)) }
}

export interface Scrolled {
  /** Physical, now and at the last look. */
  top: number
  last: number
  /** Virtual less physical, at the last look. */
  shift: number
  /** Of the window. */
  view: number
  /** Heights. */
  virtual: number
  physical: number
}

/**
 * Virtual less physical place. Where an element cannot be as tall as its rows, a jump goes in proportion, as the scroll bar shows it, and
 * short ways are as long as they look.
 */
export function shiftOf({ top, last, shift, view, virtual, physical }: Scrolled): number {
  if (virtual <= physical) return 0
  const isJump = Math.abs(top - last) > 2 * view
  const isAtEnd = top <= 0 || top >= physical - view
  if (!isJump && !isAtEnd) return Math.min(virtual - view - top, Math.max(-top, shift))
  return Math.min(1, Math.max(0, top / (physical - view))) * (virtual - view) - top
}

/** The physical place that shows a virtual one, for a jump. */
export const physicalOf = (
  target: number,
  { view, virtual, physical }: Pick<Scrolled, 'view' | 'virtual' | 'physical'>,
) => (virtual <= physical ? target : (target / (virtual - view)) * (physical - view))
