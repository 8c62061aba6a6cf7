/** Whether a value from outside (a file, the wire, an old record) is a shape. */
import { toRle } from '../mask/rle'
import { InvalidInput } from '../errors'
import type { AnyRle } from '../mask/types'

/** Image pixels; far beyond any image, and its squares are still exact. */
const MAX_MAGNITUDE = 1e7
const MAX_RINGS = 20_000
const MAX_NUMBERS = 2_000_000
const MAX_RUNS = 20_000_000

type Unchecked = Record<string, unknown>

/** Why a value is not a shape, for people; null when it is one. Never throws. */
export function checkShape(value: unknown): string | null {
  if (!isObject(value)) return 'a shape is an object'
  if (value.kind === 'polygons') return checkParts(value.parts)
  if (value.kind === 'box') return checkBox(value)
  if (value.kind === 'mask') return checkMask(value)
  return 'the kind of a shape is polygons, box or mask'
}

function checkParts(parts: unknown): string | null {
  if (!Array.isArray(parts) || parts.length === 0) return 'polygons have a list of parts, at least one'
  const rings: unknown[] = []
  for (const part of parts as unknown[]) {
    if (!isObject(part) || !Array.isArray(part.holes)) return 'a part has an outer ring and a list of holes'
    if (rings.length + part.holes.length >= MAX_RINGS) return `a shape has at most ${MAX_RINGS} rings`
    rings.push(part.outer)
    for (const hole of part.holes as unknown[]) rings.push(hole)
  }
  let numbers = 0
  for (const ring of rings) {
    const reason = checkRing(ring)
    if (reason) return reason
    numbers += (ring as number[]).length
    if (numbers > MAX_NUMBERS) return `a shape has at most ${MAX_NUMBERS / 2} points`
  }
  return null
}

function checkRing(ring: unknown): string | null {
  if (!Array.isArray(ring)) return 'a ring is a list x1, y1, x2, y2, ...'
  if (ring.length > MAX_NUMBERS) return `a shape has at most ${MAX_NUMBERS / 2} points`
  if (ring.length < 6 || ring.length % 2 === 1)
    return `a ring has an even number of coordinates, at least 6, not ${ring.length}`
  for (let index = 0; index < ring.length; index++) {
    if (!isCoordinate(ring[index]))
      return `coordinate ${index} of a ring is not a number from -${MAX_MAGNITUDE} to ${MAX_MAGNITUDE}`
  }
  return null
}

function checkBox({ x, y, width, height }: Unchecked): string | null {
  if (![x, y, width, height].every(isCoordinate)) return 'a box has x, y, width and height, sane numbers of pixels'
  return (width as number) < 0 || (height as number) < 0 ? 'the width and height of a box are not negative' : null
}

function checkMask({ size, counts }: Unchecked): string | null {
  if (typeof counts !== 'string' && !Array.isArray(counts)) return 'the counts of a mask are a list or text'
  if (counts.length > MAX_RUNS) return `a mask has at most ${MAX_RUNS} runs`
  try {
    toRle({ size, counts } as AnyRle)
    return null
  } catch (error) {
    if (error instanceof InvalidInput) return error.message
    throw error
  }
}

const isObject = (value: unknown): value is Unchecked =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isCoordinate = (value: unknown) => typeof value === 'number' && Math.abs(value) <= MAX_MAGNITUDE
