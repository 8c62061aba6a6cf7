/** The files of tests/data/formats: what docs/images.md says of each, and what another reader saw in it (build/imageInfo.py). */
import { readFileSync } from 'node:fs'

export interface Row {
  file: string
  outcome: 'opens' | 'opens with a note' | 'refused'
  /** "png, 64 x 64" */
  what: string
  /** The note, or the reason. */
  why: string
}

const file = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url))
const docs = String(file('docs/images.md'))

/** The table of docs/images.md. */
export const rows = docs
  .slice(docs.indexOf('| file | outcome |'))
  .split('\n')
  .slice(2)
  .filter((line) => line.startsWith('|'))
  .map((line): Row => {
    const [name, outcome, what, why] = line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim())
    return { file: name!, outcome: outcome as Row['outcome'], what: what!, why: why! }
  })

export interface Expected {
  /** Of the upright image. */
  width: number
  height: number
  orientation?: number
  mode?: string
  /** Red, green, blue and alpha: two pixels inside the corners (top left, top right, bottom left, bottom right), and in the centre. */
  corners?: number[][]
  /** Of grey images of 16 bits: the values there, and the brightest of all. */
  samples?: number[]
  brightest?: number
  /** Exponent of the stored values of a PNG; browsers show sRGB, which is about 1 / 2.2. */
  gamma?: number
}

export const expected = JSON.parse(String(file('tests/data/formats/expected.json'))) as Record<string, Expected>

/** The same colours as a browser shows them, which heeds the gamma of a PNG. */
export function shownCornersOf(facts: Expected): number[][] {
  const exponent = 1 / 2.2 / (facts.gamma ?? 1 / 2.2)
  const shown = (value: number) => 255 * (value / 255) ** exponent
  return cornersOf(facts).map(([red, green, blue, alpha]) => [shown(red!), shown(green!), shown(blue!), alpha!])
}

/** Colours that are stored there: of grey 16-bit values as many bits as the brightest needs are shown with 8. */
export function cornersOf({ corners, samples, brightest = 0 }: Expected): number[][] {
  if (!samples) return corners ?? []
  const most = 2 ** Math.max(8, Math.ceil(Math.log2(brightest + 1))) - 1
  return samples.map((value) => {
    const gray = Math.round((255 * value) / most)
    return [gray, gray, gray, 255]
  })
}

export const pathOf = (name: string) => `tests/data/formats/${name}`
