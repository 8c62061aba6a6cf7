// Headers from anyone: whatever the bytes are, there are facts or one kind of error, in bounded time and memory.
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ImageError } from '@/core/image/errors'
import { readHeader } from '@/core/image/header'
import { USUAL_PIXELS } from '@/core/image/size'

const folder = new URL('../../../data/formats/', import.meta.url)
const files = readdirSync(folder).filter((name) => !/\.(txt|json)$/.test(name) && !/^exif_/.test(name))
const read = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)))

/** The message when it is refused; any other error is thrown on. */
function outcome(bytes: Uint8Array, fileSize = bytes.length): string | undefined {
  try {
    const { width, height } = readHeader(bytes, fileSize)
    expect(width * height).toBeLessThanOrEqual(USUAL_PIXELS)
    return undefined
  } catch (error) {
    if (error instanceof ImageError) return error.message
    throw error
  }
}

describe('any file', () => {
  it.each(files)('%s may be cut anywhere', (name) => {
    const bytes = read(name)
    const step = Math.max(1, Math.floor(bytes.length / 200))
    for (let end = 0; end < Math.min(bytes.length, 300); end++) outcome(bytes.subarray(0, end))
    for (let end = 300; end < bytes.length; end += step) outcome(bytes.subarray(0, end))
  })

  it.each(files.filter((name) => read(name).length > 0))('%s may have any bytes changed', (name) => {
    const bytes = read(name)
    const change = fc.tuple(
      fc.nat(Math.min(bytes.length, 2000) - 1),
      fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255)),
    )
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const changed = bytes.slice()
        for (const [at, value] of changes) changed[at] = value
        outcome(changed)
      }),
      { numRuns: 60 },
    )
  })

  it('may be noise, also after a beginning that is known', () => {
    const beginnings = [
      '',
      '\xff\xd8\xff',
      '\x89PNG\r\n\x1a\n',
      'GIF89a',
      'BM',
      'II*\0',
      'MM\0+',
      '\0\0\x01\0',
      'RIFF\xff\0\0\0WEBPVP8X',
      '\0\0\0\x18ftypavif',
      '\0\0\0\x18ftypheic',
    ]
    fc.assert(
      fc.property(fc.constantFrom(...beginnings), fc.uint8Array({ maxLength: 400 }), (beginning, noise) => {
        outcome(Uint8Array.of(...Array.from(beginning, (letter) => letter.charCodeAt(0)), ...noise))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a file that is cut', () => {
  // the last image of an animation, or a comment, may be missing; the first image may not
  const whole = [
    'hopper.jpg',
    'progressive_cat.jpg',
    'hopper.png',
    'hopper.gif',
    'hopper.webp',
    'anim.webp',
    'hopper.bmp',
    'hopper.tif',
    'hopper.ico',
    'avif_hopper.avif',
  ]

  it.each(whole)('%s is told to end early', (name) => {
    const bytes = read(name)
    for (const part of [0.3, 0.6, 0.9])
      expect(outcome(bytes.subarray(0, Math.floor(bytes.length * part)))).toMatch(/ends early/)
  })

  it('is not, when only its beginning is looked at', () => {
    for (const name of ['hopper.jpg', 'hopper.png', 'hopper.webp', 'hopper.bmp', 'avif_hopper.avif']) {
      const bytes = read(name)
      expect(outcome(bytes.subarray(0, 2900), bytes.length)).toBeUndefined()
    }
  })

  it('is not a JPEG with something after its end', () => {
    expect(outcome(Uint8Array.of(...read('hopper.jpg'), ...new Uint8Array(5000).fill(7)))).toBeUndefined()
  })
})

describe('what lies about its size', () => {
  const png = (width: number, height: number) => {
    const bytes = read('hopper.png')
    new DataView(bytes.buffer).setUint32(16, width)
    new DataView(bytes.buffer).setUint32(20, height)
    return bytes
  }

  it('is refused before it is decoded', () => {
    expect(outcome(png(20_000, 15_000))).toBeUndefined() // 300 megapixels
    expect(outcome(png(20_000, 15_001))).toMatch(/20000 x 15001 pixels; at most 300 megapixels/)
    expect(outcome(png(70_000, 1))).toMatch(/70000 x 1/)
    expect(outcome(png(0, 5))).toMatch(/0 x 5/)
  })
})

describe('what browsers cannot open', () => {
  const text = (content: string) => new TextEncoder().encode(content)

  it('is named', () => {
    expect(outcome(text('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'))).toMatch(/^An SVG/)
    expect(outcome(text('%PDF-1.7'))).toMatch(/^A PDF/)
    expect(outcome(text('8BPS\0\x01'))).toMatch(/^A Photoshop file/)
    expect(outcome(Uint8Array.of(0, 0, 0, 0x14, ...text('ftypisom\0\0\0\0isom')))).toMatch(/^A video/)
    expect(outcome(Uint8Array.of(0xff, 0x0a, 1, 2))).toMatch(/^A JPEG XL/)
    expect(outcome(text('<html><body>'))).toMatch(/^This file is not an image/)
  })

  it('is a JPEG of a kind that they do not decode', () => {
    const bytes = read('hopper.jpg')
    const frame = bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xc0)
    const changed = (at: number, value: number) => bytes.map((byte, index) => (index === frame + at ? value : byte))
    expect(outcome(changed(1, 0xc9))).toMatch(/arithmetic/)
    expect(outcome(changed(4, 12))).toMatch(/12 bits/)
  })
})

describe('a JPEG that no browser decodes is refused by its header', () => {
  const jpeg = read('hopper.jpg')
  const at = (marker: number) => jpeg.findIndex((byte, index) => byte === 0xff && jpeg[index + 1] === marker)
  const changed = (from: number, ...bytes: number[]) => {
    const copy = jpeg.slice()
    copy.set(bytes, from)
    return outcome(copy)
  }
  const [frame, scan] = [at(0xc0), at(0xda)]

  it('which is whole otherwise', () => expect(outcome(jpeg)).toBeUndefined())
  it.each([
    [
      'no quantisation table',
      () => outcome(jpeg.map((byte, index) => (index > 0 && jpeg[index - 1] === 0xff && byte === 0xdb ? 0xfe : byte))),
    ],
    [
      'two sizes',
      () =>
        outcome(Uint8Array.of(...jpeg.subarray(0, scan), ...jpeg.subarray(frame, frame + 19), ...jpeg.subarray(scan))),
    ],
    ['a frame of another length than its channels need', () => changed(frame + 2, 0, 18)],
    ['a channel without a size', () => changed(frame + 11, 0)],
    ['a scan without channels', () => changed(scan + 4, 0)],
    ['a scan of a channel that the frame does not name', () => changed(scan + 5, 99)],
  ])('%s', (_what, work) => expect(work()).toMatch(/^The file is damaged/))
})
