/** Whether what is kept rather than counted agrees with what is stored; and setting it right. */
import type { Integrity } from '@/contract/integrity'
import { assertNothingPublishes } from '../busy'
import { readBetweenWrites, write } from '../write'
import { compareFiles, compareImages, compareLocations, compareOrders, compareSequences, compareTotals, compareTrash } from './compare'
import type { Finding } from './finding'
import { recount, type Recount } from './recount'

/** Problems in an answer. */
const MOST = 1000

const TRIES = 3

export const integrity = {
  /** In one transaction, so that nothing changes between the counting and the comparing. */
  check: (): Promise<Integrity> =>
    write(async () => {
      await assertNothingPublishes()
      return report(...(await examine()), 0)
    }),

  /** Answers what is left. */
  repair: (): Promise<Integrity> =>
    write(async () => {
      await assertNothingPublishes()
      const [, found] = await examine()
      const repairs = found.flatMap(({ repair }) => repair ?? [])
      for (const repair of repairs) await repair()
      return report(...(await examine()), repairs.length)
    }),
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
