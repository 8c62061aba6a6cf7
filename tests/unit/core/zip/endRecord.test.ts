import { describe, expect, it } from 'vitest'
import { readEntryCount } from '@/core/zip/endRecord'

/** An end record with so many entries and a comment. */
function endRecord(count: number, comment = ''): Uint8Array {
  const bytes = new Uint8Array(22 + comment.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 0x06054b50, true)
  view.setUint16(10, count, true)
  view.setUint16(20, comment.length, true)
  bytes.set(new TextEncoder().encode(comment), 22)
  return bytes
}

/** The records of an archive of more than 65,535 entries, whose directory is left out. */
function records64(count: bigint): Uint8Array {
  const bytes = new Uint8Array(100 + 56 + 20 + 22)
  const view = new DataView(bytes.buffer)
  view.setUint32(100, 0x06064b50, true)
  view.setBigUint64(100 + 32, count, true)
  view.setUint32(156, 0x07064b50, true)
  view.setBigUint64(156 + 8, 100n, true)
  bytes.set(endRecord(0xffff), 176)
  return bytes
}

const countOf = (bytes: Uint8Array) =>
  readEntryCount(async (offset, length) => bytes.subarray(offset, offset + length), bytes.length)

describe('the count in the end record', () => {
  it('is read', async () => expect(await countOf(endRecord(7))).toBe(7))
  it('is read before a comment', async () => expect(await countOf(endRecord(8, 'made by hand'))).toBe(8))
  it('is read from the zip64 record', async () => expect(await countOf(records64(1_200_000n))).toBe(1_200_000))
  it('is 65,535 where there is no zip64 record', async () => expect(await countOf(endRecord(0xffff))).toBe(0xffff))
  it('is unknown without the record', async () => {
    expect(await countOf(new Uint8Array(5))).toBeUndefined()
    expect(await countOf(new Uint8Array(100_000))).toBeUndefined()
  })

  it('takes the end of the archive only', async () => {
    let bytes = 0
    const archive = new Uint8Array(5_000_000)
    archive.set(endRecord(3), archive.length - 22)
    await readEntryCount(async (offset, length) => {
      bytes += length
      return archive.subarray(offset, offset + length)
    }, archive.length)
    expect(bytes).toBeLessThan(70_000)
  })
})
