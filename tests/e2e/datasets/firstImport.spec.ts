/** A first import that brings nothing leaves nothing: no empty dataset, in no list. */
import { expect, test, type App } from '../support/app'
import type { Page } from '@playwright/test'
import { nuts } from '../support/nuts'

const json = (name: string, content: string) => ({ name, mimeType: 'application/json', buffer: Buffer.from(content) })
const COCO =
  '{"images":[{"id":1,"file_name":"a.jpg","width":10,"height":10}],"annotations":[],"categories":[{"id":1,"name":"nut"}]}'

async function expectNoDataset(page: Page, app: App) {
  await expect(page.getByText('Nothing was imported, so no dataset was created.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Try the sample' })).toBeVisible()
  expect((await app.api<{ datasets: unknown[] }>(page, 'GET', 'dataset/data')).body.datasets).toEqual([])
  expect((await app.api(page, 'GET', 'undo/')).body).toEqual([])
}

test('a file that is refused leaves no dataset', async ({ page, app }) => {
  await app.open(page)
  await page.getByLabel('Open COCO', { exact: true }).setInputFiles(json('broken.json', '{"images": ['))
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible()
  await page.keyboard.press('Escape')
  await expectNoDataset(page, app)
})

test('a review that is cancelled leaves no dataset, one that is confirmed makes it', async ({ page, app }) => {
  await app.open(page)
  const open = () => page.getByLabel('Open COCO', { exact: true }).setInputFiles(json('desk.json', COCO))
  await open()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expectNoDataset(page, app)

  await open()
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog.getByRole('heading', { name: /Imported/ })).toBeVisible()
  const { body } = await app.api<{ datasets: { name: string }[] }>(page, 'GET', 'dataset/data')
  expect(body.datasets.map(({ name }) => name)).toEqual(['desk'])
})

test('images that are none leave no dataset, and a page that is closed in the midst none that is seen', async ({
  page,
  app,
}) => {
  await app.open(page)
  await page
    .getByLabel('Open images or ZIP', { exact: true })
    .setInputFiles([{ name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('milk, bread') }])
  await expect(page.getByRole('region', { name: 'Adding images' })).toContainText('1 file not added')
  await expectNoDataset(page, app)

  await page.getByLabel('Open COCO', { exact: true }).setInputFiles(nuts.coco)
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.reload()
  await app.open(page)
  expect((await app.api<{ datasets: unknown[] }>(page, 'GET', 'dataset/data')).body.datasets).toEqual([])
})
