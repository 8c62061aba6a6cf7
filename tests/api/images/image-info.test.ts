// What an image says of itself, and all values of one of 16 bits.
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ImageInfo } from '@/contract/image'
import { readNpy } from '@/core/image/highBitDepth/npy'
import { highBitDepthPng, exifChunk } from '../../support/highBitDepthPng'
import { expected, pathOf } from '../../support/formats'
import { addDataset, addImages, api, freshDatabase, raw, refused } from '../support/api'

beforeEach(freshDatabase)

let datasets = 0

async function add(content: Uint8Array<ArrayBuffer>, name = 'a.png'): Promise<number> {
  const dataset = await addDataset(`set ${++datasets}`)
  return (
    await api<{ id: number }>('POST', `/image/?dataset_id=${dataset}&file_name=${name}`, { body: new Blob([content]) })
  ).body.id
}

const addFile = (name: string) => add(new Uint8Array(readFileSync(pathOf(name))), name)
const samples = async (id: number) => readNpy(await (await raw('GET', `/image/${id}/samples`)).arrayBuffer())

describe('facts', () => {
  it.each([
    [
      'exif_Landscape_6.jpg',
      { type: 'image/jpeg', width: 1800, height: 1200, orientation: 6, bits: 8, is_deep: false, notes: [] },
    ],
    [
      'dispose_none.gif',
      { type: 'image/gif', frames: 5, notes: ['It is an animation of 5 images; the first one is annotated.'] },
    ],
    ['16bit.cropped.tif', { type: 'image/tiff', bytes: 8302, bits: 16, is_deep: true, has_alpha: false }],
    ['transparent.png', { has_alpha: true, bits: 8, is_deep: false }],
  ])('of %s', async (name, facts) => {
    const { status, body } = await api<ImageInfo>('GET', `/image/${await addFile(name)}/facts`)
    expect(status).toBe(200)
    expect(body).toMatchObject(facts)
  })

  it('of no image, or of one without a file, there are none', async () => {
    expect(await refused('GET', '/image/99/facts')).toEqual([400, 'Invalid image id'])
    const [image] = await addImages(await addDataset('bare'), ['a.jpg'])
    expect(await refused('GET', `/image/${image!.id}/facts`)).toEqual([
      400,
      expect.stringMatching(/has not arrived yet/),
    ])
  })
})

describe('samples', () => {
  it.each(['16bit.cropped.tif', 'basi0g16.png'])('of %s are those that another reader found', async (name) => {
    const { width, height, channels, data } = await samples(await addFile(name))
    const at = (x: number, y: number) => data[y * width + x]
    expect(channels).toBe(1)
    const middle = at(Math.floor(width / 2), Math.floor(height / 2))
    expect([at(2, 2), at(width - 3, 2), at(2, height - 3), at(width - 3, height - 3), middle]).toEqual(
      expected[name]!.samples,
    )
  })

  it('of colours have three channels', async () => {
    const { width, height, channels, data } = await samples(await addFile('tiff_16bit_RGB.tiff'))
    expect({ width, height, channels }).toEqual({ width: 100, height: 40, channels: 3 })
    const at = (2 * width + 2) * 3
    expect([...data.subarray(at, at + 3)].map((value) => value >> 8)).toEqual(
      expected['tiff_16bit_RGB.tiff']!.corners![0]!.slice(0, 3),
    )
  })

  it('are those of the upright image', async () => {
    const stored = { width: 2, height: 1, channels: 1, values: [300, 40_000] }
    const { width, height, data } = await samples(await add(highBitDepthPng(stored, [exifChunk(8)])))
    expect([width, height, ...data]).toEqual([1, 2, 40_000, 300])
  })

  it('come as a file of NumPy, and not again until they change', async () => {
    const id = await addFile('basi0g16.png')
    const { headers } = await raw('GET', `/image/${id}/samples`)
    expect(headers.get('content-type')).toBe('application/octet-stream')
    expect(headers.get('content-disposition')).toMatch(/filename="basi0g16.npy"/)
    expect(
      (await raw('GET', `/image/${id}/samples`, { headers: { 'If-None-Match': headers.get('etag')! } })).status,
    ).toBe(304)
  })

  it('of 8 bits are not given', async () => {
    expect(await refused('GET', `/image/${await addFile('hopper.jpg')}/samples`)).toEqual([
      400,
      expect.stringMatching(/has not 16 bits/),
    ])
  })
})
