/** Reads the values of filters: numbers, dates, choices, text with wildcards, names with a value. */
import { QueryError } from './queryError'

/** Inclusive unless open. */
export interface Interval {
  from: number
  to: number
  openFrom: boolean
  openTo: boolean
}

export const isInside = (value: number, { from, to, openFrom, openTo }: Interval): boolean =>
  (openFrom ? value > from : value >= from) && (openTo ? value < to : value <= to)

const closed = (from: number, to: number): Interval => ({ from, to, openFrom: false, openTo: false })

/** `5`, `>5`, `>=5`, `<5`, `<=5`, `2..6`, `2..`, `..6`. Throws QueryError. */
export function readNumber(key: string, text: string): Interval {
  return readInterval(text, readPlainNumber, () => new QueryError('not-a-number', { key, value: text }))
}

const readPlainNumber = (text: string): [number, number] | undefined => {
  const value = /^-?\d+(\.\d+)?(e-?\d+)?$/i.test(text) ? Number(text) : NaN
  return Number.isFinite(value) ? [value, value] : undefined
}

const DAY = 24 * 60 * 60 * 1000

/**
 * As `readNumber`, with days as 2026-12-31 in the reader's time zone; `7d` is the last seven times 24 hours.
 * Answers milliseconds since 1970-01-01 UTC. Throws QueryError.
 */
export function readDate(key: string, text: string, now: number): Interval {
  const days = /^(\d{1,5})d$/.exec(text)?.[1]
  if (days !== undefined) return closed(now - Number(days) * DAY, Infinity)
  return readInterval(text, readDay, () => new QueryError('not-a-date', { key, value: text }))
}

/** First and last millisecond of a day. */
function readDay(text: string): [number, number] | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.slice(1).map(Number)
  if (!parts) return undefined
  const [year, month, day] = parts as [number, number, number]
  const start = new Date(year, month - 1, day)
  if (start.getMonth() !== month - 1 || start.getDate() !== day) return undefined
  return [start.getTime(), new Date(year, month - 1, day + 1).getTime() - 1]
}

function readInterval(
  text: string,
  read: (text: string) => [first: number, last: number] | undefined,
  refuse: () => QueryError,
): Interval {
  const [, sign = '', rest = ''] = /^(>=|<=|>|<)?(.*)$/.exec(text)!
  const range = sign === '' ? /^(.*?)\.\.(.*)$/.exec(rest) : null
  if (range && rest !== '..') {
    const [low, high] = [range[1]!, range[2]!].map((part, side) => (part === '' ? openEnd(side) : read(part)))
    if (low && high) return closed(low[0], high[1])
    throw refuse()
  }
  const one = read(rest)
  if (!one) throw refuse()
  const [first, last] = one
  if (sign === '>') return { from: last, to: Infinity, openFrom: true, openTo: false }
  if (sign === '<') return { from: -Infinity, to: first, openFrom: false, openTo: true }
  return closed(sign === '<=' ? -Infinity : first, sign === '>=' ? Infinity : last)
}

const openEnd = (side: number): [number, number] => (side === 0 ? [-Infinity, -Infinity] : [Infinity, Infinity])

/** Throws QueryError. */
export function readChoice(key: string, text: string, choices: readonly string[]): string {
  const found = choices.find((choice) => choice === text.toLowerCase())
  if (found) return found
  throw new QueryError('not-a-choice', { key, value: text, choices: choices.join(', ') })
}

export const fold = (text: string): string => text.normalize('NFC').toLowerCase()

export const hasWildcard = (text: string): boolean => /[*?]/.test(text)

/** Whether a text is as the pattern, in upper or lower case: `*` is any text, `?` any character. */
export function globTest(pattern: string): (text: string) => boolean {
  const pieces = fold(pattern).replace(/\*+/g, '*').split('*')
  return (text) => matchesPieces(fold(text), pieces)
}

/** Pieces between stars, in order; the first is at the start, the last at the end. Takes time in proportion to the text. */
function matchesPieces(text: string, pieces: string[]): boolean {
  const chars = [...text]
  const lists = pieces.map((piece) => [...piece])
  const fits = (piece: string[], at: number) =>
    at >= 0 &&
    at + piece.length <= chars.length &&
    piece.every((char, index) => char === '?' || char === chars[at + index])
  const [first, ...others] = lists as [string[], ...string[][]]
  if (others.length === 0) return chars.length === first.length && fits(first, 0)
  if (!fits(first, 0)) return false
  let at = first.length
  const last = others.pop()!
  for (const piece of others) {
    while (at + piece.length <= chars.length && !fits(piece, at)) at++
    if (at + piece.length > chars.length) return false
    at += piece.length
  }
  return chars.length - last.length >= at && fits(last, chars.length - last.length)
}

/** `name` or `name=value`: whether an object has it; the value is compared as text and may have wildcards. */
export function pairTest(text: string): (object: Record<string, unknown>) => boolean {
  const at = text.indexOf('=')
  const name = at < 0 ? text : text.slice(0, at)
  if (at < 0) return (object) => Object.hasOwn(object, name)
  const fits = globTest(text.slice(at + 1))
  return (object) => Object.hasOwn(object, name) && fits(asText(object[name]))
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value)
