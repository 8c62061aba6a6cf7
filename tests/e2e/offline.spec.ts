/** With the server gone, everything still works: it was never asked for data. */
import { expect, test } from './support/app'

test('the app starts and answers offline after one visit', async ({ page, app, server, context }) => {
  await app.open(page)
  await server.stop()
  await context.setOffline(true)
  await app.open(page)
  expect(await app.api(page, 'GET', 'dataset/')).toEqual({ status: 200, body: [] })
})

test('a deep link and the API page open offline', async ({ page, app, server }) => {
  await app.open(page)
  await server.stop()
  for (const path of ['categories', 'tasks', 'api', 'no/such/page']) await app.open(page, path)
})

test('every file of the app is there offline, the sample too', async ({ page, app, server }) => {
  await app.open(page)
  await server.stop()
  for (const file of ['manifest.webmanifest', 'icons/atoll.svg', 'sample/instances.json']) {
    expect(await page.evaluate(async (path) => (await fetch(path)).status, `${app.url}${file}`), file).toBe(200)
  }
})
