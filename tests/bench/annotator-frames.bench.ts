/** What a frame costs with 5,000 polygons over 24 megapixels, over the image alone and over Konva; and opening them. */
import { performance } from 'node:perf_hooks'
import { test } from 'vitest'
import type { Page } from '@playwright/test'
import { openAnnotator } from './support/annotator'
import type { Gesture } from './support/hand'
import { moveKonva, prepareKonva } from './support/konva'
import { median, printTable, type Line } from './support/measure'
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
    await page.locator('summary', { hasText: /^View$/ }).click()
    const costs: Record<'shapes' | 'names' | 'picture' | 'konva', Cost[]> = {
      shapes: [],
      names: [],
      picture: [],
      konva: [],
    }
    for (let round = 0; round < ROUNDS; round++) {
      costs.shapes.push(await costOf(() => moveAround(page)))
      await showNames(page, 'category')
      costs.names.push(await costOf(() => moveAround(page)))
      await showNames(page, 'none')
      costs.konva.push(await costOf(() => moveKonva(page, 4)))
      await goTo(page, 'n')
      costs.picture.push(await costOf(() => moveAround(page)))
      await goTo(page, 'p')
    }
    const mixed = await mixedGestures(page)
    await goTo(page, 'n')
    const [ours, named, alone, konva] = (['shapes', 'names', 'picture', 'konva'] as const).map((name) => ({
      work: median(costs[name].map(({ work }) => work)),
      time: median(costs[name].map(({ time }) => time)),
    })) as [Cost, Cost, Cost, Cost]
    const opened = await openings(page, images[0]!)
    const made = (cost: Cost) => `${cost.work.toFixed(1)} ms of work, ${cost.time.toFixed(1)} ms from frame to frame`
    printTable('annotator: 5,000 polygons of 30 points over 6000 x 4000', [
      {
        what: 'work of a frame over the image alone',
        value: ours.work / alone.work,
        limit: 'at most 1.25',
        note: `${made(ours)}; ${made(alone)}`,
      },
      { what: 'from frame to frame, the same', value: ours.time / alone.time, limit: 'at most 1.25' },
      { what: 'work of a frame over Konva', value: ours.work / konva.work, limit: 'at most 0.1', note: made(konva) },
      {
        what: 'work of a frame with names on the shapes over one without',
        value: named.work / ours.work,
        limit: 'at most 1.15',
        note: made(named),
      },
      { what: 'from frame to frame, the same', value: named.time / ours.time, limit: 'at most 1.15' },
      ...mixed,
      {
        what: 'opening over decoding and one plain draw',
        value: opened.ours / opened.plain,
        limit: 'at most 1.1',
        note: `${opened.ours.toFixed(0)} ms, ${opened.plain.toFixed(0)} ms`,
      },
      {
        what: 'the same, reading both from the worker counted in',
        value: opened.ours / (opened.plain + opened.read),
        note: `${opened.read.toFixed(0)} ms of reading`,
      },
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

async function showNames(page: Page, names: 'category' | 'none') {
  await page.getByLabel('Names').selectOption(names)
  await page.evaluate(() => window.hand.settled())
}

interface Mixed {
  /** The first frame, after a second in which nothing moved. */
  woken: number
  /** Frames of ten seconds, those of each time the gestures are gone through apart. */
  passes: number[][]
}

/** The longest frame, beside the image alone; and the slowest event, which comes again and again. */
async function mixedGestures(page: Page): Promise<Line[]> {
  const long: Record<'longest' | 'p99' | 'alone' | 'beside' | 'woken', number[]> = {
    longest: [],
    p99: [],
    alone: [],
    beside: [],
    woken: [],
  }
  const passes: Record<'ours' | 'alone', number[][]> = { ours: [], alone: [] }
  for (let round = 0; round < TIMES_TEN_SECONDS; round++) {
    const shapes = await tenSeconds(page)
    await goTo(page, 'n')
    const picture = await tenSeconds(page)
    await goTo(page, 'p')
    const base = quantile(picture.passes.flat(), 0.95)
    const [ours, alone] = [shapes, picture].map((run) => run.passes.map((pass) => pass.map((time) => time / base))) as [
      number[][],
      number[][],
    ]
    passes.ours.push(...ours)
    passes.alone.push(...alone)
    const longest = quantile(ours.flat(), 1)
    const longestAlone = quantile(alone.flat(), 1)
    long.longest.push(longest)
    long.p99.push(quantile(ours.flat(), 0.99))
    long.alone.push(longestAlone)
    long.beside.push(longest / longestAlone)
    long.woken.push(shapes.woken / picture.woken)
  }
  return [
    {
      what: 'longest frame of ten seconds over p95 of the image alone',
      value: median(long.longest),
      limit: 'at most 2',
      note: each(long.longest),
    },
    { what: 'p99 of them, the same', value: median(long.p99), note: each(long.p99) },
    { what: 'longest frame of the image alone, the same', value: median(long.alone), note: each(long.alone) },
    {
      what: 'longest frame over the longest of the image alone',
      value: median(long.beside),
      note: each(long.beside),
    },
    {
      what: 'slowest event of the gestures, median of all its frames, over that p95',
      value: slowestEvent(passes.ours),
      limit: 'at most 2',
      note: `the image alone ${slowestEvent(passes.alone).toFixed(2)}`,
    },
    {
      what: 'first frame after a second of rest over that of the image alone',
      value: median(long.woken),
      note: each(long.woken),
    },
  ]
}

/** The clock starts when the hand is moving; then every frame counts, those in which nothing was to be drawn as well. */
async function tenSeconds(page: Page): Promise<Mixed> {
  const times = async (gestures: Gesture[]) =>
    (await page.evaluate((gestures) => window.hand.frames(gestures), gestures)).map(({ time }) => time)
  const [woken] = await times(['zoom', 'rest'])
  const passes: number[][] = []
  for (let spent = 0; spent < TEN_SECONDS;) {
    const frames = await times(MIXED)
    spent += frames.reduce((sum, time) => sum + time, 0)
    passes.push(frames)
  }
  return { woken: woken!, passes }
}

/** The largest of the medians of each event. What slows a frame by chance does not strike the same event most of the times. */
const slowestEvent = (passes: number[][]) =>
  Math.max(...passes[0]!.map((_frame, event) => median(passes.map((frames) => frames[event]!))))

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
