/** Found pixels made tidy: small holes filled, specks dropped, borders smoothed. They are changed in place. */
import { runThrough, type Steps } from './steps'
import type { Patch } from './types'

const PIXELS = 1 << 16 // between two steps
const ROWS = 16

/** Flips every group of pixels of a value that touch by their sides and are no more than `most`. Empty ones at the side of the patch are outside. */
export const flipSmall = (patch: Patch, value: 0 | 1, most: number) => runThrough(flipSmallInSteps(patch, value, most))

/** The same in steps. */
export function* flipSmallInSteps({ data, width }: Patch, value: 0 | 1, most: number): Steps<void> {
  const seen = new Uint8Array(data.length)
  const queue = new Int32Array(data.length)
  const last = data.length - width
  let end = 0
  const visit = (at: number) => {
    if (data[at] !== value || seen[at] !== 0) return
    seen[at] = 1
    queue[end++] = at
  }
  for (let first = 0; first < data.length; first++) {
    if (first % PIXELS === 0) yield
    end = 0
    visit(first)
    let atSide = false
    for (let next = 0; next < end; next++) {
      if (next % PIXELS === PIXELS - 1) yield
      const at = queue[next]!
      const x = at % width
      atSide ||= x === 0 || x === width - 1 || at < width || at >= last
      if (x > 0) visit(at - 1)
      if (x < width - 1) visit(at + 1)
      if (at >= width) visit(at - width)
      if (at < last) visit(at + width)
    }
    if (end > most || (value === 0 && atSide)) continue
    for (let next = 0; next < end; next++) data[queue[next]!] = 1 - value
  }
}

/** Fills the holes; those of up to `most` pixels only. */
export const fillHoles = (patch: Patch, most = Infinity) => flipSmall(patch, 0, most)

/** Every pixel becomes what most of the nine around it are: frayed borders lose their fringe, straight ones stay. */
export const smoothBorder = (patch: Patch) => runThrough(smoothBorderInSteps(patch))

/** The same in steps. */
export function* smoothBorderInSteps({ data, width, height }: Patch): Steps<void> {
  const before = data.slice()
  for (let y = 0; y < height; y++) {
    if (y % ROWS === 0) yield
    const [above, own, below] = [(y - 1) * width, y * width, (y + 1) * width]
    const column = (x: number) =>
      x < 0 || x >= width
        ? 0
        : before[own + x]! + (y > 0 ? before[above + x]! : 0) + (y + 1 < height ? before[below + x]! : 0)
    let left = 0
    let middle = column(0)
    for (let x = 0; x < width; x++) {
      const right = column(x + 1)
      data[own + x] = left + middle + right >= 5 ? 1 : 0
      left = middle
      middle = right
    }
  }
}
