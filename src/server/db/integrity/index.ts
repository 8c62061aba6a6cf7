/** Checks and repairs stored counts and indexes: whether they agree with the datasets, images and annotations. */
import type { Integrity } from '@/contract/integrity'
import { assertNothingPublishes } from '../store/busy'
import { readBetweenWrites, write } from '../store/write'
import {
  compareFiles,
  compareImages,
  compareLocations,
  compareOrders,
  compareSequences,
  compareTotals,
  compareTrash,
} from './compare'
import { recount, type Finding, type Recount } from './recount'

/** Most problems in an answer. */
const MAX_PROBLEMS = 1000

const TRIES = 3

export const integrity = {
  /**
   * Reads in small transactions so that nobody waits, and tries again if something was written meanwhile. After TRIES attempts it
   * reads everything in one transaction, for which writes wait.
   */
  async check(): Promise<Integrity> {
    for (let tries = 0; tries < TRIES; tries++) {
      const found = await readBetweenWrites(examineAtRest)
      if (found) return report(...found, 0)
    }
    return write(async () => report(...(await examineAtRest()), 0))
  },

  /** Repairs what can be repaired. Answers the remaining problems. */
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
  for (const compare of [compareTotals, compareOrders, compareLocations, compareTrash, compareSequences, compareFiles])
    found.push(...(await compare(counted)))
  return [counted, found]
}

function report({ datasets, images, annotations }: Recount, found: Finding[], repaired: number): Integrity {
  const problems = found
    .slice(0, MAX_PROBLEMS)
    .map(({ kind, message, repair }) => ({ kind, message, repairable: repair !== undefined }))
  return { ok: found.length === 0, datasets: datasets.length, images: images.length, annotations, problems, repaired }
}
