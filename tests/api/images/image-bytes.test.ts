import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { addDataset, addImages, api, freshDatabase, json, raw, refused } from '../support/api'
import { fakeCanvas } from '../support/canvas'
import { draw } from '../support/scene'

// Node has no canvas to draw on
vi.mock('@/server/images/overlay', () => ({ drawAnnotations: () => {} }))

beforeEach(freshDatabase)

const bytes = new Uint8Array(readFileSync(new URL('../../data/formats/hopper.jpg', import.meta.url)))

let datasets = 0

async function addImageFile(name = 'a.jpg', content = bytes): Promise<number> {
  const dataset = await addDataset(`set ${++datasets}`)
  const { body } = await api<{ id: number }>(
    'POST',
    `/image/?dataset_id=${dataset}&file_name=${encodeURIComponent(name)}`,
    { body: new Blob([content]) },
  )
  return body.id
}

const get = (id: number, headers: Record<string, string> = {}, query = '') =>
  raw('GET', `/image/${id}${query}`, { headers })

describe('the stored bytes', () => {
  it('are answered unchanged, under their true type and name', async () => {
    const response = await get(await addImageFile('名 "a".png'))
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(bytes.length),
      'content-disposition': `attachment; filename="_ _a_.png"; filename*=UTF-8''%E5%90%8D%20%22a%22.png`,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'accept-ranges': 'bytes',
    })
  })

  it('are shown rather than saved when asked for so', async () => {
    const response = await get(await addImageFile(), {}, '?asAttachment=false')
    expect(response.headers.get('content-disposition')).toMatch(/^inline;/)
  })

  it('are kept for good under the address of a revision', async () => {
    const response = await get(await addImageFile(), {}, '?v=1')
    expect(response.headers.get('cache-control')).toMatch(/immutable/)
  })

  it('are a JPEG already when a JPEG of their size or more is asked for', async () => {
    const response = await get(await addImageFile(), {}, '?width=500&height=0')
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
  })
})

describe('a thumbnail', () => {
  beforeEach(() => fakeCanvas())
  afterEach(() => vi.unstubAllGlobals())

  const ask = async (id: number, revision: number, headers: Record<string, string> = {}) => {
    const response = await get(id, headers, `?width=128&thumbnail=true&v=${revision}`)
    return {
      status: response.status,
      etag: response.headers.get('etag')!,
      modified: response.headers.get('last-modified')!,
      isForGood: response.headers.get('cache-control')!.includes('immutable'),
    }
  }

  it('without annotations is kept for good, under the address of this revision only', async () => {
    const id = await addImageFile()
    expect(await ask(id, 1)).toMatchObject({ status: 200, isForGood: true })
    expect(await ask(id, 2)).toMatchObject({ status: 200, isForGood: false })
  })

  it('with annotations is another after every edit and every change of a colour, whatever the browser has kept', async () => {
    const id = await addImageFile()
    const { body: category } = await api<{ id: number }>(
      'POST',
      '/category/',
      json({ name: 'thing', color: '#112233' }),
    )
    await draw(id, category.id)
    const { etag, isForGood } = await ask(id, 2)
    expect(isForGood).toBe(false)
    expect((await ask(id, 2, { 'If-None-Match': etag })).status).toBe(304)
    await draw(id, category.id)
    const edited = await ask(id, 3, { 'If-None-Match': etag })
    expect(edited.status).toBe(200)
    await api('PUT', `/category/${category.id}`, json({ name: 'thing', color: '#445566' }))
    expect((await ask(id, 3, { 'If-None-Match': edited.etag })).status).toBe(200)
    expect((await ask(id, 3, { 'If-Modified-Since': edited.modified })).status).toBe(200)
  })
})

