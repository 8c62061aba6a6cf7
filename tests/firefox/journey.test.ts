/** One journey through the built app in Firefox: in with real data, draw, reload, and again with the server gone. */
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startServer, type Server } from '../e2e/support/server'
import { sites } from '../e2e/support/sites'
import { ask, choose, launchFirefox, press, seen, started } from './support'

const NUTS = 'tests/data/nuts'
const PICTURES = ['0.jpg', '1.jpg', '10.jpg', '12.jpg', '16.jpg'].map((name) => `${NUTS}/${name}`)

interface Data {
  categories: { annotations: { id: number; segmentation: number[][] }[] }[]
}

let server: Server
let browser: Browser
let page: Page

beforeAll(async () => {
  server = await startServer(sites.main)
  browser = await launchFirefox()
  page = await browser.newPage()
  await page.setViewport({ width: 1280, height: 800 })
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('import, draw, reload, offline', async () => {
  await page.goto(server.url)
  await started(page)
  await bringIn()

  const [image] = await ask<{ id: number; file_name: string }[]>(page, 'image/')
  const known = await annotationsOf(image!.id)
  expect(known.length).toBeGreaterThan(0)

  await page.goto(`${server.url}annotate/${image!.id}`)
  await seen(page, image!.file_name)
  await drawPolygon()
  await vi.waitFor(async () => expect(await annotationsOf(image!.id)).toHaveLength(known.length + 1), {
    timeout: 20_000,
  })
  const drawn = await annotationsOf(image!.id)
  expect(drawn.find(({ id }) => !known.some((each) => each.id === id))!.segmentation[0]).toHaveLength(8)

  await page.reload()
  await started(page)
  expect(await annotationsOf(image!.id)).toEqual(drawn)

  await server.stop()
  await page.goto(`${server.url}annotate/${image!.id}`)
  await started(page)
  await seen(page, image!.file_name)
  expect(await annotationsOf(image!.id)).toEqual(drawn)
  const picture = await page.evaluate(
    async (id) => (await (await fetch(`/api/image/${id}?asAttachment=false&width=100`)).blob()).type,
    image!.id,
  )
  expect(picture).toBe('image/jpeg')
})

async function bringIn(): Promise<void> {
  await choose(page, 'Open images or ZIP', ...PICTURES)
  await seen(page, 'Added 5 images to My images')
  await choose(page, 'Import COCO', `${NUTS}/trainval-present.json`)
  await seen(page, '5 matched')
  await press(page, 'Import')
  await seen(page, 'Imported trainval-present.json')
  await press(page, 'Close')
}

async function annotationsOf(imageId: number) {
  const { categories } = await ask<Data>(page, `annotator/data/${imageId}`)
  return categories.flatMap(({ annotations }) => annotations)
}

async function drawPolygon(): Promise<void> {
  const area = await vi.waitFor(async () => (await page.$('[role=application]')) ?? expect.fail('no image'), {
    timeout: 20_000,
  })
  const { x, y, width, height } = (await area.boundingBox())!
  const [left, top] = [x + width / 2, y + height / 2]
  await page.keyboard.press('v')
  for (const [right, down] of [
    [-60, -60],
    [60, -50],
    [50, 60],
    [-50, 50],
  ] as const)
    await page.mouse.click(left + right, top + down)
  await page.keyboard.press('Enter')
}
