/** The parts that a COCO file falls into, and how their bytes become values. */
import { InvalidInput } from '../../errors'

export const LISTS = ['images', 'annotations', 'categories'] as const
export type ListName = (typeof LISTS)[number]

export const isList = (name: string): name is ListName => (LISTS as readonly string[]).includes(name)

/** Where a splitter can go on: right after a part. Plain data, so that a task can keep it. */
export interface Position {
  /** Bytes from the start of the file. */
  offset: number
  /** The list that the position is in, or null between top-level members. */
  list: ListName | null
  /** Lists that were begun. */
  seen: ListName[]
  /** Elements that came so far, by list. */
  counts: Record<ListName, number>
}

/** A top-level member that is none of the three lists. */
export interface MemberPart {
  kind: 'member'
  name: string
  value: unknown
  next: Position
}

/** Some consecutive elements of a list. */
export interface ElementsPart {
  kind: 'elements'
  list: ListName
  items: Record<string, unknown>[]
  /** The elements' JSON, in the order of `items`. */
  texts: () => string[]
  /** Places in `items` of those that had NaN or Infinity, which were read as null. */
  repaired?: number[]
  next: Position
}

export type CocoPart = MemberPart | ElementsPart

/** Bytes of complete elements with the commas between them, and where each begins and ends. */
export interface Batch {
  list: ListName
  bytes: Uint8Array
  /** File offset of bytes[0]. */
  offset: number
  starts: number[]
  ends: number[]
  /** Number of the first one in its list, from 0. */
  first: number
  /** JSON of elements that were none, made so: by their place in the batch. */
  repaired?: Map<number, string>
}

/** Every runtime has it, no ES lib declares it. */
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean; ignoreBOM: boolean },
) => { decode: (bytes: Uint8Array) => string }

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Text of the bytes; InvalidInput when they are not UTF-8. */
export function decode(bytes: Uint8Array, offset: number): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new InvalidInput(`The text at byte ${offset} is not UTF-8. Save the file as UTF-8.`, offset)
  }
}

/** The elements of a batch, parsed at once; when that fails the culprit is looked for one by one. */
export function parseBatch(batch: Batch): Record<string, unknown>[] {
  try {
    return JSON.parse(`[${decoder.decode(batch.bytes)}]`) as Record<string, unknown>[]
  } catch {
    return batch.starts.map((_start, index) => parseElement(batch, index) as Record<string, unknown>)
  }
}

/** JSON of each element. */
export function batchTexts(batch: Batch): string[] {
  const text = decoder.decode(batch.bytes)
  const isAscii = text.length === batch.bytes.length
  return batch.starts.map((start, index) => {
    const end = batch.ends[index]!
    const repaired = batch.repaired?.get(index)
    if (repaired !== undefined) return repaired
    return isAscii ? text.slice(start, end) : decoder.decode(batch.bytes.subarray(start, end))
  })
}

function parseElement(batch: Batch, index: number): unknown {
  const offset = batch.offset + batch.starts[index]!
  const text = decode(batch.bytes.subarray(batch.starts[index]!, batch.ends[index]!), offset)
  try {
    return JSON.parse(text)
  } catch (error) {
    const repaired = withoutLiterals(text)
    if (repaired) {
      batch.repaired ??= new Map()
      batch.repaired.set(index, repaired.text)
      return repaired.value
    }
    const id = idIn(text)
    const where = `${batch.list}[${batch.first + index}]${id === undefined ? '' : ` (id ${id})`} at byte ${offset}`
    throw new InvalidInput(
      `Not JSON: ${where}: ${reason(error, text)}`,
      offset,
      batch.list === 'annotations' ? id : undefined,
    )
  }
}

/** The value of a top-level member or a key. */
export function parseMember(bytes: Uint8Array, offset: number): unknown {
  const text = decode(bytes, offset)
  try {
    return JSON.parse(text)
  } catch (error) {
    const repaired = withoutLiterals(text)
    if (repaired) return repaired.value
    throw new InvalidInput(`Not JSON at byte ${offset}: ${reason(error, text)}`, offset)
  }
}

/** NaN and Infinity, which some exporters write for "none", as null; what is no JSON then either: null. */
function withoutLiterals(text: string): { text: string; value: unknown } | null {
  const repaired = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) =>
    found.startsWith('"') ? found : 'null',
  )
  if (repaired === text) return null
  try {
    return { text: repaired, value: JSON.parse(repaired) }
  } catch {
    return null
  }
}

function reason(error: unknown, text: string): string {
  const literal = /[:,[\s](-?Infinity|NaN)\b/.exec(text)?.[1]
  if (literal) return `${literal} is not a number in JSON.`
  return (error as Error).message.slice(0, 200)
}

/** The id that a broken element seems to have. */
function idIn(text: string): number | string | undefined {
  const found = /"id"\s*:\s*(?:(-?\d+)|"([^"]{1,40})")/.exec(text)
  return found?.[1] === undefined ? found?.[2] : Number(found[1])
}
