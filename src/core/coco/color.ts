/** A colour for a seed: the same file imported again looks the same. `#rrggbb`, told apart also by the colour-blind. */
import { distanceOf, seen, type Seen } from './colorDistance'

/**
 * Source  Okabe and Ito, "Color Universal Design", 2008, without black; Paul Tol, "Colour Schemes", 2021, vibrant and muted,
 *         those that are lost on dark photos made brighter.
 * Neighbours in the list differ in lightness as well as in hue.
 */
export const PALETTE = [
  '#0072b2',
  '#e69f00',
  '#cc79a7',
  '#009e73',
  '#d55e00',
  '#56b4e9',
  '#a8327a',
  '#f0e442',
  '#4b55d8',
  '#44aa99',
  '#ee3377',
  '#999933',
  '#6699cc',
  '#aa4499',
  '#ddcc77',
  '#117733',
  '#cc6677',
  '#33bbee',
  '#a0522d',
  '#7b68ee',
] as const

const SEEN = new Map<string, Seen>(PALETTE.map((color) => [color, seen(color)]))

/** Of the palette, by the seed; with colours that are taken, the one that is told apart from them best. */
export function colorFor(seed: string, taken: Iterable<string> = []): string {
  const first = hash(seed) % PALETTE.length
  const others = [...taken]
    .filter((color) => /^#[\da-f]{6}$/i.test(color))
    .map((color) => SEEN.get(color) ?? seen(color))
  if (others.length === 0) return PALETTE[first]!
  const candidates = [...PALETTE.slice(first), ...PALETTE.slice(0, first)]
  const apart = candidates.map((color) => Math.min(...others.map((other) => distanceOf(SEEN.get(color)!, other))))
  return candidates[apart.indexOf(Math.max(...apart))]!
}

/** FNV-1a. */
function hash(seed: string): number {
  let value = 2166136261
  for (let index = 0; index < seed.length; index++) value = Math.imul(value ^ seed.charCodeAt(index), 16777619) >>> 0
  // The last bits alone are hardly mixed.
  return (value ^ (value >>> 15)) >>> 0
}
