/**
 * The records of a zip archive whose entries are stored, not deflated, and whose sums and sizes are known beforehand. What is
 * larger than the fields of 1989 hold goes into zip64 fields. APPNOTE.TXT 6.3.10 of PKWARE, sections 4.3 to 4.5.
 */
const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const ZIP64_FIELD = 0x0001
/** What stands in a field of 32 or 16 bits when the zip64 field has the number. */
const ELSEWHERE_32 = 0xffffffff
const ELSEWHERE_16 = 0xffff
/** Unpackers need version 2.0, or 4.5 for zip64. */
const PLAIN = 20
const ZIP64 = 45
const UTF8_NAMES = 0x0800
/** Made on Unix, an ordinary file that all may read: otherwise some unpackers leave files that nobody may open. */
const MADE_BY = (3 << 8) | ZIP64
const MODE = 0o100644 * 0x10000

export interface StoredEntry {
  /** UTF-8, at most 65,535 bytes; forward slashes, no leading one. */
  name: Uint8Array
  /** Bytes. */
  size: number
  crc32: number
  /** Milliseconds since 1970-01-01 UTC. */
  modified: number
}

/** Gives the records in the order in which they stand in the archive. */
export class ZipRecords {
  private readonly central: Uint8Array<ArrayBuffer>[] = []
  /** Bytes of the archive so far. */
  private at = 0

  get count(): number {
    return this.central.length
  }

  /** The record before the entry's bytes, which follow right after it. */
  begin(entry: StoredEntry): Uint8Array<ArrayBuffer> {
    if (entry.name.length > ELSEWHERE_16)
      throw new RangeError(`A name of ${entry.name.length} bytes does not fit into a zip archive.`)
    this.central.push(centralRecord(entry, this.at))
    const record = localRecord(entry)
    this.at += record.length + entry.size
    return record
  }

  /** The list of all entries, and the end. */
  end(): Uint8Array<ArrayBuffer>[] {
    const size = this.central.reduce((sum, record) => sum + record.length, 0)
    return [...this.central, endRecords(this.count, size, this.at)]
  }
}

function localRecord({ name, size, crc32, modified }: StoredEntry): Uint8Array<ArrayBuffer> {
  const isLarge = size >= ELSEWHERE_32
  const record = new Fields(30 + name.length + (isLarge ? 20 : 0))
  record
    .u32(LOCAL)
    .u16(isLarge ? ZIP64 : PLAIN)
    .u16(UTF8_NAMES)
    .u16(0)
    .u32(dosTime(modified))
    .u32(crc32)
  record
    .u32(isLarge ? ELSEWHERE_32 : size)
    .u32(isLarge ? ELSEWHERE_32 : size)
    .u16(name.length)
    .u16(isLarge ? 20 : 0)
    .put(name)
  if (isLarge) record.u16(ZIP64_FIELD).u16(16).u64(size).u64(size)
  return record.bytes
}

function centralRecord({ name, size, crc32, modified }: StoredEntry, at: number): Uint8Array<ArrayBuffer> {
  const large = [...(size >= ELSEWHERE_32 ? [size, size] : []), ...(at >= ELSEWHERE_32 ? [at] : [])]
  const extra = large.length > 0 ? 4 + 8 * large.length : 0
  const record = new Fields(46 + name.length + extra)
  record
    .u32(CENTRAL)
    .u16(MADE_BY)
    .u16(extra > 0 ? ZIP64 : PLAIN)
    .u16(UTF8_NAMES)
    .u16(0)
    .u32(dosTime(modified))
    .u32(crc32)
  record.u32(Math.min(size, ELSEWHERE_32)).u32(Math.min(size, ELSEWHERE_32)).u16(name.length).u16(extra)
  // no comment, on disk 0, no internal attributes
  record.u16(0).u16(0).u16(0).u32(MODE).u32(Math.min(at, ELSEWHERE_32)).put(name)
  if (extra > 0) record.u16(ZIP64_FIELD).u16(extra - 4)
  for (const number of large) record.u64(number)
  return record.bytes
}

/** `size` bytes of central records from `at`. */
function endRecords(count: number, size: number, at: number): Uint8Array<ArrayBuffer> {
  const isLarge = count >= ELSEWHERE_16 || size >= ELSEWHERE_32 || at >= ELSEWHERE_32
  const record = new Fields(22 + (isLarge ? 76 : 0))
  if (isLarge) {
    record.u32(END_64).u64(44).u16(MADE_BY).u16(ZIP64).u32(0).u32(0).u64(count).u64(count).u64(size).u64(at)
    record
      .u32(LOCATOR_64)
      .u32(0)
      .u64(at + size)
      .u32(1)
  }
  const short = Math.min(count, ELSEWHERE_16)
  record
    .u32(END)
    .u16(0)
    .u16(0)
    .u16(short)
    .u16(short)
    .u32(Math.min(size, ELSEWHERE_32))
    .u32(Math.min(at, ELSEWHERE_32))
    .u16(0)
  return record.bytes
}

/** Local time in steps of two seconds, as archives have it: the date in the upper half. From 1980 to 2107. */
function dosTime(milliseconds: number): number {
  const date = new Date(milliseconds)
  const year = date.getFullYear() - 1980
  if (!(year >= 0)) return (1 << 21) | (1 << 16)
  const day = (Math.min(year, 127) << 9) | ((date.getMonth() + 1) << 5) | date.getDate()
  return day * 0x10000 + ((date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1))
}

/** Little-endian numbers, one after the other. */
class Fields {
  readonly bytes: Uint8Array<ArrayBuffer>
  private readonly view: DataView
  private at = 0

  constructor(length: number) {
    this.bytes = new Uint8Array(length)
    this.view = new DataView(this.bytes.buffer)
  }

  u16(value: number): this {
    this.view.setUint16(this.at, value, true)
    this.at += 2
    return this
  }

  u32(value: number): this {
    this.view.setUint32(this.at, value, true)
    this.at += 4
    return this
  }

  u64(value: number): this {
    this.view.setBigUint64(this.at, BigInt(value), true)
    this.at += 8
    return this
  }

  put(bytes: Uint8Array): this {
    this.bytes.set(bytes, this.at)
    this.at += bytes.length
    return this
  }
}
