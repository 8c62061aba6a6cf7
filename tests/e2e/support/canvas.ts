/** Where the pixels of the image are on the screen, as the annotator itself says where the pointer is. */
import type { Page } from '@playwright/test'
import { expect } from './app'

type Point = [x: number, y: number]

export interface Canvas {
  /** Of a place in the image: where it is on the screen. */
  at: (x: number, y: number) => Point
  click: (x: number, y: number) => Promise<void>
  drag: (from: Point, to: Point) => Promise<void>
}

const REACH = 120 // screen pixels left and right of the middle, which are on the image

/** The image must be open; nothing is drawn. */
export async function openCanvas(page: Page): Promise<Canvas> {
  const area = page.getByRole('application')
  const box = (await area.boundingBox())!
  const middle: Point = [box.x + box.width / 2, box.y + box.height / 2]
  const { left, scale } = await measure(page, middle, box.width * 0.4)
  const at = (x: number, y: number): Point => [
    left.screen[0] + (x - left.image[0]) * scale,
    middle[1] + (y - left.image[1]) * scale,
  ]
  return {
    at,
    click: (x, y) => page.mouse.click(...at(x, y)),
    async drag(from, to) {
      await page.mouse.move(...at(...from))
      await page.mouse.down()
      await page.mouse.move(...at(...to), { steps: 4 })
      await page.mouse.up()
    },
  }
}

interface Measure {
  left: { screen: Point; image: Point }
  /** Screen pixels of a pixel of the image. */
  scale: number
}

/** Places are told to a tenth of a pixel: the farther apart two of them are, the better they tell the scale. */
async function measure(page: Page, middle: Point, far: number): Promise<Measure> {
  const near = await between(page, middle, REACH)
  const wide = await between(page, middle, far)
  // beyond the image the place of its edge is told
  const isOnImage = Math.abs(wide.scale / near.scale - 1) < 0.01
  return isOnImage ? wide : near
}

async function between(page: Page, middle: Point, reach: number): Promise<Measure> {
  const screen: Point = [middle[0] - reach, middle[1]]
  const left = await placeUnder(page, screen)
  const right = await placeUnder(page, [middle[0] + reach, middle[1]])
  return { left: { screen, image: left }, scale: (2 * reach) / (right[0] - left[0]) }
}

async function placeUnder(page: Page, [x, y]: Point): Promise<Point> {
  const place = page.locator('.readout span').first()
  const before = (await place.count()) > 0 ? await place.textContent() : null
  await page.mouse.move(x, y)
  await expect.poll(async () => ((await place.count()) > 0 ? await place.textContent() : null)).not.toBe(before)
  return (await place.textContent())!.split(', ').map(Number) as Point
}
