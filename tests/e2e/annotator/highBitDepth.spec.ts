// An image of 16 bits in the annotator: window and level choose what is shown, by mouse and keyboard, and change nothing that is stored.
import type { Page } from '@playwright/test'
import { autoRange, countValues, lookupTable } from '@/core/image/highBitDepth/window'
import { highBitDepthPng } from '../../support/highBitDepthPng'
import { expect, test, type App } from '../support/app'
import { openCanvas, type Canvas } from '../support/canvas'
import { shownAt } from '../support/pixels'

const SIZE = { width: 1200, height: 800 }
/** 12 bits, darker by three to the left. */
const values = Uint16Array.from({ length: SIZE.width * SIZE.height }, (_none, index) => (index % SIZE.width) * 3)
const file = highBitDepthPng({ ...SIZE, channels: 1, values })

async function openHighBitDepth(page: Page, app: App): Promise<{ id: number; canvas: Canvas }> {
  await app.open(page)
  const { body: category } = await app.api<{ id: number }>(page, 'POST', 'category/', { name: 'bone' })
  const { body: dataset } = await app.api<{ id: number }>(page, 'POST', 'dataset/', {
    name: 'Rays',
    categories: [category.id],
  })
  const id = await page.evaluate(
    async ({ dataset, base64 }) => {
      const body = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      const response = await fetch(`/api/image/?dataset_id=${dataset}&file_name=ray.png`, { method: 'POST', body })
      return ((await response.json()) as { id: number }).id
    },
    { dataset: dataset.id, base64: Buffer.from(file).toString('base64') },
  )
  return { id, canvas: await show(page, app, id) }
}

async function show(page: Page, app: App, id: number): Promise<Canvas> {
  await app.open(page, `annotate/${id}`)
  await expect(page.getByLabel('Window', { exact: true })).toBeVisible()
  return openCanvas(page)
}

/** The image may be painted a frame later. */
const expectGray = (page: Page, canvas: Canvas, x: number, gray: number) =>
  expect
    .poll(async () => Math.max(...(await shownAt(page, canvas, x, 400)).map((value) => Math.abs(value - gray))), {
      message: `${gray} at ${x}`,
    })
    .toBeLessThanOrEqual(1)

test('window and level choose what is shown, for the dataset', async ({ page, app }) => {
  const { id, canvas } = await openHighBitDepth(page, app)
  await expect(page.getByText('PNG · 1200 × 800 · 16 bits')).toBeVisible()
  await expect(
    page.getByText('It has 16 bits a channel; window and level in the annotator set what is shown.'),
  ).toBeVisible()
  const [window, level] = [page.getByLabel('Window', { exact: true }), page.getByLabel('Level', { exact: true })]

  // all of 12 bits
  await expect(window).toHaveValue('4095')
  for (const x of [100, 600, 1100]) await expectGray(page, canvas, x, Math.round((x * 3 * 255) / 4095))

  await page.getByRole('button', { name: 'Auto', exact: true }).click()
  const table = lookupTable(autoRange(countValues({ ...SIZE, channels: 1, data: values })))
  for (const x of [5, 600, 1195]) await expectGray(page, canvas, x, table[x * 3]!)

  await page.getByLabel('Window, in values').fill('300')
  await page.keyboard.press('Enter')
  await page.getByLabel('Level, in values').fill('1800')
  await page.keyboard.press('Enter')
  await expectGray(page, canvas, 545, 0)
  await expectGray(page, canvas, 600, 128)
  await expectGray(page, canvas, 655, 255)

  await level.focus()
  await page.keyboard.press('ArrowRight')
  await expect(level).toHaveValue('1801')
  await page.keyboard.press('Home')
  await expectGray(page, canvas, 55, 255)

  // on another visit
  const again = await show(page, app, id)
  await expect(window).toHaveValue('300')
  await expect(level).toHaveValue('0')
  await expectGray(page, again, 55, 255)
  await page.getByRole('application').focus()
  await page.keyboard.press('Shift+F')
  await expect(window).toHaveValue('4095')
  await expectGray(page, again, 600, Math.round((1800 * 255) / 4095))

  // bit for bit what came in
  const stored = await page.evaluate(
    async (id) => [...new Uint8Array(await (await fetch(`/api/image/${id}?original=true`)).arrayBuffer())],
    id,
  )
  expect(Buffer.from(stored).equals(file)).toBe(true)
})

test('the values are shown at every zoom, and what is seen is what the wand sees', async ({ page, app }) => {
  const { id, canvas } = await openHighBitDepth(page, app)
  await page.keyboard.press('0')
  for (let step = 0; step < 5; step++) {
    const zoomed = await openCanvas(page)
    for (const x of [580, 600, 620]) await expectGray(page, zoomed, x, Math.round((x * 3 * 255) / 4095))
    await page.keyboard.press('+')
    await page.keyboard.press('+')
  }
  await page.keyboard.press('c')
  await page.getByLabel('Window, in values').fill('10')
  await page.keyboard.press('Enter')
  await expectGray(page, canvas, 100, 0)
  await page.getByRole('application').focus()
  await page.keyboard.press('w')
  await canvas.click(100, 400)
  // black is what is below 2048 - 5, the left 681 columns; the wand goes on for a moment after the click
  const areas = async () => {
    const { body } = await app.api<{ categories: { annotations: { area: number }[] }[] }>(
      page,
      'GET',
      `annotator/data/${id}`,
    )
    return body.categories.flatMap(({ annotations }) => annotations.map(({ area }) => area / SIZE.height))
  }
  await expect.poll(areas).toEqual([expect.closeTo(681, 0)])
})
