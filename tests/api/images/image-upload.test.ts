import 'fake-indexeddb/auto'
import { readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { UploadedImage } from '@/contract/image'
import { db } from '@/server/db/store/schema'
import { addDataset, addImages, answered, api, freshDatabase, json, refused } from '../support/api'

beforeEach(freshDatabase)

const file = (name: string) => new Uint8Array(readFileSync(new URL(`../../data/formats/${name}`, import.meta.url)))
const query = (fields: Record<string, string | number>) =>
  `/image/?${new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)]))}`
const post = (fields: Record<string, string | number>, name: string) =>
  answered(UploadedImage, 'POST', query(fields), { body: new Blob([file(name)]) })

const form = (name: string, fields: Record<string, string>) => {
  const data = new FormData()
  data.set('image', new File([file(name)], name))
  for (const [field, value] of Object.entries(fields)) data.set(field, value)
  return data
}

describe('an image comes in', () => {
  it('as the body, under the name in the query', async () => {
    const dataset = await addDataset('set')
    const image = await post({ dataset_id: dataset, file_name: 'cat.jpg', folder: 'a/b' }, 'progressive_cat.jpg')
    expect(image).toMatchObject({
      path: '/data/datasets/set/a/b/cat.jpg',
      file_name: 'cat.jpg',
      width: 320,
      height: 240,
      placeholder: false,
      outcome: 'added',
      notes: [],
    })
  })

  it('as a part of a form', async () => {
    const dataset = await addDataset('set')
    const image = await answered(UploadedImage, 'POST', '/image/', {
      body: form('hopper.png', { dataset_id: String(dataset), folder: 'b' }),
    })
    expect(image).toMatchObject({ path: '/data/datasets/set/b/hopper.png', width: 128, height: 128 })
  })

  it('with the size of the upright image', async () => {
    const image = await post({ dataset_id: await addDataset(), file_name: 'turned.jpg' }, 'exif_Landscape_6.jpg')
    expect([image.width, image.height]).toEqual([1800, 1200])
  })

  it('with notes on what is shown otherwise', async () => {
    const image = await post({ dataset_id: await addDataset(), file_name: 'a.jpg' }, 'pil_sample_cmyk.jpg')
    expect(image.notes).toEqual(['Its colours are CMYK; they are shown as RGB.'])
  })

  it('and is stored byte by byte, with its sums and its true type', async () => {
    const { id } = await post({ dataset_id: await addDataset(), file_name: 'a.jpg' }, 'own_png_named.jpg')
    const row = (await db.files.get(id))!
    const bytes = file('own_png_named.jpg')
    expect(new Uint8Array(await row.blob.arrayBuffer())).toEqual(bytes)
    expect(row).toMatchObject({
      type: 'image/png',
      crc32: crc32(bytes),
      hash: createHash('sha256').update(bytes).digest('hex'),
    })
  })

  it('once for an Idempotency-Key', async () => {
    const path = query({ dataset_id: await addDataset(), file_name: 'a.jpg' })
    const send = () => api('POST', path, { body: new Blob([file('hopper.jpg')]), headers: { 'Idempotency-Key': 'k' } })
    const [first, second] = [await send(), await send()]
    expect(second.body).toEqual(first.body)
    expect(await db.images.count()).toBe(1)
  })

  it('by the base name only when the name is a whole path', async () => {
    const image = await post({ dataset_id: await addDataset('set'), file_name: '../../etc\\passwd.jpg' }, 'hopper.jpg')
    expect(image.path).toBe('/data/datasets/set/passwd.jpg')
  })
})

describe('an image is refused', () => {
  const refuse = (fields: Record<string, string | number>, name = 'hopper.jpg') =>
    refused('POST', query(fields), { body: new Blob([file(name)]) })

  it('without a dataset that is there', async () => {
    expect(await refuse({ dataset_id: 7, file_name: 'a.jpg' })).toEqual([400, 'dataset does not exist'])
  })

  it('without a name, a dataset or a file', async () => {
    const dataset = await addDataset()
    const errors = async (path: string, init?: RequestInit) =>
      Object.keys((await api<{ errors: object }>('POST', path, init)).body.errors)
    expect(await errors(query({ dataset_id: dataset }), { body: new Blob([file('hopper.jpg')]) })).toEqual([
      'file_name',
    ])
    expect(await errors(query({ file_name: 'a.jpg' }), { body: new Blob([file('hopper.jpg')]) })).toEqual([
      'dataset_id',
    ])
    const empty = new FormData()
    empty.set('dataset_id', String(dataset))
    expect(await errors('/image/', { body: empty })).toEqual(['image'])
  })

  it('into a folder that leads out of the dataset', async () => {
    const { status, body } = await api<{ errors: object }>(
      'POST',
      query({ dataset_id: await addDataset(), file_name: 'a.jpg', folder: '../x' }),
      { body: new Blob([file('hopper.jpg')]) },
    )
    expect([status, Object.keys(body.errors)]).toEqual([400, ['folder']])
  })

  it('by its name and with the reason when it cannot be opened, and nothing is stored', async () => {
    const dataset_id = await addDataset()
    expect(await refuse({ dataset_id, file_name: 'a.jpg' }, 'own_text.jpg')).toEqual([
      400,
      expect.stringMatching(/^a\.jpg: This file is not an image/),
    ])
    expect(await refuse({ dataset_id, file_name: 'a.jpg' }, 'own_empty.jpg')).toEqual([
      400,
      'a.jpg: The file is empty.',
    ])
    expect(await refuse({ dataset_id, file_name: 'a.jpg' }, 'own_truncated_60pct.jpg')).toEqual([
      400,
      expect.stringMatching(/^a\.jpg: The file ends early/),
    ])
    expect(await db.images.count()).toBe(0)
  })
})

describe('a file that is something else than it says', () => {
  const gif = new Uint8Array([
    ...new TextEncoder().encode('GIF89a'),
    255,
    255,
    255,
    255,
    0,
    0,
    0,
    0x2c,
    0,
    0,
    0,
    0,
    255,
    255,
    255,
    255,
    0,
    2,
    1,
    0x44,
    0,
    0x3b,
  ])
  it.each([
    ['bomb.gif', gif, /^bomb\.gif: It says that it has 65535 x 65535 pixels; at most 300 megapixels/],
    ['drawing.png', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', /^drawing\.png: An SVG/],
    ['page.jpg', '<!doctype html><script>alert(1)</script>', /^page\.jpg: This file is not an image/],
  ])('%s is refused unread, and nothing of it is stored', async (file_name, content, reason) => {
    const dataset_id = await addDataset()
    expect(await refused('POST', query({ dataset_id, file_name }), { body: new Blob([content]) })).toEqual([
      400,
      expect.stringMatching(reason),
    ])
    expect([await db.images.count(), await db.files.count()]).toEqual([0, 0])
  })
})

describe('the largest image that is let in', () => {
  it('is as the user set it', async () => {
    const dataset_id = await addDataset()
    const set = (pictures: object) => api('PUT', '/user/preferences', json({ brush: 1, pictures }))
    expect((await set({ most_megapixels: 2 })).status).toBe(200)
    expect(
      await refused('POST', query({ dataset_id, file_name: 'a.jpg' }), {
        body: new Blob([file('exif_Landscape_6.jpg')]),
      }),
    ).toEqual([
      400,
      'a.jpg: It says that it has 1200 x 1800 pixels; at most 2 megapixels can be opened. Cut it into tiles, or save it smaller.',
    ])
    await set({ most_megapixels: 2.2 })
    expect((await post({ dataset_id, file_name: 'a.jpg' }, 'exif_Landscape_6.jpg')).width).toBe(1800)
    await set({})
    expect(
      await refused('POST', query({ dataset_id, file_name: 'b.gif' }), {
        body: new Blob([file('decompression_bomb.gif')]),
      }),
    ).toEqual([400, expect.stringMatching(/at most 300 megapixels/)])
    expect((await set({ most_megapixels: 0 })).status).toBe(400)
    expect((await api('GET', '/user/preferences')).body).toEqual({ brush: 1, pictures: {} })
  })
})

describe('a path that is taken', () => {
  const send = (dataset_id: number, on_conflict: string, name = 'hopper.jpg') =>
    post({ dataset_id, file_name: 'a.jpg', on_conflict }, name)

  it('is refused unless told otherwise', async () => {
    const dataset_id = await addDataset()
    await post({ dataset_id, file_name: 'a.jpg' }, 'hopper.jpg')
    const again = await refused('POST', query({ dataset_id, file_name: 'a.jpg' }), {
      body: new Blob([file('hopper.jpg')]),
    })
    expect(again).toEqual([400, expect.stringMatching(/^file already exists: a\.jpg\./)])
  })

  it('is skipped', async () => {
    const dataset = await addDataset()
    const { id } = await send(dataset, 'skip')
    expect(await send(dataset, 'skip', 'progressive_cat.jpg')).toMatchObject({ id, outcome: 'skipped', width: 128 })
  })

  it('is given a number', async () => {
    const dataset = await addDataset()
    const names = [await send(dataset, 'rename'), await send(dataset, 'rename'), await send(dataset, 'rename')].map(
      ({ file_name }) => file_name,
    )
    expect(names).toEqual(['a.jpg', 'a (2).jpg', 'a (3).jpg'])
  })

  it('is replaced, and what no longer fits is said', async () => {
    const dataset = await addDataset()
    const { id } = await send(dataset, 'replace')
    await db.images.update(id, { num_annotations: 2 })
    await db.thumbnails.put({ image_id: id, variant: 'w1h1jpg', blob: new Blob(['x']), etag: '"x"', used_at: 0 })
    const image = await send(dataset, 'replace', 'progressive_cat.jpg')
    expect(image).toMatchObject({ id, outcome: 'replaced', width: 320, height: 240, revision: 2, num_annotations: 2 })
    expect(image.notes).toEqual(['The annotations were made on 128 x 128 pixels; the image has 320 x 240.'])
    expect(await db.thumbnails.count()).toBe(0)
  })

  it('of a placeholder is filled', async () => {
    const dataset = await addDataset()
    const [waiting] = await addImages(dataset, ['a.jpg'], { placeholder: true, width: 100, height: 80 })
    const image = await post({ dataset_id: dataset, file_name: 'a.jpg' }, 'hopper.jpg')
    expect(image).toMatchObject({
      id: waiting!.id,
      outcome: 'filled',
      placeholder: false,
      width: 128,
      height: 128,
      notes: [],
    })
  })

  it('in the trash is not overwritten', async () => {
    const dataset = await addDataset()
    const { id } = await send(dataset, 'refuse')
    await api('DELETE', `/image/${id}`)
    const again = await refused('POST', query({ dataset_id: dataset, file_name: 'a.jpg', on_conflict: 'replace' }), {
      body: new Blob([file('hopper.jpg')]),
    })
    expect(again).toEqual([400, expect.stringMatching(/in the trash/)])
  })
})

describe('an image that the dataset has already', () => {
  const send = (dataset_id: number, file_name: string, more: Record<string, string> = {}) =>
    post({ dataset_id, file_name, ...more }, 'hopper.jpg')

  it('is kept, and the other one is named', async () => {
    const dataset = await addDataset()
    const first = await send(dataset, 'y.jpg')
    expect(first.duplicate_of).toBeUndefined()
    const second = await send(dataset, 'x.jpg', { folder: 'b' })
    expect(second).toMatchObject({
      outcome: 'added',
      duplicate_of: first.id,
      notes: ['It is the same image as "y.jpg".'],
    })
    expect(second.id).not.toBe(first.id)
  })

  it('is left out when told so', async () => {
    const dataset = await addDataset()
    const { id } = await send(dataset, 'y.jpg')
    expect(await send(dataset, 'x.jpg', { on_duplicate: 'skip' })).toMatchObject({
      id,
      outcome: 'skipped',
      duplicate_of: id,
      notes: ['It is the same image as "y.jpg", and was left out.'],
    })
    expect(await db.images.count()).toBe(1)
  })

  it('is another one in another dataset, and beside one in the trash', async () => {
    const { id } = await send(await addDataset('one'), 'y.jpg')
    const other = await addDataset('two')
    expect(await send(other, 'x.jpg', { on_duplicate: 'skip' })).toMatchObject({ outcome: 'added', notes: [] })
    await api('DELETE', `/image/${id}`)
    expect(await send(1, 'x.jpg', { on_duplicate: 'skip' })).toMatchObject({ outcome: 'added', notes: [] })
  })

  it('fills a placeholder all the same', async () => {
    const dataset = await addDataset()
    await send(dataset, 'y.jpg')
    await addImages(dataset, ['x.jpg'], { placeholder: true })
    expect(await send(dataset, 'x.jpg', { on_duplicate: 'skip' })).toMatchObject({
      outcome: 'filled',
      placeholder: false,
    })
  })

  it('is known for it under the same path', async () => {
    const dataset_id = await addDataset()
    await send(dataset_id, 'y.jpg')
    const again = async (name: string) =>
      (await api('POST', query({ dataset_id, file_name: 'y.jpg' }), { body: new Blob([file(name)]) })).body
    expect(await again('hopper.jpg')).toMatchObject({
      message: expect.stringMatching(/^file already exists/),
      identical: true,
    })
    expect(await again('hopper.png')).toMatchObject({ identical: false })
  })
})
