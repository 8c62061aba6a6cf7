/** The service worker's life: it answers from the first visit on, and a new version waits for the user. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, started, test } from './support/app'
import { sites } from './support/sites'

const controller = (page: Page) => page.evaluate(() => navigator.serviceWorker.controller?.scriptURL)

test('a first visit is answered by the worker', async ({ page, app }) => {
  await app.open(page)
  expect(await controller(page)).toBe(`${app.url}sw.js`)
  expect(await app.api(page, 'GET', 'dataset/')).toEqual({ status: 200, body: [] })
})

test('a hard reload, which the browser keeps from the worker, gets it back', async ({ page, app, context }) => {
  await app.open(page)
  const devTools = await context.newCDPSession(page)
  await devTools.send('Page.reload', { ignoreCache: true })
  await page.waitForEvent('load')
  await started(page)
  expect(await controller(page)).toBe(`${app.url}sw.js`)
  expect((await app.api(page, 'GET', 'dataset/')).status).toBe(200)
})

test('a first visit to a deep link starts the app there', async ({ page, app }) => {
  await app.open(page, 'categories')
  await expect(page).toHaveTitle(/Categories/)
  expect(new URL(page.url()).pathname).toBe('/categories')
})

for (const address of ['api', 'api/']) {
  test(`a visit to /${address} starts the app, the first as well as later ones`, async ({ page, app }) => {
    await app.open(page, address)
    await app.open(page, address)
    await expect(page.locator('#app')).not.toContainText('There is no such route')
  })
}

test('an unknown route of the API answers JSON, not the page', async ({ page, app }) => {
  await app.open(page)
  const { status, body } = await app.api<{ message: string }>(page, 'GET', 'no-such-thing')
  expect(status).toBe(404)
  expect(body.message).toBeTruthy()
})

test('a form that is posted to the API, as another site could, is refused', async ({ page, app }) => {
  await app.open(page)
  const posted = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.evaluate((action) => {
    const form = Object.assign(document.createElement('form'), { method: 'post', action })
    form.append(Object.assign(document.createElement('input'), { name: 'name', value: 'theirs' }))
    document.body.append(form)
    form.submit()
  }, `${app.url}api/dataset/`)
  expect((await posted).status()).toBe(403)
  await page.waitForURL(`${app.url}api/dataset/`)
  await app.open(page)
  expect((await app.api(page, 'GET', 'dataset/')).body).toEqual([])
})

test('the page runs no script and no style that is not a file of ours', async ({ page, server }) => {
  await page.goto(server.url)
  await started(page)
  const refused = page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const directives: string[] = []
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          directives.push(effectiveDirective)
          if (directives.length === 4) resolve(directives.sort())
        })
        const script = document.createElement('script')
        try {
          script.textContent = 'document.title = "ran"'
        } catch {
          // Trusted Types let no text become a script, and report it
        }
        const style = Object.assign(document.createElement('style'), { textContent: 'body { display: none }' })
        document.body.append(script, style, Object.assign(new Image(), { src: 'https://example.com/a.png' }))
        void fetch('https://example.com/').catch(() => undefined)
      }),
  )
  expect(await refused).toEqual(['connect-src', 'img-src', 'require-trusted-types-for', 'style-src-elem'])
  await expect(page).not.toHaveTitle('ran')
  await expect(page.locator('body')).toBeVisible()
})

test('without a secure address the page says what to do', async ({ page, app }) => {
  await page.addInitScript(() => Object.defineProperty(globalThis, 'isSecureContext', { value: false }))
  await page.goto(app.url)
  await expect(page.getByRole('alert')).toContainText('localhost')
})

test('without service workers, as in some private windows, the page says what to do', async ({ page, app }) => {
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'))
  await page.goto(app.url)
  await expect(page.getByRole('alert')).toContainText('private')
})

test.describe('a new version', () => {
  const root = mkdtempSync(join(tmpdir(), 'atoll-'))
  test.use({ site: { root, base: '/' } })
  test.beforeAll(() => cpSync(sites.main.root, root, { recursive: true }))
  test.afterAll(() => rmSync(root, { recursive: true }))

  test('waits until the user accepts it', async ({ page, app }) => {
    await app.open(page)
    publish(root, 'second-build')
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update())
    const update = page.getByRole('button', { name: /update/i })
    await expect(update).toBeVisible()

    await page.reload()
    await started(page)
    await expect(page.locator('html')).not.toHaveAttribute('data-build', 'second-build')

    await update.click()
    await expect(page.locator('html')).toHaveAttribute('data-build', 'second-build')
    await started(page)
    await expect(update).toBeHidden()
    expect((await app.api(page, 'GET', 'dataset/')).status).toBe(200)
  })
})

/** Puts a next build on the server: another page, and a worker that knows it. */
function publish(root: string, build: string): void {
  const edit = (file: string, from: RegExp, to: string) => {
    const text = readFileSync(join(root, file), 'utf8')
    expect(text).toMatch(from)
    writeFileSync(join(root, file), text.replace(from, to))
  }
  edit('index.html', /<html /, `<html data-build="${build}" `)
  edit(
    'sw.js',
    /(?<=\burl"?:\s*["'`]index\.html["'`],\s*"?revision"?:\s*["'`])\w+|(?<=revision"?:\s*["'`])\w+(?=["'`],\s*"?url"?:\s*["'`]index\.html)/,
    build,
  )
}
