// @ts-check
/** Takes the images of docs/screenshots from the built app with the sample in it: wide and narrow, light and dark. */
import { mkdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { findOrInstallChromium, isRoot } from './chromium.mjs'
import { staticServer } from './staticServer.mjs'

const file = (/** @type {string} */ path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const folder = file('docs/screenshots')
const sizes = { '': { width: 1440, height: 900 }, '-narrow': { width: 390, height: 844 } }
/** `node build/screenshots.mjs grid` takes those of the grid only. */
const only = process.argv[2]
const schemes = /** @type {const} */ (['light', 'dark'])

/** Each tool in hand: its key, and where the pointer goes, as shares of the canvas; the last way is dragged and held. */
const tools = [
  { name: 'select', key: 's', press: [] },
  {
    name: 'box',
    key: 'r',
    press: [
      [0.35, 0.2],
      [0.52, 0.5],
    ],
  },
  {
    name: 'polygon',
    key: 'v',
    clicks: [
      [0.35, 0.25],
      [0.5, 0.22],
      [0.52, 0.45],
    ],
    press: [],
  },
  {
    name: 'brush',
    key: 'b',
    press: [
      [0.35, 0.45],
      [0.4, 0.3],
      [0.5, 0.32],
    ],
  },
  {
    name: 'eraser',
    key: 'e',
    press: [
      [0.2, 0.4],
      [0.25, 0.35],
    ],
  },
  {
    name: 'wand',
    key: 'w',
    press: [
      [0.4, 0.4],
      [0.43, 0.4],
    ],
  },
  {
    name: 'scissors',
    key: 'i',
    clicks: [
      [0.39, 0.36],
      [0.47, 0.3],
    ],
    press: [],
  },
  {
    name: 'box-to-mask',
    key: 'g',
    press: [
      [0.36, 0.26],
      [0.51, 0.47],
    ],
  },
]

mkdirSync(`${folder}/tools`, { recursive: true })
const server = staticServer({ root: file('dist'), base: '/' })
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
const browser = await chromium.launch({
  executablePath: findOrInstallChromium(),
  args: ['--disable-gpu', ...(isRoot() ? ['--no-sandbox'] : [])],
})
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
  const save = (/** @type {string} */ what, quality = 82) =>
    page.screenshot({ path: `${folder}/${what}${name}-${scheme}.jpg`, type: 'jpeg', quality })
  await page.goto('')
  await page.getByRole('button', { name: 'Try the sample' }).waitFor()
  if (only !== 'grid') await shootSample(page, name, save)
  await shootGrid(page, save)
  await context.close()
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} name
 * @param {(what: string, quality?: number) => Promise<unknown>} save
 */
async function shootSample(page, name, save) {
  const sample = page.getByRole('button', { name: 'Try the sample' })
  await sample.waitFor()
  await save('start')
  await sample.click()
  await page.getByText('Saved', { exact: true }).waitFor()
  await page.getByRole('application', { name: /\.jpg$/ }).waitFor()
  await page.waitForLoadState('networkidle')
  if (!name) await select(page)
  await save('annotator')
  for (const tool of tools) await holdTool(page, tool, () => save(`tools/${tool.name}`, 55))
  await page.getByRole('link', { name: 'Back to dataset' }).click()
  await page.getByRole('heading', { name: /Nuts/ }).waitFor()
  await thumbnails(page)
  await save('dataset')
  await page.goto(`annotate/${await addPerson(page)}`)
  await page.getByRole('application', { name: /\.jpg$/ }).waitFor()
  await page.waitForLoadState('networkidle')
  if (!name)
    await page
      .getByRole('button', { name: /^person #/ })
      .first()
      .click()
  await holdTool(page, { name: 'keypoints', key: 'k', press: [] }, () => save('tools/keypoints', 55))
}

/** Selects a shape, so that the panel shows what there is to say of it. @param {import('@playwright/test').Page} page */
async function select(page) {
  await page.getByRole('button', { name: /^date #1(?!\d)/ }).click()
  await page.getByRole('heading', { name: 'Selected annotation' }).waitFor()
}

/**
 * Takes a tool up, begins something with it, and drops that after the image is taken.
 * @param {import('@playwright/test').Page} page
 * @param {{ name: string, key: string, clicks?: number[][], press: number[][] }} tool
 * @param {() => Promise<unknown>} save
 */
async function holdTool(page, { key, clicks = [], press }, save) {
  const area = /** @type {{ width: number, height: number, x: number, y: number }} */ (
    await page.getByRole('application').boundingBox()
  )
  const at = (/** @type {number[]} */ [x = 0, y = 0]) =>
    /** @type {const} */ ([area.x + area.width * x, area.y + area.height * y])
  await page.keyboard.press(key)
  for (const place of clicks) await page.mouse.click(...at(place))
  const [first, ...others] = press
  if (first) {
    await page.mouse.move(...at(first))
    await page.mouse.down()
    for (const place of others) await page.mouse.move(...at(place), { steps: 8 })
  } else await page.mouse.move(...at([0.53, 0.33]), { steps: 8 })
  await page.waitForLoadState('networkidle')
  await save()
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await page.keyboard.press('Escape')
}

/** Resolves when all of them are there. @param {import('@playwright/test').Page} page */
async function thumbnails(page) {
  await page.getByRole('gridcell').locator('img').first().waitFor()
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[role=gridcell] img')].every(
      (image) => image instanceof HTMLImageElement && image.complete,
    ),
  )
}

/** The grid of many images, some of them selected. @param {import('@playwright/test').Page} page @param {(what: string) => Promise<unknown>} save */
async function shootGrid(page, save) {
  await page.goto(`datasets/${await addMany(page)}?order=natural`)
  const tiles = page.getByRole('gridcell')
  await tiles.first().focus()
  await page.keyboard.press('ArrowRight')
  for (const key of ['Space', 'Shift+ArrowRight', 'Shift+ArrowRight']) await page.keyboard.press(key)
  await page.getByText('3 images selected').first().waitFor()
  await page.evaluate(() => window.scrollTo(0, 190))
  await page.waitForLoadState('networkidle')
  await thumbnails(page)
  await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {}))))
  await save('grid')
}

