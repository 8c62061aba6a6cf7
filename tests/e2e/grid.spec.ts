/** The grid of a dataset's images: scrolling, addresses, selecting, doing something to many. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test, type App } from './support/app'
import { importNuts } from './support/nuts'

const MANY = 3000

/** A dataset of facts without pictures: 1.jpg, 2.jpg, ... each with one annotation if so. */
async function addMany(page: Page, app: App, count: number, { annotated = false, name = 'Many' } = {}): Promise<number> {
  const { id } = (await app.api<{ id: number }>(page, 'POST', 'dataset/', { name, categories: ['cat', 'dog'] })).body
  const images = Array.from({ length: count }, (_none, at) => ({ id: at + 1, file_name: `${at + 1}.jpg`, width: 640, height: 480 }))
  const box = { category_id: 1, iscrowd: 0, bbox: [10, 10, 50, 50], area: 2500, segmentation: [[10, 10, 60, 10, 60, 60, 10, 60]] }
  const annotations = annotated ? images.map(({ id }) => ({ ...box, id, image_id: id })) : []
  const { body } = await app.api<{ images: { added: number } }>(page, 'POST', `dataset/${id}/coco?add_missing=true`, { images, annotations, categories: [{ id: 1, name: 'cat' }] })
  expect(body.images.added).toBe(count)
  return id
}

const gridOf = (page: Page) => page.getByRole('grid', { name: 'Images' })
const tile = (page: Page, name: string) => gridOf(page).getByRole('gridcell', { name: new RegExp(`^(Select )?${name.replace('.', '\\.')} `) })
const bar = (page: Page) => page.getByRole('region', { name: 'Selected images' })
const byNumber = '?order=natural'

test('the list is scrolled to its end, each image in its place, and the page stands in the address', async ({ page, app }) => {
  await app.open(page)
  const id = await addMany(page, app, MANY)
  await app.open(page, `datasets/${id}${byNumber}`)
  await expect(tile(page, '1.jpg')).toBeVisible()
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2))
  await expect(page).toHaveURL(/page=2\d/)
  const shown = Number(new URL(page.url()).searchParams.get('page'))
  await expect(page.getByRole('spinbutton', { name: 'Page' })).toHaveValue(String(shown))
  await expect(gridOf(page).getByRole('gridcell', { name: /loading/ })).toHaveCount(0)
  const numbers = await gridOf(page).getByRole('link').evaluateAll((links) =>
    links.filter((link) => link.getBoundingClientRect().top > 100 && link.getBoundingClientRect().top < window.innerHeight).map((link) => parseInt(link.getAttribute('title')!)),
  )
  expect(numbers.map((number) => Math.ceil(number / 60))).toContain(shown)
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
  await expect(tile(page, `${MANY}.jpg`)).toBeVisible()
  await expect(page).toHaveURL(/page=50$/)
  // of 3,000 only those near the screen are in the page
  expect(await gridOf(page).getByRole('gridcell').count()).toBeLessThan(120)
})

test('an address with a page opens there, as do the links of pages, back and forward', async ({ page, app }) => {
  await app.open(page)
  const id = await addMany(page, app, MANY)
  await app.open(page, `datasets/${id}${byNumber}&page=20`)
  await expect(tile(page, '1141.jpg')).toBeInViewport()
  await expect(page).toHaveURL(/page=20$/)
  await page.getByRole('link', { name: 'Next page' }).click()
  await expect(tile(page, '1201.jpg')).toBeInViewport()
  const field = page.getByRole('spinbutton', { name: 'Page' })
  await field.fill('40')
  await field.press('Enter')
  await expect(tile(page, '2341.jpg')).toBeInViewport()
  await page.goBack()
  await expect(tile(page, '1201.jpg')).toBeInViewport()
  await page.goBack()
  await expect(tile(page, '1141.jpg')).toBeInViewport()
  await page.goForward()
  await expect(tile(page, '1201.jpg')).toBeInViewport()
  await app.open(page, `datasets/${id}${byNumber}&page=999`)
  await expect(tile(page, '2941.jpg')).toBeInViewport()
})

test('whoever comes back from an image sees the same part of the list, at the same height', async ({ page, app }) => {
  await app.open(page)
  const id = await addMany(page, app, MANY)
  await app.open(page, `datasets/${id}${byNumber}`)
  await expect(tile(page, '1.jpg')).toBeVisible()
  await page.evaluate(() => window.scrollTo(0, 40_123))
  await expect(page).toHaveURL(/page=/)
  await expect(gridOf(page).getByRole('gridcell', { name: /loading/ })).toHaveCount(0)
  const place = async () => {
    const top = await gridOf(page).evaluate((grid) => grid.getBoundingClientRect().top)
    return Math.round(top)
  }
  const before = await place()
  const names = gridOf(page).getByRole('link')
  const index = await names.evaluateAll((links) => links.findIndex((link) => link.getBoundingClientRect().top > 200))
  const name = (await names.nth(index).getAttribute('title'))!
  await names.nth(index).click()
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await page.getByRole('link', { name: 'Back to dataset' }).click()
  await expect(tile(page, name)).toBeInViewport()
  await expect.poll(place).toBe(before)
  await page.reload()
  await expect(tile(page, name)).toBeInViewport()
  await names.first().waitFor()
  await tile(page, name).getByRole('link').click()
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await page.goBack()
  await expect(tile(page, name)).toBeInViewport()
})

