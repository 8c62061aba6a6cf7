/** A stroke on 50 megapixels, how soon a gesture is stored, and which shape is under the pointer. */
import { test } from 'vitest'
import type { Page } from '@playwright/test'
import { makePicker, type Pickable } from '@/core/shape/hit'
import { shapeBounds } from '@/core/shape/bounds'
import type { PolygonsShape } from '@/core/shape/types'
import { openAnnotator } from './support/annotator'
import { inTurns, median, printTable, timed } from './support/measure'

const STROKES = 5
const MOVES = 200
const SAVES = 15
const PICKS = 2000

test('stroke', async () => {
  const { page, close } = await openAnnotator({ width: 8660, height: 5774, shapes: [0] })
  try {
    await page.keyboard.press('b')
    const growth: number[] = []
    const scripts: number[] = []
    const [moves, empties]: [number[], number[]] = [[], []]
    for (let round = 0; round < STROKES; round++) {
      const frames = (await page.evaluate((moves) => window.hand.stroke(moves), MOVES)).slice(1, MOVES + 1)
      const times = frames.map(({ time }) => time)
      growth.push(median(times.slice(-50)) / median(times.slice(0, 50)))
      scripts.push(median(frames.map(({ script }) => script)))
      moves.push(median(times))
      empties.push(await emptyFrame(page))
      await page.evaluate(() => window.hand.settled())
    }
    printTable('annotator: a brush stroke of 200 moves on 50 megapixels', [
      { what: 'the last 50 moves over the first 50', value: median(growth), limit: 'at most 1.2' },
      {
        what: 'a move over the frame of an empty handler',
        value: median(moves) / median(empties),
        note: `${median(moves).toFixed(2)} ms, ${median(empties).toFixed(2)} ms`,
      },
      {
        what: 'script of a move over the frame of an empty handler',
        value: median(scripts) / median(empties),
        note: `${median(scripts).toFixed(2)} ms`,
      },
    ])
  } finally {
    await close()
  }
})

/** From frame to frame while a handler that does nothing is told of moves. */
const emptyFrame = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const area = document.createElement('canvas')
    area.style.cssText = 'position: fixed; top: 0; left: 0; z-index: 9'
    area.addEventListener('pointermove', () => {})
    document.body.append(area)
    const context = area.getContext('2d')!
    const times: number[] = []
    let last = performance.now()
    for (let move = 0; move < 200; move++) {
      area.dispatchEvent(new PointerEvent('pointermove', { clientX: move }))
      // without a pixel that changes there is no frame
      context.fillRect(move, 0, 1, 1)
      await new Promise(requestAnimationFrame)
      times.push(performance.now() - last)
      last = performance.now()
    }
    area.remove()
    return times.sort((a, b) => a - b)[100]!
  })

const WAND_STEPS = 60
const WAND_LIMIT = 50 // milliseconds

test('wand', async () => {
  const { page, close } = await openAnnotator({ width: 6000, height: 4000, shapes: [0] })
  try {
    await page.keyboard.press('w')
    const steps: number[] = []
    const empties: number[] = []
    for (let round = 0; round < STROKES; round++) {
      // to the right the tolerance grows until most of the image is like the place
      const frames = (await page.evaluate((moves) => window.hand.drag(moves), WAND_STEPS)).slice(1, WAND_STEPS + 1)
      steps.push(...frames.map(({ time }) => time))
      empties.push(await emptyFrame(page))
      await page.keyboard.press('Escape')
      await page.keyboard.press('w')
      await page.evaluate(() => window.hand.settled())
    }
    const [slow, empty] = [percentile(steps, 0.95), median(empties)]
    printTable('annotator: a drag of the wand over 24 megapixels', [
      {
        what: `p95 of a step less an empty handler’s, in ${WAND_LIMIT} ms`,
        value: (slow - empty) / WAND_LIMIT,
        limit: 'at most 1',
        note: `${slow.toFixed(1)} ms, ${empty.toFixed(1)} ms; median ${median(steps).toFixed(1)} ms`,
      },
    ])
  } finally {
    await close()
  }
})

