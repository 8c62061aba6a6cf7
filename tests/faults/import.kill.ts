/** At 40 seeded instants of an import at the scale of val2017 the worker is stopped or the browser killed: the end is the same. */
import { expect, test } from 'vitest'
import { VAL2017 } from '../bench/support/makeCoco'
import { sites } from '../e2e/support/sites'
import { startServer } from '../e2e/support/server'
import { KillableBrowser } from './browser'
import { beginImport, followTask, outcome, pause, readSeed, seeded } from './importing'

const KILLS = Number(process.env.KILLS ?? 40)

test('imports at the scale of val2017 come to the same end, whenever they are killed', async () => {
  const seed = readSeed()
  const random = seeded(seed)
  console.log(`${KILLS} kills by seed ${seed} (KILL_SEED=${seed} repeats them)`)
  const server = await startServer(sites.main)
  try {
    const undisturbed = await run(server.url, async () => {})
    for (let count = 1; count <= KILLS; count++) {
      const [when, isBrowser] = [random() * undisturbed.duration, random() < 0.5]
      const killed = await run(server.url, async (browser) => {
        await pause(when)
        if (!isBrowser) return browser.stopWorkers()
        await browser.kill()
        await browser.start()
      })
      console.log(
        `${count}: ${isBrowser ? 'browser killed' : 'worker stopped'} after ${when.toFixed(0)} of ${undisturbed.duration} ms`,
      )
      expect(killed.outcome).toEqual(undisturbed.outcome)
    }
  } finally {
    await server.stop()
  }
})

async function run(url: string, disturb: (browser: KillableBrowser) => Promise<unknown>) {
  const browser = new KillableBrowser(url)
  try {
    const { dataset, task } = await beginImport(await browser.start(), VAL2017)
    const began = Date.now()
    await disturb(browser)
    await followTask(browser.current, task)
    const duration = Date.now() - began
    return { duration, outcome: await outcome(browser.current, dataset) }
  } finally {
    await browser.end()
  }
}
