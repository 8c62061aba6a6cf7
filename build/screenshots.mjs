// @ts-check
/** Takes the pictures of docs/screenshots from the built app with the sample in it: wide and narrow, light and dark. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { findOrInstallChromium, isRoot } from './chromium.mjs'
import { staticServer } from './staticServer.mjs'

const file = (/** @type {string} */ path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const folder = file('docs/screenshots')
const sizes = { '': { width: 1440, height: 900 }, '-narrow': { width: 390, height: 844 } }
const schemes = /** @type {const} */ (['light', 'dark'])

mkdirSync(folder, { recursive: true })
const server = staticServer({ root: file('dist'), base: '/' })
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
const browser = await chromium.launch({ executablePath: findOrInstallChromium(), args: ['--disable-gpu', ...(isRoot() ? ['--no-sandbox'] : [])] })
try {
  for (const scheme of schemes) {
    for (const [name, viewport] of Object.entries(sizes)) await shoot(scheme, name, viewport)
  }
} finally {
  await browser.close()
  server.close()
}

/** @param {'light' | 'dark'} scheme @param {string} name @param {{ width: number, height: number }} viewport */
async function shoot(scheme, name, viewport) {
  const context = await browser.newContext({ viewport, colorScheme: scheme, baseURL: `http://127.0.0.1:${port}/` })
  const page = await context.newPage()
  const save = (/** @type {string} */ what) => page.screenshot({ path: `${folder}/${what}${name}-${scheme}.jpg`, type: 'jpeg', quality: 82 })
  await page.goto('')
  const sample = page.getByRole('button', { name: 'Try the sample' })
  await sample.waitFor()
  await save('start')
  await sample.click()
  await page.getByText('Saved', { exact: true }).waitFor()
  await page.getByRole('application', { name: /\.jpg$/ }).waitFor()
  await page.waitForLoadState('networkidle')
  if (!name) await select(page)
  await save('annotator')
  await page.getByRole('link', { name: 'Back to dataset' }).click()
  await page.getByRole('heading', { name: /Nuts/ }).waitFor()
  await page.waitForLoadState('networkidle')
  await save('dataset')
  await context.close()
}

/** Selects a shape, so that the panel shows what there is to say of it. @param {import('@playwright/test').Page} page */
async function select(page) {
  await page.getByRole('button', { name: /^date #1,/ }).click()
  await page.getByRole('heading', { name: 'Selected annotation' }).waitFor()
}
