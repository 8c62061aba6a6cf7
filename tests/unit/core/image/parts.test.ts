// The pieces that images are told and changed by: sums, EXIF, places of chunks.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { crc32 as zlibCrc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc32 } from '@/core/image/crc32'
import { exifOrientation } from '@/core/image/exif'
import { exifChunk } from '@/core/image/exifChunk'
import { readHeader } from '@/core/image/header'
import { withoutExif } from '@/server/images/exif'
import { fit } from '@/server/images/resize'
import { sumsOfBlob, sumsOfBytes } from '@/server/images/sums'

const file = (name: string) => new Uint8Array(readFileSync(new URL(`../../../data/formats/${name}`, import.meta.url)))

describe('sums', () => {
  it('are those of other programs, in one piece or many', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, cut) => {
        expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(zlibCrc32(bytes))
      }),
    )
  })

  it('are the same at one go and piece by piece', async () => {
    const bytes = file('hopper.png')
    const sums = await sumsOfBytes(bytes)
    expect(sums.hash).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(await sumsOfBlob(new Blob([bytes]), 1000)).toEqual(sums)
  })
})

describe('EXIF', () => {
  /** One entry: orientation, of a type. */
  const exif = (order: 'II' | 'MM', orientation: number, type = 3) => {
    const little = order === 'II'
    const view = new DataView(new ArrayBuffer(26))
    view.setUint16(0, little ? 0x4949 : 0x4d4d)
    view.setUint16(2, 42, little)
    view.setUint32(4, 8, little)
    view.setUint16(8, 1, little)
    view.setUint16(10, 0x0112, little)
    view.setUint16(12, type, little)
    view.setUint32(14, 1, little)
    view.setUint16(18, orientation, little)
    return new Uint8Array(view.buffer)
  }

  it('says how to turn, in both orders of bytes', () => {
    expect([exif('II', 6), exif('MM', 6), exif('II', 9), exif('II', 0), exif('II', 6, 4)].map(exifOrientation)).toEqual(
      [6, 6, 1, 1, 1],
    )
  })

  it('that is damaged says nothing', () => {
    expect(exifOrientation(exif('II', 6).subarray(0, 15))).toBeUndefined()
    expect(exifOrientation(new Uint8Array(40))).toBeUndefined()
  })

  it('of a PNG counts, and is taken out', async () => {
    const [plain, data] = [file('hopper.png'), exif('MM', 6)]
    const chunk = new Uint8Array(12 + data.length)
    const view = new DataView(chunk.buffer)
    view.setUint32(0, data.length)
    chunk.set(new TextEncoder().encode('eXIf'), 4)
    chunk.set(data, 8)
    view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)))
    const bytes = Uint8Array.of(...plain.subarray(0, 33), ...chunk, ...plain.subarray(33))
    expect(readHeader(bytes).orientation).toBe(6)
    const left = await withoutExif(new Blob([bytes]), 'image/png')
    expect(new Uint8Array(await left.arrayBuffer())).toEqual(plain)
  })

  it('of a WebP is taken out, and the file stays whole', async () => {
    const bytes = file('hopper_orientation_6.webp')
    expect(exifChunk(bytes, 'image/webp')).toBeDefined()
    const left = new Uint8Array(await (await withoutExif(new Blob([bytes]), 'image/webp')).arrayBuffer())
    expect(readHeader(left)).toMatchObject({ width: 128, height: 128, orientation: 1, notes: [] })
  })
})

describe('a fitted size', () => {
  it('keeps the proportions, to the nearest pixel', () => {
    expect(fit({ width: 1800, height: 1200 }, { width: 250 })).toEqual({ width: 250, height: 167 })
    expect(fit({ width: 1800, height: 1200 }, { width: 900, height: 60 })).toEqual({ width: 90, height: 60 })
  })

  it('is never larger, and at least a pixel', () => {
    expect(fit({ width: 10, height: 20 }, { width: 500, height: 0 })).toEqual({ width: 10, height: 20 })
    expect(fit({ width: 4000, height: 2 }, { width: 100 })).toEqual({ width: 100, height: 1 })
  })
})
