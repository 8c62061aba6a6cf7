/** The statistics page: its numbers, its links to images, its files, by mouse and by keyboard. */
import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../support/app'
import { importNuts, readOutlines } from '../support/nuts'

const outlines = readOutlines()
const names = [...new Set(outlines.map(({ category }) => category))]
const objectsOf = (name: string) => outlines.filter(({ category }) => category === name)
const most = names.sort((a, b) => objectsOf(b).length - objectsOf(a).length)[0]!
const imagesOf = (name: string) => new Set(objectsOf(name).map(({ image }) => image)).size

const plot = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true }).first()
const chart = (page: Page, title: string) => page.getByRole('img', { name: new RegExp(`^Chart: ${title}`) })
const grid = (page: Page) => page.getByRole('grid').getByRole('link')

/** Has been drawn: some of its pixels are not empty. */
async function drawn(canvas: Locator) {
  await canvas.scrollIntoViewIfNeeded()
  await expect
    .poll(() =>
      canvas.evaluate((element: HTMLCanvasElement) => {
        const { width, height } = element
        return element.getContext('2d')!.getImageData(0, 0, width, height).data.some(Boolean)
      }),
    )
    .toBe(true)
}

async function saved(page: Page, button: string) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ])
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

test('the numbers are those of the file, and a bar opens its images', async ({ page, app }) => {
  await app.open(page)
  await importNuts(page)
  await page.getByRole('button', { name: 'Statistics' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Statistics of My images' })).toBeVisible()
  await expect(page.getByText('Annotations', { exact: true }).locator('..').first()).toContainText(
    String(outlines.length),
  )
  const title = 'Annotations by category'
  await drawn(chart(page, title))

  const csv = await saved(page, `CSV: ${title}`)
  expect(csv.name).toBe('My images categories.csv')
  const lines = csv.bytes.toString().replace('\uFEFF', '').trim().split('\r\n')
  expect(lines).toHaveLength(1 + names.length)
  for (const name of names) expect(lines).toContain(`${name},${objectsOf(name).length},${imagesOf(name)}`)
  const png = await saved(page, `PNG: ${title}`)
  expect([...png.bytes.subarray(1, 4)]).toEqual([...Buffer.from('PNG')])

  // the first bar is the longest
  const { width, height } = (await chart(page, title).boundingBox())!
  await chart(page, title).click({ position: { x: width / 2, y: (height / names.length) * 0.4 } })
  await expect(page).toHaveURL(/datasets\/\d+\?/)
  await expect(grid(page)).toHaveCount(imagesOf(most))
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1, name: 'Statistics of My images' })).toBeVisible()
})

test('with the keyboard alone, a table leads to the images', async ({ page, app }) => {
  await app.open(page)
  await importNuts(page)
  await page.getByRole('button', { name: 'Statistics' }).focus()
  await page.keyboard.press('Enter')
  const title = 'Image states'
  const toggle = page.getByRole('button', { name: `Table: ${title}`, exact: true })
  await toggle.focus()
  await page.keyboard.press('Space')
  await expect(toggle).toHaveAttribute('aria-pressed', 'true')
  const link = plot(page, title).getByRole('row', { name: 'In progress' }).getByRole('link')
  await expect(link).toHaveText('5')
  await link.focus()
  await page.keyboard.press('Enter')
  await expect(grid(page)).toHaveCount(5)
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    test.describe(`${colorScheme}, ${viewport.width} wide`, () => {
      test.use({ colorScheme, viewport })

      test('all plots and tables are accessible and fit the screen', async ({ page, app }) => {
        await app.open(page)
        await importNuts(page)
        await app.open(page, 'datasets/1/statistics')
        const charts = page.getByRole('img', { name: /^Chart: / })
        await expect(charts).not.toHaveCount(0)
        for (const each of await charts.all()) await drawn(each)
        const problems = async () => (await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)
        expect(await problems()).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width)
        if (process.env.STATS_SCREENS)
          await page.screenshot({
            path: `${process.env.STATS_SCREENS}/${colorScheme}${viewport.width}.png`,
            fullPage: true,
          })
        for (const toggle of await page.getByRole('button', { name: /^Table: / }).all()) await toggle.click()
        expect(await problems()).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width)
      })
    })
  }
}
