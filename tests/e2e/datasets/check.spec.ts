/** What is wrong in a dataset is named on its page, each problem leads to its annotation, and a repair is done when it is asked for. */
import { readFileSync } from 'node:fs'
import { expect, test, type App } from '../support/app'
import { nuts } from '../support/nuts'
import type { Page } from '@playwright/test'

interface Stored {
  id: number
  area: number
}

/** The nuts, the first annotation of their file with an area that its outline contradicts. */
async function importWrong(page: Page) {
  const coco = JSON.parse(readFileSync(nuts.coco, 'utf8')) as { annotations: { area: number }[] }
  coco.annotations[0]!.area = 5
  await page.getByLabel('Open images or ZIP', { exact: true }).setInputFiles(nuts.pictures)
  await expect(page.getByText('Added 5 images to My images')).toBeVisible()
  await page
    .getByLabel('Import COCO', { exact: true })
    .setInputFiles({ name: 'wrong.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(coco)) })
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog.getByRole('heading', { name: 'Imported wrong.json' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
}

const zoomOf = async (page: Page) =>
  Number(/\d+/.exec((await page.getByRole('button', { name: /^Zoom \d+%, set/ }).getAttribute('aria-label'))!)![0])

const areaOf = async (page: Page, app: App, id: number) =>
  (await app.api<Stored>(page, 'GET', `annotation/${id}`)).body.area

test('a problem leads to its annotation, and is repaired when that is asked for', async ({ page, app }) => {
  await app.open(page)
  await importWrong(page)
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Check My images' })
  const link = dialog.getByRole('list', { name: 'Area doesn’t match the shape' }).getByRole('link')
  await expect(link).toHaveCount(1)
  const id = Number((await link.textContent())!.replace('Annotation ', ''))
  expect(await areaOf(page, app, id)).toBe(5)

  await link.click()
  await expect(page).toHaveURL(new RegExp(`/annotate/\\d+\\?annotation=${id}$`))
  await expect(page.getByRole('button', { name: new RegExp(`date\\s+#${id} polygon`) })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await expect.poll(() => zoomOf(page)).toBeGreaterThan(200)

  await page.goBack()
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await dialog.getByRole('button', { name: 'Repair' }).click()
  await expect(dialog.getByText('Repaired 1 of 1.')).toBeVisible()
  await expect(dialog.getByText('No problems')).toBeVisible()
  expect(await areaOf(page, app, id)).toBeGreaterThan(1000)
})
