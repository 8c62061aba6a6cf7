/** Eight tabs at once. TAB_WRITES=10000 is the long form. */
import { readSeed } from '../faults/importing'
import { writeInTabs } from '../faults/tabs'
import { expect, test } from './support/app'

const WRITES = Number(process.env.TAB_WRITES ?? 400)

test('eight tabs that write at once lose nothing, and all show the same', async ({ page, app, context }) => {
  test.setTimeout(60_000 + WRITES * 200)
  const result = await writeInTabs(page, app, context, { writes: WRITES, seed: readSeed() })
  console.log(`${result.writes} writes in eight tabs, ${result.byHand} of them drawn`)
  expect(result.stored).toEqual(result.expected)
  expect(Object.values(result.stored).reduce((sum, count) => sum + count)).toBe(result.writes)
})
