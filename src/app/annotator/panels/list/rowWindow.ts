/** Which rows of a long list are in sight: only those are there, so that what the page draws does not grow with the list. */

/** Of every row, CSS pixels. */
export const ROW_HEIGHT = 30

/** Rows more on each side, for the Tab key and for fast scrolling. */
const MORE = 4

/** Rows made in one frame: all of a window at once would hold up what the hand does in the image. */
const AT_ONCE = 10

export interface RowWindow {
  first: number
  /** The first that is not in it any more. */
  end: number
}

/** The rows of `count` of which something lies between two heights, from the top of the list in CSS pixels, and some around those. None for a list that is far from there. */
export function rowWindow(top: number, bottom: number, count: number): RowWindow {
  const clamp = (row: number) => Math.min(count, Math.max(0, row))
  const [first, end] = [clamp(Math.floor(top / ROW_HEIGHT) - MORE), clamp(Math.ceil(bottom / ROW_HEIGHT) + MORE)]
  return { first, end: Math.max(first, end) }
}

/** On the way from one window to another, in steps of few new rows: what both have stays. After a jump the rows in the middle come first. */
export function nextWindow(from: RowWindow, to: RowWindow): RowWindow {
  const middle = (to.first + to.end) >> 1
  const [first, end] =
    from.first < to.end && to.first < from.end
      ? [Math.max(from.first, to.first), Math.min(from.end, to.end)]
      : [middle, middle]
  const [before, after] = [first - to.first, to.end - end]
  const above = Math.min(before, Math.max(AT_ONCE >> 1, AT_ONCE - after))
  return { first: first - above, end: end + Math.min(after, AT_ONCE - above) }
}

/** How far a list in which `top` to `bottom` are in sight must be scrolled on to show all of a row: 0 when it is seen. */
export function wayTo(row: number, top: number, bottom: number): number {
  const [above, below] = [row * ROW_HEIGHT - top, (row + 1) * ROW_HEIGHT - bottom]
  if (above < 0) return above
  return Math.max(0, Math.min(below, above))
}
