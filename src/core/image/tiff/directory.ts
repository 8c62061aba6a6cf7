/**
 * Directories of TIFF and BigTIFF: the tags that we read, and their values.
 * Source: Adobe TIFF 6.0, section 2; BigTIFF as libtiff describes it.
 */
import { ByteReader } from '../bytes'

export const TAG = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samples: 277,
  rowsPerStrip: 278,
  stripBytes: 279,
  planar: 284,
  predictor: 317,
  palette: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileBytes: 325,
  extraSamples: 338,
  sampleFormat: 339,
  jpegTables: 347,
}
const READ = new Set(Object.values(TAG))
/** Size of a value in bytes, by type: BYTE, SHORT, LONG, UNDEFINED, LONG8. */
const TYPE_BYTES: Record<number, number> = { 1: 1, 3: 2, 4: 4, 7: 1, 16: 8 }
const MAX_PAGES = 10_000

export type Tags = Map<number, number[]>

export const one = (tags: Tags, tag: number): number | undefined => tags.get(tag)?.[0]

export interface TiffFile {
  reader: ByteReader
  tags: Tags
  pages: number
}

/** The first directory, and the number of directories. */
export function openTiff(bytes: Uint8Array, fileSize = bytes.length): TiffFile {
  const reader = new ByteReader(bytes, fileSize, bytes[0] === 0x49)
  const kind = reader.u16(2) === 43 ? BIG : CLASSIC
  const first = kind.offset(reader, kind.header)
  return { reader, tags: readDirectory(reader, first, kind), pages: countPages(reader, first, kind) }
}

interface Kind {
  /** Position of the offset of the first directory. */
  header: number
  /** Bytes of an entry, and of its value. */
  entry: number
  value: number
  offset: (reader: ByteReader, at: number) => number
  entries: (reader: ByteReader, at: number) => { count: number; from: number }
}

const CLASSIC: Kind = {
  header: 4,
  entry: 12,
  value: 4,
  offset: (reader, at) => reader.u32(at),
  entries: (reader, at) => ({ count: reader.u16(at), from: at + 2 }),
}

const BIG: Kind = {
  header: 8,
  entry: 20,
  value: 8,
  offset: (reader, at) => reader.u64(at),
  entries: (reader, at) => ({ count: reader.u64(at), from: at + 8 }),
}

function readDirectory(reader: ByteReader, at: number, kind: Kind): Tags {
  const { count, from } = kind.entries(reader, at)
  const tags: Tags = new Map()
  for (let index = 0; index < count; index++) {
    const entry = from + index * kind.entry
    const tag = reader.u16(entry)
    // a repeated tag is ignored
    if (READ.has(tag) && !tags.has(tag)) tags.set(tag, readValues(reader, entry, kind))
  }
  return tags
}

function readValues(reader: ByteReader, entry: number, kind: Kind): number[] {
  const width = TYPE_BYTES[reader.u16(entry + 2)]
  if (!width) return []
  const count = kind.offset(reader, entry + 4)
  const place = entry + 4 + kind.value
  const from = count * width <= kind.value ? place : kind.offset(reader, place)
  // the count is untrusted: checks that all values exist before reading one
  const values = reader.within(from, count * width)
  const read = {
    1: (at: number) => values.u8(at),
    2: (at: number) => values.u16(at),
    4: (at: number) => values.u32(at),
    8: (at: number) => values.u64(at),
  }[width]!
  return Array.from({ length: count }, (_none, index) => read(index * width))
}

/** Counts the directories, which are linked by offsets. A cycle or an invalid offset ends the count. */
function countPages(reader: ByteReader, first: number, kind: Kind): number {
  const seen = new Set<number>()
  for (let at = first; at !== 0 && !seen.has(at) && seen.size < MAX_PAGES && at + 8 <= reader.length;) {
    const { count, from } = kind.entries(reader, at)
    if (count === 0) break
    seen.add(at)
    const next = from + count * kind.entry
    if (next + kind.value > reader.length) break
    at = kind.offset(reader, next)
  }
  return Math.max(1, seen.size)
}