test('rows keep their places while they load: nothing moves', async ({ page, app }) => {
  await app.open(page)
  const id = await addMany(page, app, MANY)
  await app.open(page, `datasets/${id}${byNumber}`)
  await expect(tile(page, '1.jpg')).toBeVisible()
  await page.evaluate(() => {
    const shifts: number[] = ((window as unknown as { shifts: number[] }).shifts = [])
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) shifts.push(entry.value)
    }).observe({ type: 'layout-shift' })
  })
  for (const to of [20_000, 60_000, 3000]) {
    await page.evaluate((to) => window.scrollTo(0, to), to)
    await expect(gridOf(page).getByRole('gridcell', { name: /loading/ })).toHaveCount(0)
  }
  const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)
  expect(shifts.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.01)
})

test('images are selected by clicks, over ranges that are not loaded, and by a frame', async ({ page, app }) => {
  await app.open(page)
  const id = await addMany(page, app, MANY)
  await app.open(page, `datasets/${id}${byNumber}`)
  await tile(page, '3.jpg').click({ modifiers: ['ControlOrMeta'] })
  await expect(tile(page, '3.jpg')).toHaveAttribute('aria-selected', 'true')
  await tile(page, '5.jpg').click()
  await expect(bar(page)).toContainText('2 images selected')
  await expect(page.getByRole('status').filter({ hasText: 'selected' })).toHaveText('2 images selected')
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
  await tile(page, `${MANY - 1}.jpg`).click({ modifiers: ['Shift'] })
  await expect(bar(page)).toContainText('2,996 images selected') // 3, and 5 to 2,999
  await page.evaluate(() => window.scrollTo(0, 0))
  await tile(page, '7.jpg').click({ modifiers: ['Shift'] })
  await expect(bar(page)).toContainText('4 images selected')
  await bar(page).getByRole('button', { name: 'Clear selection' }).click()
  await expect(bar(page)).toBeHidden()

  const [from, to] = [(await tile(page, '2.jpg').boundingBox())!, (await tile(page, '9.jpg').boundingBox())!]
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 5 })
  await expect(bar(page)).toContainText('4 images selected') // 2, 3, 8 and 9: the columns of both rows
  await page.keyboard.press('Escape')
  await expect(bar(page)).toBeHidden()
  await page.mouse.up()

  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 5 })
  await page.mouse.up()
  await expect(bar(page)).toContainText('4 images selected')
  await bar(page).getByRole('button', { name: 'Select all 3,000' }).click()
  await expect(bar(page)).toContainText('3,000 images selected')
})

test('everything goes by keyboard alone', async ({ page, app }) => {
  await app.open(page)
  const id = await addMany(page, app, MANY)
  await app.open(page, `datasets/${id}${byNumber}`)
  await tile(page, '1.jpg').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await expect(tile(page, '8.jpg')).toBeFocused()
  await page.keyboard.press('Space')
  await expect(tile(page, '8.jpg')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('End')
  await expect(tile(page, `${MANY}.jpg`)).toBeFocused()
  await expect(tile(page, `${MANY}.jpg`)).toBeInViewport()
  await page.keyboard.press('Shift+ArrowLeft')
  await expect(bar(page)).toContainText('2,992 images selected') // 8 to 2,999
  await page.keyboard.press('Escape')
  await expect(bar(page)).toBeHidden()
  await page.keyboard.press('ControlOrMeta+a')
  await expect(bar(page)).toContainText('3,000 images selected')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowLeft')
  await expect(bar(page)).toContainText('2 images selected')
  await page.keyboard.press('Delete')
  await expect(page.getByText('2,998 images', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await expect(page.getByText('3,000 images', { exact: true })).toBeVisible()
  await tile(page, '2.jpg').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '2.jpg' })).toBeVisible()
})

