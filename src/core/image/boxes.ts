/** Boxes of the ISO base media file format, the container of AVIF and HEIC. Source: ISO/IEC 14496-12, section 4.2. */
import type { ByteReader } from './bytes'
import { damaged, endsEarly } from './errors'

export interface Box {
  name: string
  /** Offsets of the content's first byte and of the byte after it, in the file. */
  from: number
  end: number
}

const TO_THE_END = 0
const LONG = 1

/** Reads the boxes between two offsets. Throws if a box reaches beyond the end. */
export function* boxes(reader: ByteReader, from: number, end: number): Generator<Box> {
  for (let at = from; at + 8 <= end;) {
    const length = reader.u32(at)
    const header = length === LONG ? 16 : 8
    const size = length === LONG ? reader.u64(at + 8) : length === TO_THE_END ? end - at : length
    if (size < header) throw damaged('one of its parts has an impossible length')
    if (at + size > end) throw endsEarly()
    yield { name: reader.text(at + 4, 4), from: at + header, end: at + size }
    at += size
  }
}

export function findBox(reader: ByteReader, name: string, from: number, end: number): Box | undefined {
  for (const box of boxes(reader, from, end)) if (box.name === name) return box
  return undefined
}

/** Reads the version of a full box. Its content begins with the version and 24 flags. */
export const versionOf = (reader: ByteReader, box: Box) => reader.u8(box.from)
