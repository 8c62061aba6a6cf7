/** The worker is stopped in the middle of an import, as the browser may at any instant, and nothing is lost or doubled. */
import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js'
import type { Page } from '@playwright/test'
import { api } from '../bench/support/page'
import { beginImport, followTask, outcome, pause, readSeed, seeded } from '../faults/importing'
import { expect, test } from './support/app'
import { pictureOf } from './support/folders'

const KILLS = 6
const FILE = { images: 500, annotations: 4000, categories: 20, seed: 3 }

test('an import of 500 images comes to the same end through six kills of the worker', async ({ page, app }) => {
  test.setTimeout(180_000)
  const seed = readSeed()
  console.log(`kills by seed ${seed} (KILL_SEED=${seed} repeats them)`)
  await app.open(page)
  const undisturbed = await beginImport(page, FILE)
  const began = Date.now()
  await followTask(page, undisturbed.task)
  const duration = Date.now() - began

  const other = await app.freshProfile()
  await app.open(other)
  const kill = await killer(other)
  const { dataset, task } = await beginImport(other, FILE)
  const following = followTask(other, task)
  const random = seeded(seed)
  // with less than an eighth of the work between two kills, none of them comes too late
  for (let count = 0; count < KILLS; count++) {
    await pause((random() * duration) / 8)
    await kill()
  }
  await following
  expect(await outcome(other, dataset)).toEqual(await outcome(page, undisturbed.dataset))
})

test('so does an import of a YOLO archive', async ({ page, app }) => {
  test.setTimeout(180_000)
  const seed = readSeed()
  console.log(`kills by seed ${seed} (KILL_SEED=${seed} repeats them)`)
  const archive = (await yoloArchive(LABELLED)).toString('base64')
  await app.open(page)
  const undisturbed = await beginArchive(page, archive)
  const began = Date.now()
  await followTask(page, undisturbed.task)
  const duration = Date.now() - began

  const other = await app.freshProfile()
  await app.open(other)
  const kill = await killer(other)
  const { dataset, task } = await beginArchive(other, archive)
  const following = followTask(other, task)
  const random = seeded(seed)
  for (let count = 0; count < KILLS; count++) {
    await pause((random() * duration) / 8)
    await kill()
  }
  await following
  const found = await outcome(other, dataset)
  expect(found).toEqual(await outcome(page, undisturbed.dataset))
  expect(found.totals).toMatchObject({ numberImages: LABELLED, numberAnnotations: 2 * LABELLED })
})

const LABELLED = 150

async function yoloArchive(count: number): Promise<Buffer> {
  const writer = new ZipWriter(new BlobWriter('application/zip'))
  await writer.add('data.yaml', new TextReader('names: [nut, bolt]\n'))
  for (let index = 0; index < count; index++) {
    const split = index % 5 === 0 ? 'val' : 'train'
    await writer.add(`images/${split}/${index}.jpg`, new Uint8ArrayReader(new Uint8Array(pictureOf(`yolo ${index}`))))
    const lines = [0, 1].map((each) => `${each} 0.5 0.5 0.${1 + (index % 8)} 0.25`)
    await writer.add(`labels/${split}/${index}.txt`, new TextReader(lines.join('\n')))
  }
  return Buffer.from(await (await writer.close()).arrayBuffer())
}

/** Answers when the task is stored. */
async function beginArchive(page: Page, base64: string): Promise<{ dataset: number; task: number }> {
  const { id: dataset } = await api<{ id: number }>(page, 'POST', '/dataset/', { name: 'killed' })
  const task = await page.evaluate(
    async ({ dataset, base64 }) => {
      const bytes = new Blob([Uint8Array.from(atob(base64), (each) => each.charCodeAt(0))])
      const response = await fetch(`api/dataset/${dataset}/zip`, {
        method: 'POST',
        body: bytes,
        headers: { Prefer: 'respond-async' },
      })
      return ((await response.json()) as { id: number }).id
    },
    { dataset, base64 },
  )
  return { dataset, task }
}

/** Stops the workers over DevTools, and waits until they are gone. */
async function killer(page: Page): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page)
  let stopped = () => {}
  session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    if (versions.some(({ runningStatus }) => runningStatus === 'stopped')) stopped()
  })
  await session.send('ServiceWorker.enable')
  return async () => {
    // one that is not running cannot be stopped, and nothing would be heard of it
    await page.evaluate(() => fetch('api/info/').then((answer) => answer.text()))
    const gone = new Promise<void>((resolve) => (stopped = resolve))
    await session.send('ServiceWorker.stopAllWorkers')
    await gone
  }
}