const percentile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!

test('stored', async () => {
  const { page, close } = await openAnnotator({ width: 3000, height: 2000, shapes: [3000, 10] })
  try {
    await page.keyboard.press('r')
    const dense: number[] = []
    const sparse: number[] = []
    const empty: number[] = []
    await page.evaluate(() => window.hand.open('n'))
    for (let round = 0; round < SAVES; round++) {
      dense.push(await saveIn(page, 'p'))
      empty.push(await emptyPost(page))
      sparse.push(await saveIn(page, 'n'))
      empty.push(await emptyPost(page))
    }
    const [ours, few, none] = [median(dense), median(sparse), median(empty)]
    printTable('annotator: from the release of a drag until the mark says saved', [
      {
        what: 'with 3,000 shapes over an empty POST',
        value: ours / none,
        limit: 'at most 8',
        note: `${ours.toFixed(1)} ms, ${none.toFixed(1)} ms`,
      },
      { what: 'with 3,000 shapes over with 10', value: ours / few, limit: 'at most 1.5', note: `${few.toFixed(1)} ms` },
    ])
  } finally {
    await close()
  }
})

async function saveIn(page: Page, key: 'n' | 'p'): Promise<number> {
  await page.evaluate((key) => window.hand.open(key), key)
  await page.evaluate(() => window.hand.settled())
  const time = await page.evaluate(() => window.hand.dragUntilSaved())
  await page.evaluate(() => window.hand.settled())
  return time
}

/** A POST whose body the worker reads, checks, and finds nothing to do in. */
const emptyPost = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const began = performance.now()
    await (
      await fetch('/api/annotator/changes', {
        method: 'POST',
        body: JSON.stringify({ image_id: 1, label: 'Nothing', changes: [] }),
      })
    ).text()
    return performance.now() - began
  })

test('hit', async () => {
  const shapes = Array.from({ length: 5000 }, (_, id) => star(id))
  const places = Array.from({ length: PICKS }, (_, index) => ({
    x: (index * 7919) % 6000,
    y: (index * 104_729) % 4000,
  }))
  const pick = makePicker(shapes)
  let found = 0
  const times = await inTurns(
    {
      ours: () => timed(() => places.forEach((place) => (found += pick(place, 3)?.id ?? 0))),
      boxes: () => timed(() => places.forEach(({ x, y }) => (found += boxesAround(shapes, x, y)))),
    },
    15,
  )
  if (found === 0) throw new Error('Nothing was hit.')
  const each = (time: number) => `${((1000 * time) / PICKS).toFixed(1)} µs`
  printTable('annotator: the shape under the pointer, of 5,000', [
    {
      what: 'over looking at every box',
      value: times.ours / times.boxes,
      limit: 'at most 2',
      note: `${each(times.ours)}, ${each(times.boxes)}`,
    },
  ])
})

function boxesAround(shapes: readonly Pickable<number>[], x: number, y: number): number {
  let count = 0
  for (const { bounds } of shapes) {
    if (x >= bounds[0] - 3 && y >= bounds[1] - 3 && x <= bounds[0] + bounds[2] + 3 && y <= bounds[1] + bounds[3] + 3)
      count += 1
  }
  return count
}

function star(id: number): Pickable<number> {
  const [x, y] = [(id * 3571) % 6000, (id * 2311) % 4000]
  const outer = Array.from({ length: 30 }, (_, point) => {
    const [angle, reach] = [(2 * Math.PI * point) / 30, 40 + ((id * 31 + point * 17) % 30)]
    return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)]
  }).flat()
  const shape: PolygonsShape = { kind: 'polygons', parts: [{ outer, holes: [] }] }
  return { id, shape, bounds: shapeBounds(shape) }
}
