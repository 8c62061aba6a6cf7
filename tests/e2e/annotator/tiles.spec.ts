// Images that are too large to be held decoded: tiles of what is in view, right at every zoom and wherever one looks.
import { deflateSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { header, pngOf } from '../../support/highBitDepthPng'
import { expect, test, type App } from '../support/app'
import { openCanvas, type Canvas } from '../support/canvas'
import { shownAt } from '../support/pixels'

interface Size {
  width: number
  height: number
}

const BLOCK = 100 // pixels of one colour, with a white one in the middle
const MIDDLE = 50
const WHITE = 255
const indexAt = (x: number, y: number) => (Math.floor(x / BLOCK) + 7 * Math.floor(y / BLOCK)) % WHITE
const colorOf = (index: number) => (index === WHITE ? [255, 255, 255] : [index, WHITE - index, (index * 37) % 200])

/** Of a palette; rows of blocks are alike but for the one with the white pixels. */
function hugePng({ width, height }: Size) {
  const plain = Array.from({ length: Math.ceil(height / BLOCK) }, (_none, block) =>
    Uint8Array.from({ length: width + 1 }, (_zero, at) => (at === 0 ? 0 : indexAt(at - 1, block * BLOCK))),
  )
  const dotted = plain.map((row) => row.map((index, at) => ((at - 1) % BLOCK === MIDDLE ? WHITE : index)))
  const rows = Array.from(
    { length: height },
    (_none, y) => (y % BLOCK === MIDDLE ? dotted : plain)[Math.floor(y / BLOCK)]!,
  )
  const palette = Array.from({ length: 256 }, (_none, index) => colorOf(index)).flat()
  return pngOf([
    header({ width, height }, 8, 3),
    ['PLTE', palette],
    ['IDAT', deflateSync(Buffer.concat(rows), { level: 1 })],
  ])
}

async function openImage(page: Page, app: App, name: string, file: Uint8Array): Promise<Canvas> {
  await app.open(page)
  await page
    .getByLabel('Open images or ZIP', { exact: true })
    .setInputFiles({ name, mimeType: '', buffer: Buffer.from(file) })
  await expect(page.getByText('Added 1 image to My images')).toBeVisible({ timeout: 60_000 })
  await app.open(page, 'annotate/1')
  return openCanvas(page)
}

/** Some pixels of the image that are in view, in the middle of blocks. */
async function inView(page: Page, canvas: Canvas, { width, height }: Size): Promise<[x: number, y: number][]> {
  const box = (await page.getByRole('application').boundingBox())!
  const [origin, unit] = [canvas.at(0, 0), canvas.at(1000, 0)]
  const scale = (unit[0] - origin[0]) / 1000
  const places = [
    [0.15, 0.2],
    [0.5, 0.5],
    [0.8, 0.3],
    [0.3, 0.85],
    [0.7, 0.7],
  ].map(([across, down]): [number, number] => [
    Math.floor((box.x + across! * box.width - origin[0]) / scale / BLOCK) * BLOCK + MIDDLE,
    Math.floor((box.y + down! * box.height - origin[1]) / scale / BLOCK) * BLOCK + MIDDLE,
  ])
  const isSeen = ([x, y]: [number, number]) => {
    const [left, top] = canvas.at(x, y)
    return left > box.x + 2 && left < box.x + box.width - 2 && top > box.y + 2 && top < box.y + box.height - 2
  }
  return places.filter(([x, y]) => x > 0 && y > 0 && x < width && y < height && isSeen([x, y]))
}

async function check(page: Page, size: Size, hasDots: boolean) {
  const canvas = await openCanvas(page)
  const [origin, unit] = [canvas.at(0, 0), canvas.at(1000, 0)]
  const scale = (unit[0] - origin[0]) / 1000
  const places = await inView(page, canvas, size)
  expect(places.length).toBeGreaterThan(0)
  for (const [x, y] of places) {
    const off = hasDots && scale < 1 ? 20 : 0 // beside the white pixel, which is smeared there
    await expectColor(page, canvas, [x + off, y + off], colorOf(indexAt(x, y)), hasDots && off === 0)
  }
}

/** A dot is one pixel, and the image is drawn on whole pixels of the screen: it may be the next one. */
const expectColor = (page: Page, canvas: Canvas, [x, y]: [number, number], color: number[], isDot: boolean) =>
  expect
    .poll(() => (isDot ? nearest(page, canvas, [x, y], WHITE_PIXEL) : distanceAt(page, canvas, [x, y], color)), {
      message: `${isDot ? WHITE_PIXEL : color} at ${x}, ${y}`,
      timeout: 30_000,
    })
    .toBeLessThanOrEqual(12)

const WHITE_PIXEL = [255, 255, 255]

const distanceAt = async (page: Page, canvas: Canvas, [x, y]: [number, number], color: number[]) =>
  far(await shownAt(page, canvas, x, y), color)

async function nearest(page: Page, canvas: Canvas, [x, y]: [number, number], color: number[]) {
  const around = [-0.5, 0, 0.5].flatMap((dx) => [-0.5, 0, 0.5].map((dy): [number, number] => [x + dx, y + dy]))
  return Math.min(...(await Promise.all(around.map((place) => distanceAt(page, canvas, place, color)))))
}

const far = (a: number[], b: number[]) => Math.max(...a.map((value, channel) => Math.abs(value - b[channel]!)))

async function lookAround(page: Page, size: Size, hasDots: boolean) {
  await check(page, size, hasDots)
  for (const [across, down] of [
    [0.9, 0.9],
    [0.1, 0.4],
  ]) {
    const map = (await page.locator('.minimap').boundingBox())!
    await page.mouse.click(map.x + across! * map.width, map.y + down! * map.height)
    await check(page, size, hasDots)
  }
}

test('of more megapixels than are held decoded', async ({ page, app }) => {
  test.setTimeout(180_000)
  const size = { width: 12_000, height: 9_000 }
  await openImage(page, app, 'huge.png', hugePng(size))
  await check(page, size, true)
  for (let step = 0; step < 6; step++) await page.keyboard.press('+')
  await lookAround(page, size, true)
  await page.keyboard.press('0')
  await lookAround(page, size, true)
  for (let step = 0; step < 4; step++) await page.keyboard.press('+')
  await check(page, size, true)
})
