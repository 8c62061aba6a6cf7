/**
 * Reads a COCO file that is held whole: several times as fast as the splitter, which says what is wrong with a file.
 *
 * In      the bytes of the file, UTF-8, with or without a byte order mark.
 * Out     what the splitter gives of them, in its order; null when there is anything that the splitter might see differently.
 */
import { BYTE_ORDER_MARK } from './bytes'
import { isObject } from '../check/problem'
import { decode, isList, LISTS, type ListName } from './parts'
import { isDeeper, MAX_DEPTH } from './valueScanner'

export interface WholeCoco extends Record<ListName, Record<string, unknown>[]> {
  /** Top-level members that are none of the lists. */
  members: [name: string, value: unknown][]
}

export function readWhole(bytes: Uint8Array): WholeCoco | null {
  const file = parse(bytes)
  if (!isObject(file) || !Array.isArray(file.images)) return null
  const whole: WholeCoco = { images: [], annotations: [], categories: [], members: [] }
  for (const [name, value] of Object.entries(file)) {
    if (!isList(name)) {
      if (isDeeper(value, MAX_DEPTH)) return null
      whole.members.push([name, value])
    } else if (isListOfObjects(value)) whole[name] = value
    else return null
  }
  return whole
}

function parse(bytes: Uint8Array): unknown {
  const start = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? BYTE_ORDER_MARK.length : 0
  try {
    const text = decode(bytes.subarray(start), start)
    return mayNameTwice(text) ? null : JSON.parse(text)
  } catch {
    return null
  }
}

/** Of two lists of one name the parser would drop the first. An escape may hide a name. */
const mayNameTwice = (text: string) =>
  text.includes('\\u00') ||
  LISTS.some((name) => {
    const first = text.indexOf(`"${name}"`)
    // forward again: to search from the end takes several times as long
    return first >= 0 && text.includes(`"${name}"`, first + 1)
  })

const isListOfObjects = (value: unknown): value is Record<string, unknown>[] =>
  Array.isArray(value) && value.every((item) => isObject(item) && !isDeeper(item, MAX_DEPTH))
