/**
 * The record at the end of a zip archive: how many entries the archive says it has. Read before anything else, so that an
 * archive of millions of entries is refused at once. APPNOTE.TXT 6.3.10 of PKWARE, sections 4.3.14 to 4.3.16.
 */
const END = 0x06054b50
const LOCATOR_64 = 0x07064b50
const END_64 = 0x06064b50
/** Bytes of the end record without its comment, which has at most 65,535. */
const END_SIZE = 22
const LOCATOR_SIZE = 20
const END_64_SIZE = 56
const LARGEST_COMMENT = 0xffff
/** Stands in the record of 1989 when the zip64 record has the number. */
const ELSEWHERE = 0xffff

/** Answers `length` bytes of the archive from an offset; fewer at its end. */
export type ReadBytes = (offset: number, length: number) => Promise<Uint8Array>

/** Number of entries that the archive names; undefined when it has no end record. `size`: bytes of the archive. */
export async function readEntryCount(read: ReadBytes, size: number): Promise<number | undefined> {
  const from = Math.max(0, size - END_SIZE - LARGEST_COMMENT - LOCATOR_SIZE)
  const tail = viewOf(await read(from, size - from))
  const at = findEnd(tail)
  if (at === undefined) return undefined
  const count = tail.getUint16(at + 10, true)
  return count === ELSEWHERE ? ((await readCount64(read, tail, at - LOCATOR_SIZE)) ?? count) : count
}

function findEnd(tail: DataView): number | undefined {
  for (let at = tail.byteLength - END_SIZE; at >= 0; at--) {
    if (tail.getUint32(at, true) === END) return at
  }
  return undefined
}

async function readCount64(read: ReadBytes, tail: DataView, locator: number): Promise<number | undefined> {
  if (locator < 0 || tail.getUint32(locator, true) !== LOCATOR_64) return undefined
  const offset = Number(tail.getBigUint64(locator + 8, true))
  const record = viewOf(await read(offset, END_64_SIZE))
  return record.byteLength === END_64_SIZE && record.getUint32(0, true) === END_64
    ? Number(record.getBigUint64(32, true))
    : undefined
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
