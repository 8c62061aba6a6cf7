// TIFF by hand: each compression and kind of colour, against the same image or against numbers in a comment.
import { readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readHeader } from '@/core/image/header'
import { tiffPixels } from '@/server/images/tiff'

const file = (name: string) => new Uint8Array(readFileSync(new URL(`../../../data/formats/${name}`, import.meta.url)))

type Value = number | number[]

/** A little-endian TIFF of SHORT and LONG tags whose blocks follow its directory. */
function tiff(tags: Record<number, Value>, blocks: number[][], offsetsTag = 273, lengthsTag = 279): Uint8Array {
  const all = Object.entries({
    ...tags,
    [offsetsTag]: blocks.map(() => 0),
    [lengthsTag]: blocks.map((block) => block.length),
  })
    .map(([tag, value]) => [Number(tag), [value].flat()] as const)
    .sort(([a], [b]) => a - b)
  const directory = 8 + 2 + all.length * 12 + 4
  const long = all.filter(([, values]) => values.length > 1)
  let outside = directory
  const places = new Map(long.map(([tag, values]) => [tag, (outside += values.length * 4) - values.length * 4]))
  let at = outside
  const offsets = blocks.map((block) => (at += block.length) - block.length)
  const view = new DataView(new ArrayBuffer(at))
  view.setUint32(0, 0x002a4949, true)
  view.setUint32(4, 8, true)
  view.setUint16(8, all.length, true)
  all.forEach(([tag, given], index) => {
    const values = tag === offsetsTag ? offsets : given
    const entry = 10 + index * 12
    view.setUint16(entry, tag, true)
    view.setUint16(entry + 2, 4, true)
    view.setUint32(entry + 4, values.length, true)
    const place = places.get(tag)
    view.setUint32(entry + 8, place ?? values[0]!, true)
    if (place !== undefined) values.forEach((value, number) => view.setUint32(place + number * 4, value, true))
  })
  const bytes = new Uint8Array(view.buffer)
  blocks.forEach((block, index) => bytes.set(block, offsets[index]))
  return bytes
}

const gray = { 256: 2, 257: 2, 258: 8, 262: 1, 277: 1, 278: 2 }
const pixels = async (bytes: Uint8Array) => {
  readHeader(bytes) // what cannot be decoded is refused there
  const { data } = await tiffPixels(bytes)
  return Array.from({ length: data.length / 4 }, (_none, index) => [...data.subarray(index * 4, index * 4 + 4)])
}
const reds = async (bytes: Uint8Array) => (await pixels(bytes)).map(([red]) => red)

