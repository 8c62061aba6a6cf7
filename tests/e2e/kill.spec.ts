/** The worker is stopped in the middle of an import, as the browser may at any instant, and nothing is lost or doubled. */
import type { Page } from '@playwright/test'
import { beginImport, followTask, outcome, pause, readSeed, seeded } from '../kill/importing'
import { expect, test } from './support/app'

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
