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

const REACH = 120 // screen pixels left and right of the middle

/** The image must be open; nothing is drawn. */
export async function openCanvas(page: Page): Promise<Canvas> {
  const area = page.getByRole('application')
  const box = (await area.boundingBox())!
  const middle: Point = [box.x + box.width / 2, box.y + box.height / 2]
  const left = await placeUnder(page, [middle[0] - REACH, middle[1]])
  const right = await placeUnder(page, [middle[0] + REACH, middle[1]])
  const scale = (2 * REACH) / (right[0] - left[0])
  const at = (x: number, y: number): Point => [
    middle[0] - REACH + (x - left[0]) * scale,
    middle[1] + (y - left[1]) * scale,
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

async function placeUnder(page: Page, [x, y]: Point): Promise<Point> {
  const place = page.locator('.readout span').first()
  const before = (await place.count()) > 0 ? await place.textContent() : null
  await page.mouse.move(x, y)
  await expect.poll(async () => ((await place.count()) > 0 ? await place.textContent() : null)).not.toBe(before)
  return (await place.textContent())!.split(', ').map(Number) as Point
}