test('thousands are marked, deleted and brought back, in steps', async ({ page, app }) => {
  await app.open(page)
  const id = await addMany(page, app, MANY)
  await app.open(page, `datasets/${id}${byNumber}`)
  await tile(page, '1.jpg').focus()
  await page.keyboard.press('ControlOrMeta+a')
  await expect(bar(page)).toContainText('3,000 images selected')
  const sizes: number[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/image/bulk')) sizes.push((request.postDataJSON() as { ids: number[] }).ids.length)
  })
  await bar(page).getByLabel('Set state of the selected images').selectOption('Done')
  await expect(tile(page, '1.jpg').getByRole('img', { name: 'Done' })).toBeVisible()
  const total = async (state: string) => (await app.api<{ total: number }>(page, 'GET', `dataset/${id}/data?state=${state}`)).body.total
  await expect.poll(() => total('done')).toBe(MANY)
  await expect(page.getByText('3,000 images set to “Done”.')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => total('unlabelled')).toBe(MANY)
  await bar(page).getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('No images yet')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('3,000 images', { exact: true })).toBeVisible()
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1000)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(4 * MANY)
})

test('annotations of the selected images get a category, and images move to another dataset and back', async ({ page, app }) => {
  await app.open(page)
  const id = await addMany(page, app, 30, { annotated: true })
  const other = (await app.api<{ id: number }>(page, 'POST', 'dataset/', { name: 'Others' })).body.id
  const totalOf = async (dataset: number, query = '') => (await app.api<{ total: number }>(page, 'GET', `dataset/${dataset}/data?${query}`)).body.total
  const { categories } = (await app.api<{ categories: { id: number; name: string }[] }>(page, 'GET', `dataset/${id}/data`)).body
  const dog = categories.find(({ name }) => name === 'dog')!.id
  await app.open(page, `datasets/${id}${byNumber}`)
  await tile(page, '2.jpg').click({ modifiers: ['ControlOrMeta'] })
  await tile(page, '4.jpg').click({ modifiers: ['Shift'] })
  await bar(page).getByLabel('Set category of all annotations of the selected images').selectOption('dog')
  await expect(page.getByText('Every annotation of 3 images is “dog”.', { exact: false })).toBeVisible()
  expect(await totalOf(id, `annotated=true&category_ids__in=${dog}`)).toBe(3)

  await bar(page).getByRole('button', { name: 'Move…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Move 3 images' })
  await dialog.getByLabel('To the dataset').selectOption('Others')
  await dialog.getByRole('button', { name: 'Move', exact: true }).click()
  await expect(page.getByText('27 images', { exact: true })).toBeVisible()
  expect(await totalOf(other)).toBe(3)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('30 images', { exact: true })).toBeVisible()
  expect(await totalOf(other)).toBe(0)
})

test('the selected images are exported, and no others', async ({ page, app }) => {
  await app.open(page)
  const id = await addMany(page, app, 30)
  await app.open(page, `datasets/${id}${byNumber}`)
  await tile(page, '2.jpg').click({ modifiers: ['ControlOrMeta'] })
  await tile(page, '10.jpg').click({ modifiers: ['ControlOrMeta'] })
  await bar(page).getByRole('button', { name: 'Export…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export 2 images of Many' })
  await dialog.getByRole('radio', { name: /^Annotations only/ }).check()
  const href = (await dialog.getByRole('link', { name: 'Download JSON' }).getAttribute('href'))!
  const names = await page.evaluate(async (href) => ((await (await fetch(href)).json()) as { images: { file_name: string }[] }).images.map(({ file_name }) => file_name), href)
  expect(names.map((name) => name.split('/').pop()).sort()).toEqual(['10.jpg', '2.jpg'])
})

test('a dataset is renamed on its page', async ({ page, app }) => {
  await app.open(page)
  const id = await addMany(page, app, 3)
  await app.open(page, `datasets/${id}`)
  await page.getByRole('button', { name: 'Rename dataset' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Several')
  await page.getByRole('button', { name: 'Rename', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Several' })).toBeVisible()
  await expect(page).toHaveTitle('Several – Atoll')
})

test('the thumbnails of the next rows are made while nobody does anything', async ({ page, app }) => {
  await page.setViewportSize({ width: 390, height: 620 })
  await app.open(page)
  await importNuts(page)
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('thumbnail=true') && request.resourceType() === 'fetch') asked.push(request.url())
  })
  await page.reload()
  await expect.poll(() => asked.length, { timeout: 10_000 }).toBeGreaterThan(0)
})

for (const [name, viewport] of [['wide', { width: 1440, height: 900 }], ['narrow', { width: 390, height: 844 }]] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing in the ${name} ${colorScheme} grid with a selection`, async ({ page, app }) => {
      await page.setViewportSize(viewport)
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await app.open(page)
      const id = await addMany(page, app, 200)
      await app.open(page, `datasets/${id}?page=2`)
      await page.getByRole('gridcell').first().focus()
      await page.keyboard.press('Shift+ArrowRight')
      await expect(bar(page)).toContainText('2 images selected')
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)).toEqual([])
    })
  }
}
