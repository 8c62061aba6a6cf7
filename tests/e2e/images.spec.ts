// Images in the real worker: they come out smaller, in parts, drawn on.
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test, type App } from './support/app'

const folder = new URL('../data/formats/', import.meta.url)
interface Uploaded {
  status: number
  body: { id: number; width: number; height: number; notes: string[]; message: string }
}

async function upload(page: Page, dataset: number, name: string): Promise<Uploaded> {
  const base64 = readFileSync(new URL(name, folder)).toString('base64')
  return page.evaluate(
    async ({ dataset, name, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      const response = await fetch(`api/image/?dataset_id=${dataset}&file_name=${encodeURIComponent(name)}`, {
        method: 'POST',
        body: new Blob([bytes]),
      })
      return { status: response.status, body: await response.json() }
    },
    { dataset, name, base64 },
  )
}

interface Seen {
  status: number
  type: string | null
  width: number
  height: number
  /** Top left, top right, bottom left, centre; with alpha. */
  colors: number[][]
}

/** What a page sees of an answer. */
async function see(page: Page, path: string): Promise<Seen> {
  return page.evaluate(async (path) => {
    const response = await fetch(`api/${path}`)
    const bitmap = await createImageBitmap(await response.blob())
    const { width, height } = bitmap
    const context = new OffscreenCanvas(width, height).getContext('2d')!
    context.drawImage(bitmap, 0, 0)
    const inset = Math.min(2, width - 1)
    const places = [
      [inset, inset],
      [width - 1 - inset, inset],
      [inset, height - 1 - inset],
      [Math.floor(width / 2), Math.floor(height / 2)],
    ]
    const colors = places.map(([x, y]) => [...context.getImageData(x!, y!, 1, 1).data])
    return { status: response.status, type: response.headers.get('content-type'), width, height, colors }
  }, path)
}

const newDataset = async (app: App, page: Page) =>
  (await app.api<{ id: number }>(page, 'POST', 'dataset/', { name: `set ${Math.random()}` })).body.id

const far = (a: number[], b: number[]) => Math.max(...[0, 1, 2].map((channel) => Math.abs(a[channel]! - b[channel]!)))

test('an image is fitted inside a size, and never enlarged', async ({ page, app }) => {
  await app.open(page)
  const dataset = await newDataset(app, page)
  const { body: photo } = await upload(page, dataset, 'exif_Landscape_6.jpg') // 1800 x 1200 upright
  const { body: clear } = await upload(page, dataset, 'transparent.png') // 200 x 150
  const size = async (path: string) => {
    const { type, width, height } = await see(page, path)
    return [type, width, height]
  }
  expect(await size(`image/${photo.id}?width=250`)).toEqual(['image/jpeg', 250, 167])
  expect(await size(`image/${photo.id}?height=100`)).toEqual(['image/jpeg', 150, 100])
  expect(await size(`image/${photo.id}?width=100&height=10`)).toEqual(['image/jpeg', 15, 10])
  expect(await size(`image/${photo.id}?width=0&height=-1`)).toEqual(['image/jpeg', 1800, 1200])
  expect(await size(`image/${photo.id}?width=5000`)).toEqual(['image/jpeg', 1800, 1200])
  expect(await size(`image/${clear.id}?width=100`)).toEqual(['image/png', 100, 75])
  expect((await see(page, `image/${clear.id}?width=100`)).colors[0]![3]).toBe(0)
})

test('a TIFF is shown as PNG, and kept as it is', async ({ page, app }) => {
  await app.open(page)
  const dataset = await newDataset(app, page)
  const { body } = await upload(page, dataset, 'hopper_bigtiff.tif')
  expect((await see(page, `image/${body.id}`)).type).toBe('image/png')
  const original = await page.evaluate(async (id) => {
    const response = await fetch(`api/image/${id}?original=true`)
    return [response.headers.get('content-type'), (await response.arrayBuffer()).byteLength]
  }, body.id)
  expect(original).toEqual(['image/tiff', 49665])
})

test('what was made is not sent again until it changes; the stored bytes come in parts', async ({ page, app }) => {
  await app.open(page)
  const { body } = await upload(page, await newDataset(app, page), 'hopper.png')
  const ask = (path: string, headers: Record<string, string>) =>
    page.evaluate(
      async ({ path, headers }) => {
        const response = await fetch(`api/${path}`, { headers, cache: 'no-store' })
        return {
          status: response.status,
          etag: response.headers.get('etag'),
          range: response.headers.get('content-range'),
          bytes: (await response.arrayBuffer()).byteLength,
        }
      },
      { path, headers },
    )
  const { etag } = await ask(`image/${body.id}?width=50`, {})
  expect(await ask(`image/${body.id}?width=50`, { 'If-None-Match': etag! })).toMatchObject({ status: 304, bytes: 0 })
  expect((await ask(`image/${body.id}?width=51`, { 'If-None-Match': etag! })).status).toBe(200)
  expect(await ask(`image/${body.id}?original=true`, { Range: 'bytes=10-19' })).toMatchObject({
    status: 206,
    range: 'bytes 10-19/30605',
    bytes: 10,
  })
})

test('a thumbnail has the annotations drawn in, by the colours of their categories', async ({ page, app }) => {
  await app.open(page)
  const dataset = await newDataset(app, page)
  const { body: image } = await upload(page, dataset, 'hopper.png')
  const { body: category } = await app.api<{ id: number }>(page, 'POST', 'category/', {
    name: 'thing',
    color: '#00ff00',
  })
  const plain = await see(page, `image/${image.id}?width=64`)
  expect((await see(page, `image/${image.id}?width=64&thumbnail=true`)).colors[3]).toEqual(plain.colors[3])
  // around the centre, a quarter of the image
  const segmentation = [[32, 32, 96, 32, 96, 96, 32, 96]]
  const made = await app.api(page, 'POST', 'annotation/', {
    image_id: image.id,
    category_id: category.id,
    segmentation,
  })
  expect(made.status).toBe(200)
  const drawn = await see(page, `image/${image.id}/thumbnail?width=64`)
  expect([drawn.width, drawn.height]).toEqual([64, 64])
  expect(drawn.colors[3]![1]! - drawn.colors[3]![0]!).toBeGreaterThan(plain.colors[3]![1]! - plain.colors[3]![0]! + 40)
  expect(far(drawn.colors[1]!, plain.colors[1]!)).toBeLessThan(10)
  await app.api(page, 'PUT', `category/${category.id}`, { name: 'thing', color: '#ff0000' })
  const red = await see(page, `image/${image.id}/thumbnail?width=64`)
  expect(red.colors[3]![0]!).toBeGreaterThan(drawn.colors[3]![0]! + 40)
})
