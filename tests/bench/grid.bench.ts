/** The grid of 118,000 images: whether rows are there when the scrolling rests, what a frame of scrolling costs, and memory. Linux. */
import { test } from 'vitest'
import type { BrowserContext, Page } from '@playwright/test'
import { openApp } from './support/browser'
import { median, printTable } from './support/measure'
import { api, importFile, makeFile } from './support/page'
import { memory } from './support/processes'

const SIZES = { small: 1000, large: 118_000 }
const LOCATIONS = 60
const ROUNDS = 6
const GC = ['--js-flags=--expose-gc']

/** Frames of scrolling down by the wheel's length, in milliseconds. Runs in the page. */
const scrollFrames = async (count: number): Promise<number[]> => {
  const frames: number[] = []
  let last = await new Promise(requestAnimationFrame)
  for (let frame = 0; frame < count; frame++) {
    window.scrollBy({ top: 40, behavior: 'instant' })
    const now = await new Promise<number>(requestAnimationFrame)
    frames.push(now - last)
    last = now
  }
  return frames
}

/** Goes to random places and rests for 100 ms. Answers the rows on the screen, those of which a tile is empty, and at which places. Runs in the page. */
const lookAround = async ([places, seed]: readonly [number, number]): Promise<{
  rows: number
  blank: number
  late: number[]
}> => {
  let state = seed
  const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 4_294_967_296
  const seen = { rows: 0, blank: 0, late: [] as number[] }
  for (let place = 0; place < places; place++) {
    window.scrollTo({
      top: random() * (document.documentElement.scrollHeight - window.innerHeight),
      behavior: 'instant',
    })
    await new Promise((resolve) => setTimeout(resolve, 100))
    const rows = [...document.querySelectorAll('[role="grid"] [role="row"]')].filter((row) => {
      const { top, bottom } = row.getBoundingClientRect()
      return bottom > 104 && top < window.innerHeight
    })
    seen.rows += rows.length
    // or no row at all, where the screen should be full of them
    const blank = rows.length < 3 ? 1 : rows.filter((row) => row.querySelector('[aria-busy]')).length
    seen.blank += blank
    if (blank > 0) seen.late.push(place + 1)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return seen
}

async function makeDataset(page: Page, url: string, images: number): Promise<number> {
  await page.goto(url)
  await makeFile(page, { images, annotations: images / 10, categories: 80, seed: 1 })
  const { id } = await api<{ id: number }>(page, 'POST', '/dataset/', { name: `${images} images` })
  await importFile(page, id)
  await page.evaluate(() => delete (window as Partial<Window>).bench)
  return id
}

const openGrid = async (page: Page, url: string, dataset: number) => {
  await page.goto(`${url}datasets/${dataset}`)
  await page.getByRole('gridcell').first().getByRole('link').waitFor()
}

/** A page of the same height with nothing in it. */
const openEmpty = async (page: Page, url: string, height: number) => {
  await page.goto(`${url}404.html`)
  await page.evaluate((height) => {
    document.body.innerHTML = ''
    document.body.style.height = `${height}px`
  }, height)
}

const quantile = (numbers: number[], share: number) =>
  [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(share * numbers.length))]!

/** Of all the browser's processes, after the grid has been looked around in; the worker starts afresh, since an import leaves garbage. */
async function memoryOf(context: BrowserContext, page: Page, url: string, dataset: number): Promise<number> {
  const session = await context.newCDPSession(page)
  await session.send('ServiceWorker.enable')
  await session.send('ServiceWorker.stopAllWorkers')
  await session.detach()
  await openGrid(page, url, dataset)
  await page.evaluate(lookAround, [30, 3] as const)
  for (let time = 0; time < 3; time++) {
    await page.evaluate(() => window.gc())
    await page.waitForTimeout(500)
  }
  return memory()
}

test('grid', async () => {
  const { page, context, url, close } = await openApp(GC)
  try {
    await page.setViewportSize({ width: 1440, height: 900 })
    const small = await makeDataset(page, url, SIZES.small)
    const smallMemory = await memoryOf(context, page, url, small)
    const large = await makeDataset(page, url, SIZES.large)
    const largeMemory = await memoryOf(context, page, url, large)
    const rested = await page.evaluate(lookAround, [LOCATIONS, 7] as const)
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    const frames: Record<'grid' | 'empty', { middle: number[]; late: number[] }> = {
      grid: { middle: [], late: [] },
      empty: { middle: [], late: [] },
    }
    for (let round = 0; round < ROUNDS; round++) {
      for (const name of ['grid', 'empty'] as const) {
        await (name === 'grid' ? openGrid(page, url, large) : openEmpty(page, url, height))
        await page.evaluate((top) => window.scrollTo(0, top), (height * (round + 1)) / (ROUNDS + 2))
        await page.waitForTimeout(500)
        const times = await page.evaluate(scrollFrames, 240)
        frames[name].middle.push(median(times))
        frames[name].late.push(quantile(times, 0.95))
      }
    }
    const over = (kind: 'middle' | 'late') => median(frames.grid[kind]) / median(frames.empty[kind])
    const note = (kind: 'middle' | 'late') =>
      `${median(frames.grid[kind]).toFixed(1)} ms, ${median(frames.empty[kind]).toFixed(1)} ms`
    const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`
    printTable(`grid: ${SIZES.large} placeholders`, [
      {
        what: `blank rows after 100 ms of rest at ${LOCATIONS} random places`,
        value: rested.blank,
        unit: '',
        limit: '0',
        note: `of ${rested.rows} rows${rested.late.length > 0 ? `; at the places ${rested.late.join(', ')}` : ''}`,
      },
      {
        what: 'a frame of scrolling over an empty page',
        value: over('middle'),
        limit: 'at most 1.3',
        note: note('middle'),
      },
      { what: 'p95 of the frames, the same', value: over('late'), limit: 'at most 1.3', note: note('late') },
      {
        what: 'memory of the browser over that with 1,000 images',
        value: largeMemory / smallMemory,
        limit: 'flat',
        note: `${megabytes(largeMemory)}, ${megabytes(smallMemory)}`,
      },
    ])
  } finally {
    await close()
  }
})
