import { BlobReader, configure, TextWriter, ZipReader, type FileEntry } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import { crc32 } from '@/core/image/crc32'
import { ZipRecords, type StoredEntry } from '@/core/zip/records'

configure({ useWebWorkers: false })
const modified = new Date(2024, 1, 29, 23, 59, 58).getTime()
const utf8 = (text: string) => new TextEncoder().encode(text)

function archive(files: Record<string, string>): Blob {
  const records = new ZipRecords()
  const parts = Object.entries(files).flatMap(([name, text]) => [
    records.begin({ name: utf8(name), size: utf8(text).length, crc32: crc32(utf8(text)), modified }),
    utf8(text),
  ])
  return new Blob([...parts, ...records.end()])
}

/** Where the zip64 fields matter there are more bytes than a test can hold: the records are read back by their own numbers. */
function recordsOf(entries: Partial<StoredEntry>[]): { local: DataView[]; end: DataView } {
  const records = new ZipRecords()
  const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const local = entries.map((entry, index) =>
    view(records.begin({ name: utf8(`${index}`), size: 0, crc32: 0, modified, ...entry })),
  )
  return { local, end: view(records.end().at(-1)!) }
}

const END_64 = 0x06064b50

describe('zip records', () => {
  it('make an archive that another reader opens, names and dates as they were', async () => {
    const files = { 'annotations/instances.json': '{}', 'images/été/日本 😀.jpg': 'an image', 'images/empty.png': '' }
    const zip = new ZipReader(new BlobReader(archive(files)))
    const entries = (await zip.getEntries()) as FileEntry[]
    expect(entries.map(({ filename }) => filename)).toEqual(Object.keys(files))
    expect(
      await Promise.all(entries.map((entry) => entry.getData(new TextWriter(), { checkSignature: true }))),
    ).toEqual(Object.values(files))
    expect(entries.map(({ lastModDate }) => lastModDate.getTime())).toEqual([modified, modified, modified])
    expect(entries.map(({ zip64 }) => zip64)).toEqual([false, false, false])
  })

  it('of no file are an empty archive', async () => {
    expect(await new ZipReader(new BlobReader(archive({}))).getEntries()).toEqual([])
  })

  it('of more files than 16 bits count are zip64', async () => {
    const files = Object.fromEntries(Array.from({ length: 65_536 }, (_none, index) => [`${index}`, '']))
    const entries = await new ZipReader(new BlobReader(archive(files))).getEntries()
    expect(entries.map(({ filename }) => filename)).toEqual(Object.keys(files))
  })

  it('of a file of 4 GB have its size in 64 bits', () => {
    const size = 2 ** 32 + 5
    const {
      local: [record],
      end,
    } = recordsOf([{ size }])
    expect(record!.getUint32(18, true)).toBe(0xffffffff)
    expect(record!.getBigUint64(30 + 1 + 4, true)).toBe(BigInt(size))
    expect(end.getUint32(0, true)).toBe(END_64)
  })

  it('beyond 4 GB say in 64 bits where the list of entries begins', () => {
    const sizes = [2 ** 31, 2 ** 31 - 1, 7]
    const { local, end } = recordsOf(sizes.map((size) => ({ size })))
    const bytes = local.reduce((sum, { byteLength }) => sum + byteLength, 0) + sizes.reduce((sum, size) => sum + size)
    expect(end.getUint32(0, true)).toBe(END_64)
    expect(end.getBigUint64(48, true)).toBe(BigInt(bytes))
    expect(local.map((record) => record.getUint16(28, true))).toEqual([0, 0, 0])
  })

  it('hold dates before 1980 as its first day', async () => {
    const records = new ZipRecords()
    const blob = new Blob([
      records.begin({ name: utf8('a'), size: 0, crc32: 0, modified: Date.UTC(1970, 0, 2) }),
      ...records.end(),
    ])
    const [entry] = await new ZipReader(new BlobReader(blob)).getEntries()
    expect(entry!.lastModDate).toEqual(new Date(1980, 0, 1))
  })

  it('refuse a name that does not fit', () => {
    expect(() => new ZipRecords().begin({ name: utf8('a'.repeat(65_536)), size: 0, crc32: 0, modified })).toThrow(
      RangeError,
    )
  })
})
