/** Pictures come in through the page: copies, folders, interruptions, replacements. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from './support/app'
import { nuts } from './support/nuts'

const photo = readFileSync(nuts.pictures[0]!)
const named = (name: string, buffer: Buffer = photo) => ({ name, mimeType: 'image/jpeg', buffer })
const card = (page: Page) => page.getByRole('region', { name: 'Adding pictures' })
const images = (page: Page) => page.getByRole('list', { name: 'Images' }).getByRole('listitem')

test('copies are named, kept, and taken out again when people say so', async ({ page, app }) => {
  await app.open(page)
  await page.getByLabel('Open images or a zip', { exact: true }).setInputFiles([named('x.jpg'), named('y.jpg'), named('z.jpg', readFileSync(nuts.pictures[1]!))])
  await expect(card(page)).toContainText('Added 3 pictures')
  await expect(card(page).getByRole('listitem')).toHaveText(/It is the same picture as "[xy]\.jpg"\./)
  await expect(images(page)).toHaveCount(3)
  await card(page).getByRole('button', { name: 'Take it out again' }).press('Enter')
  await expect(page.getByText('1 copy in the trash.')).toBeVisible()
  await expect(images(page)).toHaveCount(2)
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await expect(images(page)).toHaveCount(3)
})

test('the pictures of the sample have ids that follow their names', async ({ page, app }) => {
  await app.open(page)
  await page.getByRole('button', { name: 'Try the sample' }).click()
  await expect(page.getByRole('application', { name: 'Picture 0.jpg' })).toBeVisible()
  const { body } = await app.api<{ id: number; file_name: string }[]>(page, 'GET', 'image/')
  expect(body.toSorted((a, b) => a.id - b.id).map(({ file_name }) => file_name)).toEqual(nuts.names)
})
