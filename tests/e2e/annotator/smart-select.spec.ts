/** Smart select on real photos, with the real model, the network gone after the download. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type { AnnotationOfImage, AnnotatorData } from '@/contract/annotator'
import type { Bbox } from '@/core/geometry/box'
import { rleIou } from '@/core/mask/measure'
import { polygonToRle } from '@/core/mask/rasterise'
import { shapeToRle } from '@/core/shape/shape'
import type { Shape } from '@/core/shape/types'
import { expect, test, type App } from '../support/app'
import { openCanvas } from '../support/canvas'
import { importNuts, nuts } from '../support/nuts'

interface Coco {
  images: { id: number; file_name: string; width: number; height: number }[]
  annotations: { image_id: number; bbox: Bbox; segmentation: number[][] }[]
}

const coco = JSON.parse(readFileSync(nuts.coco, 'utf8')) as Coco

async function download(page: Page) {
  await page.keyboard.press('a')
  const bar = page.getByRole('group', { name: 'Smart select' })
  await expect(bar).toContainText('Download 45 MB for smart selection?')
  await bar.getByRole('button', { name: 'Download' }).click()
  await ready(page)
}

/** The model has looked at the image. */
const ready = (page: Page) => expect(page.getByRole('group', { name: 'Smart select' })).toBeHidden({ timeout: 60_000 })

async function annotationsOf(page: Page, app: App, imageId: number): Promise<AnnotationOfImage[]> {
  const { body } = await app.api<AnnotatorData>(page, 'GET', `annotator/data/${imageId}`)
  return body.categories.flatMap(({ annotations }) => annotations)
}

/** Points at each nut and keeps what is found: how well that fits what the file has, in the file's order. */
async function selectAll(page: Page, app: App, by: 'click' | 'box', image: Coco['images'][number]): Promise<number[]> {
  const imageId = Number(new URL(page.url()).pathname.split('/').pop())
  const { at } = await openCanvas(page)
  const truths = coco.annotations.filter(({ image_id }) => image_id === image.id)
  const before = new Set((await annotationsOf(page, app, imageId)).map(({ id }) => id))
  const finish = page.getByRole('group', { name: 'Smart select' }).getByRole('button', { name: /Finish shape/ })
  for (const {
    bbox: [x, y, width, height],
  } of truths) {
    await page.mouse.move(...at(x + (by === 'click' ? width / 2 : 0), y + (by === 'click' ? height / 2 : 0)))
    await page.mouse.down()
    if (by === 'box') await page.mouse.move(...at(x + width, y + height), { steps: 2 })
    await page.mouse.up()
    await expect(async () => {
      await page.keyboard.press('Enter')
      expect(await finish.count()).toBe(0)
    }).toPass({ intervals: [50, 100], timeout: 20_000 })
  }
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  const drawn = (await annotationsOf(page, app, imageId))
    .filter(({ id }) => !before.has(id))
    .sort((a, b) => a.id - b.id)
  expect(drawn.length).toBe(truths.length)
  return truths.map(({ segmentation }, index) =>
    rleIou(shapeToRle(drawn[index]!.shape as Shape, image), polygonToRle(segmentation[0]!, image), false),
  )
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

test('one click, or a box, finds each nut of the photos; offline, and each photo is looked at once', async ({
  page,
  app,
  server,
  context,
}) => {
  test.setTimeout(480_000)
  await app.open(page)
  await importNuts(page)
  await page.getByRole('link', { name: new RegExp(`^${coco.images[0]!.file_name}`) }).click()
  await expect(page.getByRole('application')).toBeVisible()
  await download(page)
  await server.stop()
  await context.setOffline(true)
  await page.reload()
  const scores = { click: [] as number[], box: [] as number[] }
  for (const [index, image] of coco.images.entries()) {
    if (index > 0) await page.keyboard.press('n')
    await expect(page.getByRole('application', { name: new RegExp(image.file_name) })).toBeVisible()
    if (index === 0) await page.keyboard.press('a')
    await ready(page)
    scores.click.push(...(await selectAll(page, app, 'click', image)))
    scores.box.push(...(await selectAll(page, app, 'box', image)))
  }
  console.log(
    `click: mean ${mean(scores.click).toFixed(3)}, least ${Math.min(...scores.click).toFixed(3)}; box: mean ${mean(scores.box).toFixed(3)}, least ${Math.min(...scores.box).toFixed(3)}`,
  )
  expect(mean(scores.click)).toBeGreaterThanOrEqual(0.9)
  expect(mean(scores.box)).toBeGreaterThanOrEqual(0.9)
  expect(Math.min(...scores.click, ...scores.box)).toBeGreaterThanOrEqual(0.75)
  const encoded = await page.evaluate(() =>
    performance.getEntriesByName('atoll:encode').map((entry) => (entry as PerformanceMark).detail as string),
  )
  expect(encoded.length).toBe(coco.images.length)
  expect(new Set(encoded).size).toBe(coco.images.length)
})
