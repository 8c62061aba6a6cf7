/** The statistics page at the scale of train2017: its first plot over reading the records and over /stats, and its longest frame. Takes some minutes. */
import { test } from 'vitest'
import type { Page } from '@playwright/test'
import { openApp } from './support/browser'
import { TRAIN2017, type MadeCoco } from './support/makeCoco'
import { inTurns, median, printTable } from './support/measure'
import { api, download, importFile, makeFile, readStores } from './support/page'

/** BENCH_IMAGES makes it smaller, to look whether it runs. */
const images = Number(process.env.BENCH_IMAGES ?? TRAIN2017.images)
const SCALE: MadeCoco = {
  ...TRAIN2017,
  images,
  annotations: Math.round((TRAIN2017.annotations * images) / TRAIN2017.images),
}
const ROUNDS = 3

/** Milliseconds from the start of the navigation until Chart.js has drawn. Then scrolls through the page; answers the longest frame as well. Runs in the page. */
const watchPage = async (): Promise<{ first: number; frame: number }> => {
  const canvas = () => document.querySelector<HTMLElement>('.plot canvas')
  let last = await new Promise(requestAnimationFrame)
  let frame = 0
  const next = async () => {
    const now = await new Promise<number>(requestAnimationFrame)
    frame = Math.max(frame, now - last)
    last = now
  }
  while (!canvas()?.style.height) await next()
  const first = performance.now()
  for (let top = 0; top < document.documentElement.scrollHeight; top += 40) {
    window.scrollTo({ top, behavior: 'instant' })
    await next()
  }
  return { first, frame }
}

async function openStatistics(page: Page, address: string) {
  await page.goto(address, { waitUntil: 'commit' })
  return page.evaluate(watchPage)
}

test('stats', async () => {
  const { page, peak, url, close } = await openApp()
  try {
    await page.setViewportSize({ width: 1440, height: 900 })
    await makeFile(page, SCALE)
    const { id } = await api<{ id: number }>(page, 'POST', '/dataset/', { name: 'bench' })
    await importFile(page, id)
    const frames: number[] = []
    const times = await inTurns(
      {
        read: () => readStores(page, 'sheets', 'bundles', 'images'),
        stats: async () => (await download(page, `/dataset/${id}/stats`)).time,
        distributions: async () => (await download(page, `/dataset/${id}/distributions`)).time,
        page: async () => {
          const { first, frame } = await openStatistics(page, `${url}datasets/${id}/statistics`)
          frames.push(frame)
          await page.goto(url)
          return first
        },
      },
      ROUNDS,
    )
    const memory = await peak(() => download(page, `/dataset/${id}/distributions`))
    const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`
    printTable(`statistics: ${SCALE.images} images, ${SCALE.annotations} annotations`, [
      {
        what: 'GET /distributions over reading the records',
        value: times.distributions / times.read,
        note: `${seconds(times.distributions)}, ${seconds(times.read)}`,
      },
      {
        what: 'GET /stats over reading the records',
        value: times.stats / times.read,
        note: `${seconds(times.stats)}, ${seconds(times.read)}`,
      },
      {
        what: 'first plot of the page over reading the records',
        value: times.page / times.read,
        note: `${seconds(times.page)}, ${seconds(times.read)}`,
      },
      {
        what: 'first plot of the page, after what /stats takes',
        value: (times.page - times.stats) / 1000,
        unit: 's',
        limit: 'at most 1',
        note: `${seconds(times.page)}, ${seconds(times.stats)}`,
      },
      {
        what: 'longest frame, while it waits and scrolled through',
        value: median(frames),
        unit: 'ms',
        limit: 'at most 100',
      },
      { what: 'peak memory of the worker', value: memory / 1e6, unit: 'MB' },
    ])
  } finally {
    await close()
  }
})
