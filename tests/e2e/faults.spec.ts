/** Mixed work while the browser is killed and its worker stopped: the short form of `npm run faults`. */
import { readSeed } from '../faults/importing'
import { runRounds } from '../faults/rounds'
import { expect, test } from './support/app'

test('every acknowledged write is stored exactly once, through kills of browser and worker', async ({ server }) => {
  test.setTimeout(300_000)
  const seed = readSeed()
  const { rounds, writes, kills, stops, lost, doubled, problems } = await runRounds({
    url: server.url,
    seed,
    rounds: 6,
  })
  console.log(
    `rounds ${rounds}, writes ${writes}, kills ${kills}, stops ${stops}, lost ${lost.length}, doubled ${doubled.length} (KILL_SEED=${seed})`,
  )
  expect({ lost, doubled, problems }).toEqual({ lost: [], doubled: [], problems: [] })
})
