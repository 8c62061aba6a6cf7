/** `npm run faults`: 200 rounds, or FAULT_ROUNDS of them. The short form is tests/e2e/faults.spec.ts. */
import { expect, test } from 'vitest'
import { sites } from '../e2e/support/sites'
import { startServer } from '../e2e/support/server'
import { readSeed } from './importing'
import { runRounds } from './rounds'

const ROUNDS = Number(process.env.FAULT_ROUNDS ?? 200)

test('every acknowledged write is stored exactly once, whatever is killed and whenever', async () => {
  const seed = readSeed()
  console.log(`${ROUNDS} rounds by seed ${seed} (KILL_SEED=${seed} repeats them)`)
  const server = await startServer(sites.main)
  try {
    const { rounds, writes, kills, stops, lost, doubled, problems } = await runRounds({
      url: server.url,
      seed,
      rounds: ROUNDS,
      log: (line) => console.log(line),
    })
    console.log(
      `rounds ${rounds}, writes ${writes}, kills ${kills}, stops ${stops}, lost ${lost.length}, doubled ${doubled.length}, seed ${seed}`,
    )
    expect({ lost, doubled, problems }).toEqual({ lost: [], doubled: [], problems: [] })
  } finally {
    await server.stop()
  }
})
