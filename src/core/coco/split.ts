/**
 * Divides images into parts for training, so that every category is spread over the parts as the shares say.
 *
 * Text    "train:0.8,val:0.1,test:0.1": names and shares that sum to 1.
 * How     iterative stratification: the rarest category first, each of its images to the part that lacks most of it.
 *         The same images, shares and seed give the same parts, in any runtime.
 * Source  Sechidis, Tsoumakas and Vlahavas: On the Stratification of Multi-Label Data, 2011.
 */
import { InvalidInput } from '../errors'

export interface SplitPart {
  name: string
  share: number
}

const MAX_PARTS = 20

export function parseSplit(text: string): SplitPart[] {
  const parts = text.split(',').map((each): SplitPart => {
    const found = /^\s*([A-Za-z0-9_-]{1,40})\s*:\s*(\d*\.?\d+)\s*$/.exec(each)
    if (!found) throw new InvalidInput(`'${each.slice(0, 40)}' is not a name and a share, as train:0.8`)
    return { name: found[1]!, share: Number(found[2]) }
  })
  const sum = parts.reduce((total, { share }) => total + share, 0)
  if (Math.abs(sum - 1) > 0.001) throw new InvalidInput(`the shares of a split sum to ${sum}, not 1`)
  if (parts.length > MAX_PARTS) throw new InvalidInput(`a split has at most ${MAX_PARTS} parts`)
  if (new Set(parts.map(({ name }) => name.toLowerCase())).size < parts.length)
    throw new InvalidInput('two parts of the split have one name')
  return parts
}

/** The number of the part for each image, in their order. `labels`: an image's categories. */
export function assignParts(labels: number[][], parts: SplitPart[], seed: number): Uint8Array {
  const assigned = new Uint8Array(labels.length)
  const open = new Set(shuffled(labels.length, seed))
  const byLabel = new Map<number, number[]>()
  for (const image of open) for (const label of labels[image]!) push(byLabel, label, image)
  const rarestFirst = [...byLabel].sort(([labelA, a], [labelB, b]) => a.length - b.length || labelA - labelB)
  const wanted = new Map(rarestFirst.map(([label, images]) => [label, parts.map(({ share }) => share * images.length)]))
  const wantedImages = parts.map(({ share }) => share * labels.length)
  const give = (image: number, need: number[]) => {
    let best = 0
    for (let part = 1; part < parts.length; part++) {
      const more = need[part]! - need[best]! || wantedImages[part]! - wantedImages[best]!
      if (more > 0) best = part
    }
    assigned[image] = best
    open.delete(image)
    wantedImages[best]! -= 1
    for (const label of labels[image]!) wanted.get(label)![best]! -= 1
  }
  for (const [label, images] of rarestFirst)
    for (const image of images) if (open.has(image)) give(image, wanted.get(label)!)
  for (const image of open) give(image, wantedImages)
  return assigned
}

function push(map: Map<number, number[]>, key: number, value: number): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** 0 to n - 1 in an order that hangs on the seed alone (Fisher and Yates, mulberry32). */
function shuffled(length: number, seed: number): number[] {
  const order = Array.from({ length }, (_none, index) => index)
  let state = seed | 0
  const random = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  for (let index = length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1))
    const kept = order[index]!
    order[index] = order[other]!
    order[other] = kept
  }
  return order
}
