/**
 * Rounds of mixed work in a real browser that is killed, or whose worker is stopped, at seeded instants. After each round every
 * acknowledged write must be stored exactly once, and the integrity check must find nothing.
 */
import { KillableBrowser } from './browser'
import { Client, Left } from './client'
import { pause, seeded } from './importing'
import { Ledger, readStored, type Findings, type Stored } from './ledger'
import { chooseKind, type Scene } from './work'
import { pictureOf } from '../e2e/support/folders'

export interface Result extends Findings {
  rounds: number
  writes: number
  kills: number
  stops: number
}

export interface Options {
  url: string
  seed: number
  rounds: number
  /** Pieces of work in a round. */
  pieces?: number
  log?: (line: string) => void
}

const AT_ONCE = 3
/** Share of the clients that leave with the browser instead of asking again. */
const LEAVING = 0.15

export async function runRounds({ url, seed, rounds, pieces = 8, log = () => {} }: Options): Promise<Result> {
  const random = seeded(seed)
  const browser = new KillableBrowser(url)
  const result: Result = { rounds: 0, writes: 0, kills: 0, stops: 0, lost: [], doubled: [], problems: [] }
  try {
    await browser.start()
    const scene = await makeScene(new Client(browser, `scene-${seed}`, () => false))
    const ledger = new Ledger()
    for (let round = 1; round <= rounds; round++) {
      await oneRound({ browser, scene, ledger, random, result, name: `${seed}-${round}`, first: round * 1000, pieces })
      const findings = ledger.compare(await readAgain(browser, scene.dataset))
      result.rounds = round
      result.writes = ledger.writes
      for (const key of ['lost', 'doubled', 'problems'] as const) result[key].push(...findings[key])
      const bad = findings.lost.length + findings.doubled.length + findings.problems.length
      log(`${round}: ${ledger.writes} writes, ${result.kills} kills, ${result.stops} stops, ${bad} findings`)
      if (bad > 0 || result.problems.length > 0) break
    }
  } finally {
    await browser.end()
  }
  return result
}

/** The worker may have been stopped a moment ago. */
async function readAgain(browser: KillableBrowser, dataset: number): Promise<Stored> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await readStored(browser.current, dataset)
    } catch (error) {
      if (attempt === 5) throw error
      await pause(100)
    }
  }
}

interface Round {
  browser: KillableBrowser
  scene: Scene
  ledger: Ledger
  random: () => number
  result: Result
  name: string
  /** Number of the first piece of work. */
  first: number
  pieces: number
}

async function oneRound({ browser, scene, ledger, random, result, name, first, pieces }: Round): Promise<void> {
  const plan = Array.from({ length: pieces }, (_none, index) => ({
    work: first + index,
    kind: chooseKind(random),
    seed: random() * 2 ** 31,
    isLeaving: random() < LEAVING,
  }))
  const disturbances = Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
    after: random() * 700,
    isKill: random() < 0.4,
  }))
  let alone: Promise<unknown> = Promise.resolve()
  let isKilled = false

  const doPiece = async ({ work, kind, seed, isLeaving }: (typeof plan)[number]) => {
    const client = new Client(browser, `${name}-${work}`, () => isLeaving && isKilled)
    ledger.begin(work, kind.name)
    try {
      await kind.run({ work, client, ledger, scene, random: seeded(seed) })
    } catch (error) {
      if (error instanceof Left) ledger.leave(work)
      else result.problems.push(`${kind.name} (work ${work}): ${(error as Error).message}`)
    }
  }
  const [last, mixed] = [plan.filter(({ kind }) => kind.isLast), plan.filter(({ kind }) => !kind.isLast)]
  const next = async (): Promise<void> => {
    for (let piece = mixed.shift(); piece; piece = mixed.shift()) {
      const own = piece
      if (!own.kind.isAlone) await doPiece(own)
      else await (alone = alone.then(() => doPiece(own)))
    }
  }
  const disturb = async (list: typeof disturbances) => {
    for (const { after, isKill } of list) {
      await pause(after)
      if (isKill) {
        isKilled = true
        result.kills++
        await browser.kill()
        await browser.start()
      } else {
        result.stops++
        await browser.stopWorkers()
      }
    }
  }
  await Promise.all([...Array.from({ length: AT_ONCE }, next), disturb(disturbances)])
  for (const piece of last)
    await Promise.all([doPiece(piece), disturb([{ after: random() * 250, isKill: random() < 0.4 }])])
}

async function makeScene(client: Client): Promise<Scene> {
  const { id: category } = await client.done<{ id: number }>({
    method: 'POST',
    path: '/category/',
    json: { name: 'base' },
  })
  const { id: dataset } = await client.done<{ id: number }>({
    method: 'POST',
    path: '/dataset/',
    json: { name: 'faults', categories: ['base'] },
  })
  const images: number[] = []
  for (let index = 0; index < 16; index++) {
    const { id } = await client.done<{ id: number }>({
      method: 'POST',
      path: `/image/?dataset_id=${dataset}&file_name=scene-${index}.jpg`,
      file: pictureOf(`scene ${index}`).toString('base64'),
    })
    images.push(id)
  }
  return { dataset, category, images: images.slice(0, 8), bulkImages: images.slice(8) }
}
