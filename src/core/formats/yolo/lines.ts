/** Lines of YOLO label files: a class and numbers that are shares of the image's sides. */
import { numberOf } from '../numbers'

export type YoloKind = 'detect' | 'segment' | 'pose' | 'obb'

/** Roboflow's and DOTA's rotated boxes: eight coordinates in pixels, a class by its name, how difficult it is. */
export interface DotaLine {
  corners: number[]
  name: string
  difficult: boolean
}

/** undefined: the line is none of numbers alone. */
export function numbersOf(line: string): number[] | undefined {
  const numbers: number[] = []
  for (const token of line.split(/[\s,]+/)) {
    const number = numberOf(token)
    if (number === undefined) return undefined
    numbers.push(number)
  }
  return numbers
}

/** undefined: the line is none of a rotated box with the name of its class. */
export function dotaOf(line: string): DotaLine | undefined {
  const tokens = line.split(/\s+/)
  if (tokens.length < 9) return undefined
  const corners = tokens.slice(0, 8).map(numberOf)
  if (corners.includes(undefined)) return undefined
  const rest = tokens.slice(8)
  const last = rest.length > 1 ? numberOf(rest.at(-1)) : undefined
  const name = (last === undefined ? rest : rest.slice(0, -1)).join(' ')
  return numberOf(name) === undefined ? { corners: corners as number[], name, difficult: last === 1 } : undefined
}

/** What lines of some label files look like. */
export interface Sampled {
  /** Numbers in a line, each count once. */
  counts: Set<number>
  dota: number
  /** Lines that are neither. */
  others: number
  /** Every third number from the eighth on is 0, 1 or 2 in all lines. */
  hasVisibility: boolean
  /** All lines of nine numbers are parallelograms that stand askew, or some do. */
  isRotated: boolean
}

export function sampleLines(lines: Iterable<string>): Sampled {
  const sampled: Sampled = { counts: new Set(), dota: 0, others: 0, hasVisibility: true, isRotated: false }
  let [parallel, askew, quads] = [0, 0, 0]
  for (const line of lines) {
    const numbers = numbersOf(line)
    if (!numbers) {
      if (dotaOf(line)) sampled.dota++
      else if (!/^(imagesource|gsd):/i.test(line)) sampled.others++
      continue
    }
    if (!Number.isInteger(numbers[0]) || numbers.length < 5) sampled.others++
    sampled.counts.add(numbers.length)
    for (let at = 7; at < numbers.length; at += 3) if (![0, 1, 2].includes(numbers[at]!)) sampled.hasVisibility = false
    if (numbers.length !== 9) continue
    quads++
    const [, x1, y1, x2, y2, x3, y3, x4, y4] = numbers as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ]
    if (Math.hypot(x1 + x3 - x2 - x4, y1 + y3 - y2 - y4) < 2e-3) parallel++
    const isUpright =
      (Math.abs(x1 - x2) < 1e-4 || Math.abs(y1 - y2) < 1e-4) && (Math.abs(x2 - x3) < 1e-4 || Math.abs(y2 - y3) < 1e-4)
    if (!isUpright) askew++
  }
  sampled.isRotated = quads > 0 && parallel === quads && askew > 0
  return sampled
}

/** The kinds that the lines can be, the likeliest first; none: they are no YOLO labels. `keypoints`: of data.yaml. */
export function kindsOf(
  { counts, dota, others, hasVisibility, isRotated }: Sampled,
  keypoints: [count: number, dimensions: number] | undefined,
): YoloKind[] {
  const all = [...counts]
  if (others > 0 && others >= all.length + dota) return []
  if (dota > 0) return all.length === 0 ? ['obb'] : []
  if (keypoints) return ['pose']
  // one more number: how sure a detector was
  if (all.every((count) => count === 5 || count === 6)) return ['detect']
  const [only] = all.filter((count) => count > 6)
  if (
    hasVisibility &&
    all.filter((count) => count > 6).length === 1 &&
    only !== undefined &&
    (only - 5) % 3 === 0 &&
    (only % 2 === 0 || only > 9)
  )
    return ['pose']
  if (all.every((count) => count === 9 || count === 10)) return isRotated ? ['obb'] : ['segment', 'obb']
  return ['segment']
}
