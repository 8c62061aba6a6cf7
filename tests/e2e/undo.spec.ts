import type { Page } from '@playwright/test'
import { NUTS } from './support/annotate'
import { expect, test, type App } from './support/app'
import { confirmBulk } from './support/grid'

async function deleted(page: Page, app: App, ...names: string[]) {
  for (const name of names) {
    const { body } = await app.api<{ id: number }>(page, 'POST', 'dataset/', { name })
    await app.api(page, 'DELETE', `dataset/${body.id}`)
  }
}

test('the trash lists the newest first, restores, and destroys only when asked twice', async ({ page, app }) => {
  await app.open(page)
  await deleted(page, app, 'Old', 'New')
  await app.open(page, 'undo')
  const items = page.getByRole('main').getByRole('listitem')
  await expect(items).toHaveCount(2)
  await expect(items.first()).toContainText('New')

  await page.getByRole('button', { name: 'Restore New' }).click()
  await expect(items).toHaveCount(1)
  await page.getByRole('button', { name: 'Delete permanently: Old' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(items).toHaveCount(1)
  await page.getByRole('button', { name: 'Delete permanently: Old' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete permanently' }).click()
  await expect(page.getByText('The trash is empty.')).toBeVisible()

  const { body } = await app.api<{ name: string }[]>(page, 'GET', 'dataset/')
  expect(body.map(({ name }) => name)).toEqual(['New'])
})

test('the trash names the dataset of an image', async ({ page, app }) => {
  await app.open(page)
  await page.getByLabel('Open images or ZIP', { exact: true }).setInputFiles(NUTS[0]!)
  await expect(page.getByText('Added 1 image to My images')).toBeVisible()
  await app.api(page, 'DELETE', 'image/1')
  await page.getByRole('link', { name: 'Trash' }).click()
  await expect(page.getByRole('main').getByRole('listitem')).toContainText('Image in My images, deleted')
})

test('what was restored in the trash is no longer said to be in it', async ({ page, app }) => {
  await app.open(page)
  await page.getByLabel('Open images or ZIP', { exact: true }).setInputFiles(NUTS[0]!)
  await expect(page.getByText('Added 1 image to My images')).toBeVisible()
  await page.getByRole('row').getByRole('checkbox').click()
  await page.getByRole('region', { name: 'Selected images' }).getByRole('button', { name: 'Delete' }).click()
  await confirmBulk(page, 'Delete 1 image?')
  const messages = page.getByLabel('Messages').getByRole('paragraph')
  await expect(messages.filter({ hasText: 'Moved 1 image to the trash' })).toBeVisible()
  await page.getByRole('link', { name: 'Trash', exact: true }).click()
  await page.getByRole('button', { name: 'Restore 0.jpg' }).click()
  await expect(messages).toHaveText(['Restored “0.jpg”'])
})

test('the header changes the language, which stays chosen', async ({ page, app }) => {
  await app.open(page, 'undo')
  await page.getByRole('button', { name: 'Language' }).click()
  await page.getByRole('menuitemradio', { name: 'Español' }).click()
  await expect(page.getByRole('heading', { name: 'Papelera' })).toBeVisible()
  await expect(page).toHaveTitle('Papelera – Atoll')
  await expect(page.locator('html')).toHaveAttribute('lang', 'es')
  await expect
    .poll(async () => (await app.api<{ language?: string }>(page, 'GET', 'user/preferences')).body.language)
    .toBe('es')
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Papelera' })).toBeVisible()
})

test('many are found, selected, restored and deleted for good; the whole trash is emptied', async ({ page, app }) => {
  await app.open(page)
  await deleted(page, app, 'Nuts one', 'Nuts two', 'Birds', 'Fish')
  await app.open(page, 'undo')
  const items = page.getByRole('main').getByRole('listitem')
  await expect(items).toHaveCount(4)
  await page.getByLabel('Search trash').fill('nuts')
  await expect(items).toHaveCount(2)
  await page.getByLabel('Select all').check()
  await page.getByRole('button', { name: 'Restore 2' }).click()
  await expect(page.getByText('Restored 2 items')).toBeVisible()
  await expect(page.getByText('Nothing in the trash matches.')).toBeVisible()
  await page.getByLabel('Search trash').fill('')
  await expect(items).toHaveCount(2)

  await page.getByLabel('Select Birds').check()
  await expect(page.getByLabel('Select all')).toHaveJSProperty('indeterminate', true)
  await page.getByLabel('Search trash').fill('fish')
  await expect(page.getByRole('group', { name: 'Selected items' }), 'what is not shown is not changed').toBeHidden()
  await page.getByLabel('Search trash').fill('')

  await page.getByRole('button', { name: 'Empty trash' }).click()
  await expect(page.getByRole('dialog')).toContainText('Permanently delete 2 items?')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete permanently' }).click()
  await expect(page.getByText('The trash is empty.')).toBeVisible()
  const { body } = await app.api<{ name: string }[]>(page, 'GET', 'dataset/')
  expect(body.map(({ name }) => name).sort()).toEqual(['Nuts one', 'Nuts two'])
})
