/**
 * Parts a thing from its background by colour and by edges, from a rough guess.
 *
 * Labels  one for each pixel of the region: what is known (SURE_) and what is guessed (MAYBE_).
 * How     colour models of both, the cheapest cut between them, and again with the models of what was cut.
 * Source  C. Rother, V. Kolmogorov and A. Blake, GrabCut, 2004.
 */
import { fitColours, unlikeliness, type ColourModel } from './colourModel'
import { MinCut, STEPS } from './minCut'
import type { Region } from './types'

export const SURE_BACK = 0
export const SURE_FRONT = 1
export const MAYBE_BACK = 2
export const MAYBE_FRONT = 3

const isFront = (label: number) => label === SURE_FRONT || label === MAYBE_FRONT
const isSure = (label: number) => label <= SURE_FRONT

const SMOOTHNESS = 50 // what parting two equal neighbours costs, in the units of unlikeliness
const UNIT = 64 // costs are whole numbers of so many to one
const MOST_SAMPLES = 6000 // of each side
const SETTLED = 0.001 // of the pixels may still change in the last round
const FARTHEST = 60 // a colour unlike all that is known is not infinitely unlikely

/** Pauses now and then; answers 1 for the thing and 0 for the background. */
export function* grabCut(region: Region, labels: Uint8Array, rounds: number): Generator<void, Uint8Array> {
  const guess = labels.slice()
  const contrast = contrastOf(region)
  let [front, back]: [ColourModel | null, ColourModel | null] = [null, null]
  for (let round = 0; round < rounds; round++) {
    front = fitColours(samplesOf(region, guess, true), front)
    back = fitColours(samplesOf(region, guess, false), back)
    yield
    if (front.length === 0 || back.length === 0) break
    const changed = yield* cutOnce(region, guess, { front, back, contrast })
    if (changed <= SETTLED * guess.length) break
  }
  return guess.map((label) => Number(isFront(label)))
}

function samplesOf({ data }: Region, labels: Uint8Array, front: boolean): Float32Array {
  let count = 0
  for (const label of labels) if (isFront(label) === front) count += 1
  const every = Math.max(1, Math.floor(count / MOST_SAMPLES))
  const samples: number[] = []
  let met = 0
  labels.forEach((label, at) => {
    if (isFront(label) === front && met++ % every === 0)
      samples.push(data[at * 4]!, data[at * 4 + 1]!, data[at * 4 + 2]!)
  })
  return Float32Array.from(samples)
}

const difference = (data: Region['data'], a: number, b: number) =>
  (data[a * 4]! - data[b * 4]!) ** 2 +
  (data[a * 4 + 1]! - data[b * 4 + 1]!) ** 2 +
  (data[a * 4 + 2]! - data[b * 4 + 2]!) ** 2

/** How fast the cost of a border falls with the difference of its two pixels: as the image is wont to differ. */
function contrastOf({ data, width, height }: Region): number {
  let [sum, count] = [0, 0]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x + 1 < width; x++, count++) sum += difference(data, y * width + x, y * width + x + 1)
  }
  return sum > 0 ? count / (2 * sum) : 0
}

interface Models {
  front: ColourModel
  back: ColourModel
  contrast: number
}

/** Only pixels that are not sure are nodes; a sure neighbour pulls at them like a terminal. Answers how many have changed sides. */
function* cutOnce(region: Region, guess: Uint8Array, models: Models): Generator<void, number> {
  const nodes = new Int32Array(guess.length).fill(-1)
  let count = 0
  guess.forEach((label, at) => {
    if (!isSure(label)) nodes[at] = count++
  })
  const cut = new MinCut(count)
  for (let y = 0; y < region.height; y++) {
    addRow(cut, { region, guess, nodes, models }, y)
    if (y % 32 === 0) yield
  }
  yield* cut.solve()
  let changed = 0
  nodes.forEach((node, at) => {
    if (node < 0) return
    const label = cut.onSourceSide(node) ? MAYBE_FRONT : MAYBE_BACK
    if (label !== guess[at]) changed += 1
    guess[at] = label
  })
  return changed
}

interface Grid {
  region: Region
  guess: Uint8Array
  nodes: Int32Array
  models: Models
}

function addRow(cut: MinCut, { region, guess, nodes, models: { front, back, contrast } }: Grid, y: number) {
  const { data, width, height } = region
  for (let x = 0; x < width; x++) {
    const at = y * width + x
    const node = nodes[at]!
    if (node < 0) continue
    const [red, green, blue] = [data[at * 4]!, data[at * 4 + 1]!, data[at * 4 + 2]!]
    const pull = unlikeliness(back, red, green, blue) - unlikeliness(front, red, green, blue)
    cut.terminal[node]! += Math.round(Math.max(-FARTHEST, Math.min(FARTHEST, pull)) * UNIT)
    for (let direction = 0; direction < 8; direction++) {
      const [dx, dy] = STEPS[direction]!
      if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue
      const to = at + dy * width + dx
      const cost = Math.round(
        (SMOOTHNESS * Math.exp(-contrast * difference(data, at, to)) * UNIT) / (dx !== 0 && dy !== 0 ? Math.SQRT2 : 1),
      )
      if (nodes[to]! < 0) cut.terminal[node]! += guess[to] === SURE_FRONT ? cost : -cost
      else if (direction % 2 === 0) cut.join(node, nodes[to]!, direction, cost)
    }
  }
}