describe('the pixels of a TIFF', () => {
  it('are the same uncompressed, with LZW, and as BigTIFF', async () => {
    const [plain, lzw, big] = await Promise.all(
      ['hopper.tif', 'hopper_lzw.tif', 'hopper_bigtiff.tif'].map(async (name) => (await tiffPixels(file(name))).data),
    )
    // as hopper.bmp has them, which browsers decode
    expect([...plain!.subarray((2 * 128 + 2) * 4, (2 * 128 + 2) * 4 + 4)]).toEqual([11, 13, 54, 255])
    expect([...plain!.subarray((2 * 128 + 125) * 4, (2 * 128 + 125) * 4 + 4)]).toEqual([81, 118, 189, 255])
    expect(lzw).toEqual(plain)
    expect(big).toEqual(plain)
  })

  it('of 16 bits are shown by their brightest', async () => {
    // 0x0fff is the brightest, of 12 bits: the upper 8 of these 12 are shown
    expect(await reds(tiff({ ...gray, 258: 16 }, [[0xff, 0x0f, 0, 0, 0x10, 0, 0, 0x08]]))).toEqual([255, 0, 1, 128])
  })

  it('of 1 bit, white and black', async () => {
    expect(await reds(tiff({ ...gray, 258: 1 }, [[0b10000000, 0b01000000]]))).toEqual([255, 0, 0, 255])
    expect(await reds(tiff({ ...gray, 258: 1, 262: 0 }, [[0b10000000, 0b01000000]]))).toEqual([0, 255, 255, 0])
  })

  it('of a palette, of CMYK, and with alpha', async () => {
    const ramp = Array.from({ length: 12 }, (_none, index) => (index % 4) * 0x5500)
    expect(await reds(tiff({ ...gray, 258: 2, 262: 3, 320: ramp }, [[0b00010000, 0b10110000]]))).toEqual([
      0, 0x55, 0xaa, 0xff,
    ])
    // cyan 0, magenta 255, yellow 51, black 0: red 255, green 0, blue 204
    const cmyk = { ...gray, 256: 1, 257: 1, 258: [8, 8, 8, 8], 262: 5, 277: 4 }
    expect(await pixels(tiff(cmyk, [[0, 255, 51, 0]]))).toEqual([[255, 0, 204, 255]])
    const rgba = { ...gray, 256: 1, 257: 1, 258: [8, 8, 8, 8], 262: 2, 277: 4, 338: 2 }
    expect(await pixels(tiff(rgba, [[1, 2, 3, 4]]))).toEqual([[1, 2, 3, 4]])
    expect(readHeader(tiff(rgba, [[1, 2, 3, 4]])).has_alpha).toBe(true)
  })

  it('of channels apart', async () => {
    const apart = { ...gray, 256: 2, 257: 1, 258: [8, 8, 8], 262: 2, 277: 3, 284: 2 }
    expect(
      await pixels(
        tiff(apart, [
          [1, 4],
          [2, 5],
          [3, 6],
        ]),
      ),
    ).toEqual([
      [1, 2, 3, 255],
      [4, 5, 6, 255],
    ])
  })

  it('of PackBits and Deflate, and of differences', async () => {
    // PackBits: three literal bytes, then 9 twice less one
    expect(await reds(tiff({ ...gray, 259: 32773 }, [[2, 7, 8, 9, 255, 9]]))).toEqual([7, 8, 9, 9])
    expect(await reds(tiff({ ...gray, 259: 8 }, [[...deflateSync(Uint8Array.of(1, 2, 3, 4))]]))).toEqual([1, 2, 3, 4])
    // rows of 10, +5 and 250, +10: 260 is 4 again
    expect(await reds(tiff({ ...gray, 317: 2 }, [[10, 5, 250, 10]]))).toEqual([10, 15, 250, 4])
  })

  it('of tiles that reach beyond the image', async () => {
    const tiled = { 256: 3, 257: 1, 258: 8, 262: 1, 277: 1, 322: 2, 323: 2 }
    expect(
      await reds(
        tiff(
          tiled,
          [
            [1, 2, 0, 0],
            [3, 0, 0, 0],
          ],
          324,
          325,
        ),
      ),
    ).toEqual([1, 2, 3])
  })

  it('that are missing stay black', async () => {
    expect(await reds(tiff({ ...gray, 259: 32773 }, [[0, 7]]))).toEqual([7, 0, 0, 0])
  })
})

describe('a TIFF is refused', () => {
  const refuse = (bytes: Uint8Array) => {
    try {
      readHeader(bytes)
    } catch (error) {
      return (error as Error).message
    }
  }

  it('when it holds measurements, colours or compressions that we cannot show', () => {
    expect(refuse(tiff({ ...gray, 258: 32, 339: 3 }, [Array(16).fill(0)]))).toMatch(/measurements/)
    expect(refuse(tiff({ ...gray, 262: 8 }, [[1, 2, 3, 4]]))).toMatch(/colours of a kind/)
    expect(refuse(tiff({ ...gray, 259: 34712 }, [[1, 2, 3, 4]]))).toMatch(/number 34712/)
  })

  it('when its pixels lie beyond its end, or it is too large', () => {
    expect(refuse(tiff(gray, [[1, 2, 3, 4]]).subarray(0, -1))).toMatch(/ends early/)
    expect(refuse(tiff({ ...gray, 256: 20_000, 257: 10_000 }, [[1]]))).toMatch(/too large/)
  })

  it('when a tile, or the channels of a pixel, would fill the memory', async () => {
    const tile = tiff({ 256: 3, 257: 1, 258: 8, 262: 1, 277: 1, 322: 60_000, 323: 60_000 }, [[1]], 324, 325)
    await expect(tiffPixels(tile)).rejects.toThrow(/tiles have an impossible size/)
    expect(refuse(tiff({ ...gray, 256: 2000, 257: 2000, 277: 65_000 }, [[1]]))).toMatch(/too large/)
  })

  it('when its tables never end', () => {
    const bytes = tiff(gray, [[1, 2, 3, 4]])
    new DataView(bytes.buffer).setUint16(8, 0xffff, true)
    expect(refuse(bytes)).toMatch(/ends early/)
  })
})
