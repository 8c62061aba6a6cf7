// Images of 16 bits: read from PNG, turned, halved, and shown through a range.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { npyHeader, readNpy } from '@/core/image/highBitDepth/npy'
import { halveHighBitDepth, orientHighBitDepth, type HighBitDepthImage } from '@/core/image/highBitDepth/image'
import {
  autoRange,
  countValues,
  fullRange,
  lookupTable,
  rangeOf,
  shownPart,
  shownWhole,
  windowOf,
} from '@/core/image/highBitDepth/window'
import { readHeader } from '@/core/image/header'
import { highBitDepthPng } from '@/server/images/highBitDepth'
import { highBitDepthPng as writePng } from '../../../support/highBitDepthPng'
import { expected, pathOf } from '../../../support/formats'

const file = (name: string) => new Uint8Array(readFileSync(pathOf(name)))
const picture = (width: number, channels: number, values: number[]): HighBitDepthImage => ({
  width,
  height: values.length / width / channels,
  channels,
  data: Uint16Array.from(values),
})

describe('a PNG of 16 bits', () => {
  it.each([1, 2, 3, 4])('gives all values of %i channels, whatever the filters of its rows', async (channels) => {
    const [width, height] = [7, 11]
    const values = Array.from({ length: width * height * channels }, (_none, index) => (index * 7919 + 13) % 65536)
    const { data, ...layout } = await highBitDepthPng(writePng({ width, height, channels, values }))
    expect(layout).toMatchObject({ width, height, channels })
    expect([...data]).toEqual(values)
  })

  it('gives the values that another reader found, interlaced', async () => {
    const { width, height, data } = await highBitDepthPng(file('basi0g16.png'))
    const at = (x: number, y: number) => data[y * width + x]
    expect([at(2, 2), at(width - 3, 2), at(2, height - 3), at(width - 3, height - 3), at(16, 16)]).toEqual(
      expected['basi0g16.png']!.samples,
    )
  })

  it('is refused when rows are missing or it is packed wrongly', async () => {
    const whole = writePng({ width: 2, height: 4, channels: 1, values: [1, 2, 3, 4, 5, 6, 7, 8] })
    const taller = whole.slice()
    taller[23] = 9
    await expect(highBitDepthPng(taller)).rejects.toThrow(
      'The file is damaged: some of the rows of the PNG are missing.',
    )
    const wrong = whole.slice()
    wrong.fill(0xff, 41, 50)
    await expect(highBitDepthPng(wrong)).rejects.toThrow('The file is damaged: the PNG is compressed wrongly.')
  })

  it('with a colour that stands for none is left to the browser', () => {
    const gray = { width: 1, height: 1, channels: 1, values: [5] }
    expect(readHeader(writePng(gray)).is_deep).toBe(true)
    expect(readHeader(writePng(gray, [['tRNS', [0, 5]]]))).toMatchObject({
      is_deep: false,
      notes: ['It has 16 bits a channel; 8 of them are shown.'],
    })
  })
})

describe('turning', () => {
  // 1 2 3
  // 4 5 6
  const stored = picture(3, 1, [1, 2, 3, 4, 5, 6])
  it.each([
    [1, 3, [1, 2, 3, 4, 5, 6]],
    [2, 3, [3, 2, 1, 6, 5, 4]],
    [3, 3, [6, 5, 4, 3, 2, 1]],
    [4, 3, [4, 5, 6, 1, 2, 3]],
    [5, 2, [1, 4, 2, 5, 3, 6]],
    [6, 2, [4, 1, 5, 2, 6, 3]],
    [7, 2, [6, 3, 5, 2, 4, 1]],
    [8, 2, [3, 6, 2, 5, 1, 4]],
  ])('of orientation %i', (orientation, width, values) => {
    const turned = orientHighBitDepth(stored, orientation)
    expect([turned.width, [...turned.data]]).toEqual([width, values])
  })
})

it('halving takes the mean of four, at odd edges of those there are', () => {
  const work = halveHighBitDepth(picture(3, 1, [0, 10, 100, 20, 30, 200, 7, 9, 65535]))
  let step = work.next()
  while (!step.done) step = work.next()
  expect([...step.value.data]).toEqual([15, 150, 8, 65535])
})

describe('the range that is shown', () => {
  const counts = (values: number[]) => countValues(picture(values.length, 1, values))

  it('has all the bits that the brightest value needs, at least 8', () => {
    expect(fullRange(counts([3, 4000]))).toEqual({ low: 0, high: 4095 })
    expect(fullRange(counts([0, 65535]))).toEqual({ low: 0, high: 65535 })
    expect(fullRange(counts([1]))).toEqual({ low: 0, high: 255 })
  })

  it('leaves out one percent at both ends, and never alpha', () => {
    const ramp = Array.from({ length: 1000 }, (_none, index) => 500 + index)
    expect(autoRange(counts(ramp))).toEqual({ low: 510, high: 1490 })
    expect(autoRange(counts([7, 7, 7]))).toEqual({ low: 7, high: 8 })
    expect(fullRange(countValues(picture(1, 2, [200, 65535])))).toEqual({ low: 0, high: 255 })
  })

  it('is a window around a level', () => {
    expect(windowOf({ low: 1000, high: 3000 })).toEqual({ window: 2000, level: 2000 })
    expect(rangeOf({ window: 2000, level: 2000 })).toEqual({ low: 1000, high: 3000 })
    expect(rangeOf({ window: 0, level: 100 })).toEqual({ low: 100, high: 101 })
  })

  it('goes from black to white in a straight line', () => {
    const table = lookupTable({ low: 1000, high: 1255 })
    expect([0, 999, 1000, 1001, 1128, 1255, 1256, 65535].map((value) => table[value])).toEqual([
      0, 0, 0, 1, 128, 255, 255, 255,
    ])
    expect(lookupTable({ low: -100, high: 155 })[0]).toBe(100)
  })

  it('is applied to a part of the image, colours and alpha', () => {
    const table = lookupTable({ low: 0, high: 65535 })
    const out = new Uint8ClampedArray(8)
    shownPart(
      picture(2, 4, [0, 0, 0, 0, 65535, 257, 514, 0x8000, 0, 0, 0, 0, 771, 1028, 1285, 65535]),
      { left: 1, top: 0, width: 1, height: 2 },
      table,
      out,
    )
    expect([...out]).toEqual([255, 1, 2, 128, 3, 4, 5, 255])
    expect([...shownWhole(picture(2, 1, [0, 255]))]).toEqual([0, 0, 0, 255, 255, 255, 255, 255])
  })
})

it.each([1, 3])('a file of NumPy says its shape, with %i channels', (channels) => {
  const given = picture(
    3,
    channels,
    Array.from({ length: 6 * channels }, (_none, index) => index * 1000),
  )
  const header = npyHeader(given)
  expect(header.length % 64).toBe(0)
  const bytes = new Uint8Array([...header, ...new Uint8Array(given.data.buffer)])
  expect(readNpy(bytes.buffer)).toEqual(given)
})
