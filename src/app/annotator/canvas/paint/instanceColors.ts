/** One colour for each annotation of the open image: no two are equal, and neighbours differ clearly. */
import { boxesOverlap, type Bbox } from '@/core/geometry/box'
import type { Doc, Item } from '../../editor/document'

interface Hue {
  /** Degrees, saturation and lightness in percent. */
  h: number
  s: number
  l: number
}

const GOLDEN_ANGLE = 137.508 // degrees: hues that follow each other lie far apart
const LIGHTNESS = [50, 66, 38]
const POOL = 16 // unused colours of which the one farthest from the neighbours is taken
const AROUND = 0.5 // of the sides of a box: how far its neighbours may lie
const MOST_COMPARED = 4000 // annotations; above this their places are not looked at

let imageId = 0
let colors = new Map<number, Hue & { css: string; item: Item }>()
let pool: Hue[] = []
let next = 0

/** Gives the annotations that have none a colour. Those that have one keep it, also when they move. */
export function assignInstanceColors(doc: Doc) {
  if (doc.imageId !== imageId) {
    ;[imageId, colors, pool, next] = [doc.imageId, new Map(), [], 0]
  }
  if (colors.size >= doc.items.size && [...doc.items.keys()].every((id) => colors.has(id))) return
  const isFew = doc.items.size <= MOST_COMPARED
  for (const item of doc.items.values()) {
    if (colors.has(item.id)) continue
    const hue = takeFarthest(isFew ? neighbours(item.bounds) : [])
    colors.set(item.id, { ...hue, css: toHex(hue), item })
  }
}

/** `#rrggbb`; undefined for an annotation that has not been given one. */
export const instanceColor = (id: number): string | undefined => colors.get(id)?.css

function neighbours([x, y, width, height]: Bbox): Hue[] {
  const around: Bbox = [x - width * AROUND, y - height * AROUND, width * (1 + 2 * AROUND), height * (1 + 2 * AROUND)]
  return [...colors.values()].filter(({ item }) => boxesOverlap(item.bounds, around))
}

function takeFarthest(others: readonly Hue[]): Hue {
  while (pool.length < POOL) pool.push(nextHue())
  let [best, farthest] = [0, -1]
  pool.forEach((hue, index) => {
    const distance = Math.min(Infinity, ...others.map((other) => difference(hue, other)))
    if (distance > farthest) [best, farthest] = [index, distance]
  })
  return pool.splice(best, 1)[0]!
}

/** Every step differs in all three, so that colours stay apart long after the hues have gone round. */
function nextHue(): Hue {
  const index = next++
  return { h: (index * GOLDEN_ANGLE) % 360, s: 95 - (index % 5) * 6, l: LIGHTNESS[index % 3]! }
}

function difference(a: Hue, b: Hue): number {
  const apart = Math.abs(a.h - b.h)
  return Math.min(apart, 360 - apart) + Math.abs(a.l - b.l)
}

function toHex({ h, s, l }: Hue): string {
  const reach = (s / 100) * Math.min(l / 100, 1 - l / 100)
  const channel = (offset: number) => {
    const turn = (offset + h / 30) % 12
    const value = l / 100 - reach * Math.max(-1, Math.min(turn - 3, 9 - turn, 1))
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${channel(0)}${channel(8)}${channel(4)}`
}
