/** The grid of a dataset's images: scrolling, places and addresses. */
import { expect, test } from '../support/app'
import { addMany, byNumber, gridOf, MANY, openMany, tile } from '../support/grid'
import { importNuts } from '../support/nuts'

test('the list is scrolled to its end, each image in its place, and the page stands in the address', async ({
  page,
  app,
}) => {
  await openMany(page, app)
  await expect(tile(page, '1.jpg')).toBeVisible()
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2))
  await expect(page).toHaveURL(/page=2\d/)
  const shown = Number(new URL(page.url()).searchParams.get('page'))
  await expect(page.getByRole('spinbutton', { name: 'Page' })).toHaveValue(String(shown))
  await expect(gridOf(page).getByRole('gridcell', { name: /loading/ })).toHaveCount(0)
  const numbers = await gridOf(page)
    .getByRole('link')
    .evaluateAll((links) =>
      links
        .filter(
          (link) => link.getBoundingClientRect().top > 100 && link.getBoundingClientRect().top < window.innerHeight,
        )
        .map((link) => parseInt(link.getAttribute('title')!)),
    )
  expect(numbers.map((number) => Math.ceil(number / 60))).toContain(shown)
  // at rest the rows around stand ready as well
  const above = () =>
    gridOf(page)
      .getByRole('row')
      .evaluateAll((rows) => rows.filter((row) => row.getBoundingClientRect().bottom < 0).length)
  await expect.poll(above).toBeGreaterThan(0)
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
  await expect(tile(page, `${MANY}.jpg`)).toBeVisible()
  await expect(page).toHaveURL(/page=50$/)
  // of 3,000 only those near the screen are in the page
  expect(await gridOf(page).getByRole('gridcell').count()).toBeLessThan(120)
})

test('an address with a page opens there, as do the links of pages, back and forward', async ({ page, app }) => {
  const id = await openMany(page, app, '&page=20')
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
  await openMany(page, app)
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
  await openMany(page, app)
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