/** The photos of the tests under many names, in all states. Answers the dataset's id. @param {import('@playwright/test').Page} page */
async function addMany(page) {
  const photos = ['0', '1', '10', '12', '16'].map((name) =>
    readFileSync(file(`tests/data/nuts/${name}.jpg`)).toString('base64'),
  )
  return page.evaluate(async (photos) => {
    const base = (await navigator.serviceWorker.ready).scope
    const bytes = (/** @type {string} */ text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
    const ask = async (/** @type {string} */ path, /** @type {BodyInit} */ body) =>
      (await fetch(`${base}api${path}`, { method: 'POST', body })).json()
    const { id } = await ask('/dataset/', JSON.stringify({ name: 'Harvest', categories: ['date', 'fig', 'hazelnut'] }))
    const states = ['done', 'done', 'in_progress', 'needs_fix', 'unlabelled', 'done_empty', 'unlabelled']
    for (let number = 1; number <= 60; number++) {
      const image = await ask(
        `/image/?dataset_id=${id}&file_name=tray-${number}.jpg`,
        bytes(photos[(number * 3 + (number >> 2)) % photos.length] ?? ''),
      )
      await ask(
        '/image/bulk',
        JSON.stringify({ action: 'state', ids: [image.id], state: states[(number * 5) % states.length] }),
      )
    }
    return /** @type {number} */ (id)
  }, photos)
}

/** The person photo of the tests with its keypoints. Answers the image's id. @param {import('@playwright/test').Page} page */
async function addPerson(page) {
  const read = (/** @type {string} */ path) =>
    readFileSync(file(`tests/data/coco-person-cc-by/${path}`)).toString('base64')
  return page.evaluate(
    async ([photo, coco]) => {
      const bytes = (/** @type {string} */ text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
      const ask = async (/** @type {string} */ path, /** @type {BodyInit} */ body) =>
        (await fetch(`../api${path}`, { method: 'POST', body })).json()
      const { id } = await ask('/dataset/?name=Person', '{}')
      const image = await ask(`/image/?dataset_id=${id}&file_name=000000000785.jpg`, bytes(photo ?? ''))
      await ask(`/dataset/${id}/coco`, bytes(coco ?? ''))
      return /** @type {number} */ (image.id)
    },
    [read('000000000785.jpg'), read('person_keypoints.json')],
  )
}
