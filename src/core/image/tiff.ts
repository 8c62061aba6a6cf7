/**
 * TIFF and BigTIFF headers: the first directory, and that its pixels are within the file.
 * Source: Adobe TIFF 6.0; BigTIFF as libtiff describes it.
 */
import { ByteReader } from './bytes'
import { damaged, endsEarly, PictureError } from './errors'
import { asOrientation } from './exif'
import type { StoredFacts } from './facts'

const TAG = {
  width: 256, height: 257, bits: 258, compression: 259, photometric: 262, stripOffsets: 273, orientation: 274, samples: 277, stripBytes: 279,
  tileOffsets: 324, tileBytes: 325, extraSamples: 338, sampleFormat: 339,
}
const READ = new Set(Object.values(TAG))
/** Bytes of a value, by type. */
const TYPE_BYTES: Record<number, number> = { 1: 1, 3: 2, 4: 4, 16: 8 }
const MAX_PAGES = 10_000
const CMYK = 5
const FLOAT = 3

/** Ways of compression that we decode. */
const COMPRESSIONS = new Set([1, 2, 3, 4, 5, 6, 7, 8, 32773, 32946])
const BITS = new Set([1, 2, 4, 8, 16])

type Tags = Map<number, number[]>

export function readTiff(bytes: Uint8Array, fileSize: number): StoredFacts {
  const reader = new ByteReader(bytes, fileSize, bytes[0] === 0x49)
  const layout = reader.u16(2) === 43 ? BIG : CLASSIC
  const first = layout.offset(reader, layout.header)
  const tags = readDirectory(reader, first, layout)
  const [width, height] = [one(tags, TAG.width), one(tags, TAG.height)]
  if (!width || !height) throw damaged('it does not say how large the picture is')
  const [bits, samples] = [one(tags, TAG.bits) ?? 1, one(tags, TAG.samples) ?? 1]
  checkReadable(tags, bits)
  checkPixels(reader, tags)
  const pages = countPages(reader, first, layout)
  const notes = [
    ...(bits === 16 ? ['It has 16 bits a channel; 8 of them are shown.'] : []),
    ...(one(tags, TAG.photometric) === CMYK ? ['Its colours are CMYK; they are shown as RGB.'] : []),
    ...(pages > 1 ? [`It has ${pages} pages; the first one is annotated.`] : []),
  ]
  const has_alpha = (tags.get(TAG.extraSamples) ?? []).some((kind) => kind === 1 || kind === 2) && samples >= 2
  return { width, height, bits, frames: pages, has_alpha, orientation: asOrientation(one(tags, TAG.orientation) ?? 1), notes }
}

interface Layout {
  /** Where the offset of the first directory is. */
  header: number
  /** Bytes of an entry, and of the value in it. */
  entry: number
  value: number
  offset: (reader: ByteReader, at: number) => number
  entries: (reader: ByteReader, at: number) => { count: number; from: number }
}

const CLASSIC: Layout = {
  header: 4, entry: 12, value: 4,
  offset: (reader, at) => reader.u32(at),
  entries: (reader, at) => ({ count: reader.u16(at), from: at + 2 }),
}

const BIG: Layout = {
  header: 8, entry: 20, value: 8,
  offset: (reader, at) => reader.u64(at),
  entries: (reader, at) => ({ count: reader.u64(at), from: at + 8 }),
}

function readDirectory(reader: ByteReader, at: number, layout: Layout): Tags {
  const { count, from } = layout.entries(reader, at)
  const tags: Tags = new Map()
  for (let index = 0; index < count; index++) {
    const entry = from + index * layout.entry
    const tag = reader.u16(entry)
    if (READ.has(tag)) tags.set(tag, readValues(reader, entry, layout))
  }
  return tags
}

function readValues(reader: ByteReader, entry: number, layout: Layout): number[] {
  const type = reader.u16(entry + 2)
  const width = TYPE_BYTES[type]
  if (!width) return []
  const count = layout.offset(reader, entry + 4)
  const place = entry + 4 + layout.value
  const from = count * width <= layout.value ? place : layout.offset(reader, place)
  // a count from outside: all of the values must be there before one is read
  const values = reader.within(from, count * width)
  const read = { 1: (at: number) => values.u8(at), 2: (at: number) => values.u16(at), 4: (at: number) => values.u32(at), 8: (at: number) => values.u64(at) }[width]!
  return Array.from({ length: count }, (_none, index) => read(index * width))
}

const one = (tags: Tags, tag: number): number | undefined => tags.get(tag)?.[0]

function checkReadable(tags: Tags, bits: number): void {
  const compression = one(tags, TAG.compression) ?? 1
  const isNumbers = one(tags, TAG.sampleFormat) === FLOAT || !BITS.has(bits)
  if (isNumbers) throw new PictureError(`A TIFF of ${bits} bits a channel that holds measurements rather than a picture cannot be shown. Save it with 8 or 16 bits a channel.`)
  if (!COMPRESSIONS.has(compression)) throw new PictureError(`This TIFF is compressed in a way (number ${compression}) that cannot be opened here. Save it without compression, or as PNG.`)
}

function checkPixels(reader: ByteReader, tags: Tags): void {
  const offsets = tags.get(TAG.stripOffsets) ?? tags.get(TAG.tileOffsets) ?? []
  const lengths = tags.get(TAG.stripBytes) ?? tags.get(TAG.tileBytes) ?? []
  if (offsets.length === 0) throw damaged('it has no pixels')
  offsets.forEach((offset, index) => {
    if (offset + (lengths[index] ?? 1) > reader.fileSize) throw endsEarly()
  })
}

/** Directories follow each other by offsets; a ring of them, or one that leads nowhere, ends the count. */
function countPages(reader: ByteReader, first: number, layout: Layout): number {
  const seen = new Set<number>()
  for (let at = first; at !== 0 && !seen.has(at) && seen.size < MAX_PAGES; ) {
    const { count, from } = tryEntries(reader, at, layout)
    if (count === 0) break
    seen.add(at)
    const next = from + count * layout.entry
    if (next + layout.value > reader.length) break
    at = layout.offset(reader, next)
  }
  return seen.size
}

function tryEntries(reader: ByteReader, at: number, layout: Layout) {
  return at + 8 <= reader.length ? layout.entries(reader, at) : { count: 0, from: at }
}