describe('what has not changed', () => {
  it('is not sent again', async () => {
    const id = await addImageFile()
    const { headers } = await get(id)
    const [etag, modified] = [headers.get('etag')!, headers.get('last-modified')!]
    const status = async (sent: Record<string, string>) => (await get(id, sent)).status
    expect(await status({ 'If-None-Match': `"other", W/${etag}` })).toBe(304)
    expect(await status({ 'If-None-Match': '"other"', 'If-Modified-Since': modified })).toBe(200)
    expect(await status({ 'If-Modified-Since': modified })).toBe(304)
    expect(await status({ 'If-Modified-Since': new Date(0).toUTCString() })).toBe(200)
  })

  it('is told by the tag, which a replaced image changes', async () => {
    const id = await addImageFile()
    const etag = (await get(id)).headers.get('etag')!
    await api('POST', `/image/?dataset_id=1&file_name=a.jpg&on_conflict=replace`, {
      body: new Blob([readFileSync(new URL('../../data/formats/hopper.png', import.meta.url))]),
    })
    expect((await get(id, { 'If-None-Match': etag })).status).toBe(200)
  })
})

describe('a part of the bytes', () => {
  const part = async (range: string, more: Record<string, string> = {}) => {
    const response = await get(await addImageFile(), { Range: range, ...more })
    return {
      status: response.status,
      range: response.headers.get('content-range'),
      body: new Uint8Array(await response.arrayBuffer()),
    }
  }

  it('is answered', async () => {
    expect(await part('bytes=2-4')).toEqual({
      status: 206,
      range: `bytes 2-4/${bytes.length}`,
      body: bytes.slice(2, 5),
    })
    expect(await part('bytes=6400-')).toEqual({
      status: 206,
      range: `bytes 6400-6411/${bytes.length}`,
      body: bytes.slice(6400),
    })
    expect(await part('bytes=-2')).toEqual({
      status: 206,
      range: `bytes 6410-6411/${bytes.length}`,
      body: bytes.slice(-2),
    })
    expect((await part('bytes=0-999999')).body).toEqual(bytes)
  })

  it('outside of them is refused', async () => {
    expect(await part('bytes=6412-')).toMatchObject({ status: 416, range: `bytes */${bytes.length}` })
    expect(await part('bytes=-0')).toMatchObject({ status: 416 })
  })

  it('is all of them when several are asked for, or they have changed', async () => {
    expect(await part('bytes=0-1,4-5')).toMatchObject({ status: 200, body: bytes })
    expect(await part('bytes=0-1', { 'If-Range': '"old"' })).toMatchObject({ status: 200, body: bytes })
  })
})

describe('no bytes', () => {
  it('are there of an image that is not', async () => {
    expect(await refused('GET', '/image/9')).toEqual([400, 'Invalid image id'])
    const id = await addImageFile()
    await api('DELETE', `/image/${id}`)
    expect(await refused('GET', `/image/${id}`)).toEqual([400, 'Invalid image id'])
  })

  it('are there before the file has arrived', async () => {
    const [image] = await addImages(await addDataset(), ['b/a.jpg'], { placeholder: true })
    expect(await refused('GET', `/image/${image!.id}`)).toEqual([
      400,
      'The image of "b/a.jpg" has not arrived yet: upload a file with that path.',
    ])
  })

  it('are answered for a size that is no number', async () => {
    const { status, body } = await api<{ errors: object }>('GET', `/image/${await addImageFile()}?width=wide`)
    expect([status, Object.keys(body.errors)]).toEqual([400, ['width']])
  })
})

describe('where nothing can be drawn, as here', () => {
  const file = (name: string) => new Uint8Array(readFileSync(new URL(`../../data/formats/${name}`, import.meta.url)))

  it('an image that is too large is better than none', async () => {
    const response = await get(await addImageFile('a.png', file('hopper.png')), {}, '?width=20')
    expect([response.headers.get('content-type'), new Uint8Array(await response.arrayBuffer())]).toEqual([
      'image/png',
      file('hopper.png'),
    ])
  })

  it('a TIFF is answered as it is stored, or not at all', async () => {
    const id = await addImageFile('a.tif', file('hopper.tif'))
    expect(await refused('GET', `/image/${id}`)).toEqual([501, expect.stringMatching(/original=true/)])
    const response = await get(id, {}, '?original=true')
    expect([response.headers.get('content-type'), new Uint8Array(await response.arrayBuffer())]).toEqual([
      'image/tiff',
      file('hopper.tif'),
    ])
  })
})
