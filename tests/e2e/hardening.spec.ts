/** What other sites, files and texts must not be able to do to the app. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, started, test } from './support/app'

test('no other site shows the app or its data in a frame', async ({ page, app, browser }) => {
  await app.open(page)
  const elsewhere = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html')
    response.end(['', 'api/dataset/', 'index.html'].map((path) => `<iframe src="${app.url}${path}"></iframe>`).join(''))
  })
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
  // where a refusal is no error
  const visitor = await browser.newContext()
  const other = await visitor.newPage()
  await other.goto(app.url)
  await started(other)
  await other.goto(`http://localhost:${(elsewhere.address() as AddressInfo).port}/`)
  for (const frame of other.frames().slice(1)) {
    expect(await frame.evaluate(() => document.body?.innerText ?? '').catch(() => '')).not.toContain('Atoll')
    expect(
      await frame
        .locator('#app')
        .count()
        .catch(() => 0),
    ).toBe(0)
  }
  expect(other.frames()).toHaveLength(4)
  await visitor.close()
  elsewhere.close()
})

test('pages and answers carry the headers, from the worker and from the host', async ({ page, app, server }) => {
  await app.open(page)
  const headersOf = (path: string) =>
    page.evaluate(async (url) => Object.fromEntries((await fetch(url)).headers), `${app.url}${path}`)
  const common = { 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff' }
  expect(await headersOf('index.html')).toMatchObject({
    ...common,
    'content-security-policy': "frame-ancestors 'none'",
    'cross-origin-opener-policy': 'same-origin',
  })
  expect(await headersOf('api/dataset/')).toMatchObject({ ...common, 'cache-control': 'no-store' })
  await server.stop()
  const visit = await page.goto('categories')
  expect(visit!.headers()).toMatchObject({ ...common, 'cross-origin-opener-policy': 'same-origin' })
})

test('text does not become markup or a script', async ({ page, app }) => {
  await app.open(page)
  const refusals = await page
    .evaluate(() => {
      const attempts: Record<string, () => unknown> = {
        markup: () => (document.createElement('div').innerHTML = '<img src=x>'),
        script: () => Object.assign(document.createElement('script'), { src: 'https://elsewhere.example/x.js' }),
        worker: () => new Worker('https://elsewhere.example/x.js'),
      }
      return Object.entries(attempts).map(([name, attempt]) => {
        try {
          attempt()
          return `${name} went through`
        } catch {
          return name
        }
      })
    })
    .catch((error: unknown) => String(error))
  expect(refusals).toEqual(['markup', 'script', 'worker'])
})

test('offline heals after the cache was cleared', async ({ page, app, server }) => {
  await app.open(page)
  const dropAll = () =>
    page.evaluate(async () => {
      for (const name of await caches.keys()) await caches.delete(name)
    })
  const stored = () =>
    page.evaluate(async () => {
      const counts = await Promise.all(
        (await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).length),
      )
      return counts.reduce((sum, count) => sum + count, 0)
    })
  const before = await stored()
  expect(before).toBeGreaterThan(10)
  await dropAll()
  await page.reload()
  await started(page)
  await expect.poll(stored, { timeout: 30_000 }).toBe(before)
  await app.open(page)
  await page.getByRole('button', { name: 'Storage' }).click()
  await expect(page.getByRole('dialog')).toContainText('Ready for offline use.')
  await server.stop()
  await app.open(page, 'categories')
  await app.open(page, 'api')
})

test('the storage dialog says when the app would not start offline', async ({ page, app, server }) => {
  await app.open(page)
  await page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name)
  })
  await server.stop()
  await page.getByRole('button', { name: 'Storage' }).click()
  await expect(page.getByRole('alert')).toContainText(/Not ready for offline use: \d+ files of the app are missing/)
})

test('the licences of what is built in are at hand', async ({ page, app }) => {
  await app.open(page)
  await page.getByRole('button', { name: 'Storage' }).click()
  const href = await page.getByRole('link', { name: 'Third-party notices' }).getAttribute('href')
  const text = await page.evaluate(async (url) => (await fetch(url)).text(), href!)
  for (const name of ['vue', 'dexie', 'msw', 'swagger-ui-dist']) expect(text).toMatch(new RegExp(`^  ${name} \\d`, 'm'))
})
