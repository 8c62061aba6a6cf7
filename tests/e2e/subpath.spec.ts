/** Served below a path, as on a shared static host: nothing leaves that path. */
import { expect, test } from './support/app'
import { sites } from './support/sites'

test.use({ site: sites.subPath })

test('the app and its API live under the path', async ({ page, app }) => {
  await app.open(page)
  expect(new URL(page.url()).pathname).toBe('/atoll/')
  expect(await app.api(page, 'GET', 'dataset/')).toEqual({ status: 200, body: [] })
  const scopes = await page.evaluate(async () =>
    (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
  )
  expect(scopes).toEqual([app.url])
})

test('the API of the origin is not ours', async ({ page, app }) => {
  await app.open(page)
  expect(await page.evaluate(async () => (await fetch('/api/dataset/')).status)).toBe(404)
})

test('a deep link works at the first visit and offline', async ({ page, app, server }) => {
  await app.open(page, 'categories')
  await expect(page).toHaveTitle(/Categories/)
  await server.stop()
  await app.open(page, 'categories')
  await expect(page).toHaveTitle(/Categories/)
})
