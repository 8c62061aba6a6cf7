/** What a frame costs with 5,000 polygons over 24 megapixels, over the picture alone and over Konva; and opening them. */
import { performance } from 'node:perf_hooks'
import { test } from 'vitest'
import type { Page } from '@playwright/test'
import { openAnnotator } from './support/annotator'
import type { Frame, Gesture } from './support/hand'
import { moveKonva, prepareKonva } from './support/konva'
import { median, printTable } from './support/measure'
import { drawPlainly } from './support/plainDraw'
import { processorTime } from './support/processes'

const MADE = { width: 6000, height: 4000, shapes: [5000, 0] }
const ROUNDS = 5
const OPENINGS = 7
const TEN_SECONDS = 10_000
const TIMES_TEN_SECONDS = 5
const MIXED: Gesture[] = ['zoom', 'draw', 'pan', 'rest', 'pan', 'draw', 'rest', 'zoom', 'rest']

interface Cost {
  /** Processor time of all threads. */
  work: number
  /** From frame to frame. */
  time: number
}

test('frames', async () => {
  const { page, images, close } = await openAnnotator(MADE)
  try {
    await prepareKonva(page, images[0]!)
    const costs: Record<'shapes' | 'picture' | 'konva', Cost[]> = { shapes: [], picture: [], konva: [] }
    for (let round = 0; round < ROUNDS; round++) {
      costs.shapes.push(await costOf(() => moveAround(page)))
      costs.konva.push(await costOf(() => moveKonva(page, 4)))
      await goTo(page, 'n')
      costs.picture.push(await costOf(() => moveAround(page)))
      await goTo(page, 'p')
    }
    const long: Record<'longest' | 'p99' | 'alone' | 'beside', number[]> = { longest: [], p99: [], alone: [], beside: [] }
    for (let round = 0; round < TIMES_TEN_SECONDS; round++) {
      const shapes = await mixed(page)
      await goTo(page, 'n')
      const picture = await mixed(page)
      await goTo(page, 'p')
      const base = quantile(picture, 0.95)
      for (const [name, frame] of [['longest', quantile(shapes, 1)], ['p99', quantile(shapes, 0.99)], ['alone', quantile(picture, 1)]] as const) long[name].push(frame / base)
      long.beside.push(quantile(shapes, 1) / quantile(picture, 1))
    }
    await goTo(page, 'n')
    const [ours, alone, konva] = (['shapes', 'picture', 'konva'] as const).map((name) => ({ work: median(costs[name].map(({ work }) => work)), time: median(costs[name].map(({ time }) => time)) })) as [Cost, Cost, Cost]
    const opened = await openings(page, images[0]!)
    const made = (cost: Cost) => `${cost.work.toFixed(1)} ms of work, ${cost.time.toFixed(1)} ms from frame to frame`
    printTable('annotator: 5,000 polygons of 30 points over 6000 x 4000', [
      { what: 'work of a frame over the picture alone', value: ours.work / alone.work, limit: 'at most 1.25', note: `${made(ours)}; ${made(alone)}` },
      { what: 'from frame to frame, the same', value: ours.time / alone.time, limit: 'at most 1.25' },
      { what: 'work of a frame over Konva', value: ours.work / konva.work, limit: 'at most 0.1', note: made(konva) },
      { what: 'longest frame of ten seconds over p95 of the picture alone', value: median(long.longest), limit: 'at most 2', note: each(long.longest) },
      { what: 'p99 of them, the same', value: median(long.p99), note: each(long.p99) },
      { what: 'longest frame of the picture alone, the same', value: median(long.alone), note: each(long.alone) },
      { what: 'longest frame over the longest of the picture alone', value: median(long.beside), note: each(long.beside) },
      { what: 'opening over decoding and one plain draw', value: opened.ours / opened.plain, limit: 'at most 1.1', note: `${opened.ours.toFixed(0)} ms, ${opened.plain.toFixed(0)} ms` },
      { what: 'the same, reading both from the worker counted in', value: opened.ours / (opened.plain + opened.read), note: `${opened.read.toFixed(0)} ms of reading` },
    ])
  } finally {
    await close()
  }
})

const each = (ratios: number[]) => ratios.map((ratio) => ratio.toFixed(2)).join(', ')

const moveAround = async (page: Page) => (await page.evaluate(() => window.hand.frames(['zoom', 'pan']))).length

async function costOf(work: () => Promise<number>): Promise<Cost> {
  const [began, worked] = [performance.now(), processorTime()]
  const frames = await work()
  return { time: (performance.now() - began) / frames, work: (processorTime() - worked) / frames }
}

async function goTo(page: Page, key: 'n' | 'p'): Promise<number> {
  const time = await page.evaluate((key) => window.hand.open(key), key)
  await page.evaluate(() => window.hand.settled())
  return time
}

/** Frames of ten seconds; those in which nothing was to be drawn count as well. */
async function mixed(page: Page): Promise<number[]> {
  const frames: Frame[] = []
  for (let spent = 0; spent < TEN_SECONDS; ) {
    const more = await page.evaluate((gestures) => window.hand.frames(gestures), MIXED)
    spent += more.reduce((sum, { time }) => sum + time, 0)
    frames.push(...more)
  }
  return frames.map(({ time }) => time)
}

async function openings(page: Page, image: number) {
  const [ours, plain, read]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < OPENINGS; round++) {
    const least = await drawPlainly(page, image)
    plain.push(least.drawn)
    read.push(least.read)
    ours.push(await goTo(page, 'p'))
    await goTo(page, 'n')
  }
  return { ours: median(ours), plain: median(plain), read: median(read) }
}

function quantile(numbers: number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
}
