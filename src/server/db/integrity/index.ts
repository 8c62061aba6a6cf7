/** Whether what is kept rather than counted agrees with what is stored; and setting it right. */
import type { Integrity } from '@/contract/integrity'
import { assertNothingPublishes } from '../store/busy'
import { readBetweenWrites, write } from '../store/write'
import { compareFiles, compareImages, compareLocations, compareOrders, compareSequences, compareTotals, compareTrash } from './compare'
import type { Finding } from './finding'
import { recount, type Recount } from './recount'

/** Problems in an answer. */
const MOST = 1000

const TRIES = 3

export const integrity = {
  /**
   * Bit by bit, so that nobody waits for it. It holds when nothing was written meanwhile; after some tries in vain all of it
   * is read in one transaction, which writes wait for.
   */
  async check(): Promise<Integrity> {
    for (let tries = 0; tries < TRIES; tries++) {
      const found = await readBetweenWrites(examineAtRest)
      if (found) return report(...found, 0)
    }
    return write(async () => report(...(await examineAtRest()), 0))
  },

  /** Answers what is left. */
  repair: (): Promise<Integrity> =>
    write(async () => {
      const [, found] = await examineAtRest()
      const repairs = found.flatMap(({ repair }) => repair ?? [])
      for (const repair of repairs) await repair()
      return report(...(await examine()), repairs.length)
    }),
}

async function examineAtRest(): Promise<[Recount, Finding[]]> {
  await assertNothingPublishes()
  return examine()
}

async function examine(): Promise<[Recount, Finding[]]> {
  const counted = await recount()
  const found = [...counted.findings, ...compareImages(counted)]
  for (const compare of [compareTotals, compareOrders, compareLocations, compareTrash, compareSequences, compareFiles]) found.push(...(await compare(counted)))
  return [counted, found]
}

function report({ datasets, images, annotations }: Recount, found: Finding[], repaired: number): Integrity {
  const problems = found.slice(0, MOST).map(({ kind, message, repair }) => ({ kind, message, repairable: repair !== undefined }))
  return { ok: found.length === 0, datasets: datasets.length, images: images.length, annotations, problems, repaired }
}
