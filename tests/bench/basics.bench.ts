/** The main job in small: round trips, the import of the nuts, and a stroke that is saved while an import runs. */
import { readFileSync } from 'node:fs'
import { test } from 'vitest'
import type { Page } from '@playwright/test'
import { openApp } from './support/browser'
import { VAL2017 } from './support/makeCoco'
import { inTurns, printTable } from './support/measure'
import { api, importFile, importFloor, makeFile } from './support/page'
import { askFor, importAndWait, saveStroke } from './support/requests'

const NUTS = 'tests/data/nuts/trainval-present.json'
const ROUNDS = 31

test('basics', async () => {
  const { page, close } = await openApp()
  try {
    await keepNuts(page)
    const nuts = await newDataset(page, 'nuts')
    const nutsTimes = await inTurns(
      {
        ours: async () => importAndWait(page, await newDataset(page, `nuts ${Math.random()}`)),
        floor: () => importFloor(page),
      },
      9,
    )
    await importAndWait(page, nuts)
    const image = (await api<{ images: { id: number }[] }>(page, 'GET', `/dataset/${nuts}/data`)).images[0]!.id
    const category = (await api<{ id: number }[]>(page, 'GET', '/category/'))[0]!.id
    const stroke = () => saveStroke(page, image, category)
    const idle = await inTurns(
      {
        empty: () => askFor(page, '/info/'),
        image: () => askFor(page, `/annotator/data/${image}`),
        page: () => askFor(page, `/dataset/${nuts}/data`),
        stroke,
      },
      ROUNDS,
    )
    await makeFile(page, VAL2017)
    const busy = await strokesDuring(stroke, importFile(page, await newDataset(page, 'large')))
    printTable('basics', [
      {
        what: 'an image with its annotations over an empty handler',
        value: idle.image / idle.empty,
        note: `${idle.image.toFixed(1)} ms, ${idle.empty.toFixed(1)} ms`,
      },
      {
        what: 'a page of images over an empty handler',
        value: idle.page / idle.empty,
        note: `${idle.page.toFixed(1)} ms`,
      },
      {
        what: 'a stroke saved over an empty handler',
        value: idle.stroke / idle.empty,
        note: `${idle.stroke.toFixed(1)} ms`,
      },
      {
        what: 'import of the nuts over JSON.parse and bare puts',
        value: nutsTimes.ours / nutsTimes.floor,
        note: `${nutsTimes.ours.toFixed(0)} ms, ${nutsTimes.floor.toFixed(0)} ms`,
      },
      {
        what: 'a stroke saved during an import over its idle time',
        value: busy.median / idle.stroke,
        limit: 'at most 3',
        note: `${busy.median.toFixed(1)} ms, of ${busy.count} strokes`,
      },
    ])
  } finally {
    await close()
  }
})

const newDataset = async (page: Page, name: string) =>
  (await api<{ id: number }>(page, 'POST', '/dataset/', { name })).id

const keepNuts = (page: Page) =>
  page.evaluate(
    (text) => {
      window.bench = { blob: new Blob([text], { type: 'application/json' }), bytes: text.length }
    },
    readFileSync(NUTS, 'utf8'),
  )

/** Saves strokes one after another until the work is done. */
async function strokesDuring(stroke: () => Promise<number>, work: Promise<unknown>) {
  const times: number[] = []
  let isDone = false
  const done = work.finally(() => (isDone = true))
  while (!isDone) times.push(await stroke())
  await done
  times.sort((a, b) => a - b)
  return { median: times[times.length >> 1]!, count: times.length }
}
