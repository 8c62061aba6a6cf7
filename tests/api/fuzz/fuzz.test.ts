// Whatever is sent, the API answers: never with an unexpected error, and what it refuses changes nothing. FUZZ_RUNS: how many requests.
import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { afterAll, expect, it, vi } from 'vitest'
import { db } from '@/server/db/store/schema'
import { taskPatience } from '@/server/handlers/http/answerTask'
import { answerApi } from '@/server/shell/answerApi'
import { wakeTasks } from '@/server/tasks/runner'
import { freshDatabase, requestOf } from '../support/api'
import { draw, scene } from '../support/scene'
import { requests, type Wild } from './requests'

const RUNS = Number(process.env.FUZZ_RUNS ?? 3000)
/** What earlier requests deleted is there again after so many. */
const RUNS_IN_A_STORE = 40

/** What a refused request may change: what it logs, what it began, and numbers that are not used again. */
const NOT_COMPARED = new Set([
  'tasks',
  'staging',
  'uploads',
  'requests',
  'thumbnails',
  'exports',
  'changes',
  'counters',
])

async function storedText(): Promise<string> {
  const tables = db.tables.filter(({ name }) => !NOT_COMPARED.has(name))
  const rows = await db.transaction('r', tables, () =>
    Promise.all(tables.map(async (table) => [table.name, await table.toArray()])),
  )
  return JSON.stringify(rows, (_name, value: unknown) => (value instanceof Blob ? value.size : value))
}

const send = ({ method, path, headers, body }: Wild) => answerApi(requestOf(method, path, { headers, body }))

let runs = 0

/** As it is now; undefined: since it was read, something may have changed. */
let stored: string | undefined

async function begin() {
  if (runs++ % RUNS_IN_A_STORE !== 0) return
  stored = undefined
  await freshDatabase()
  const { image, cat, dog } = await scene(['a.jpg', 'folder/b.jpg'])
  for (const category of [cat, dog, cat]) await draw(image, category)
}

const statuses = new Map<number, number>()
afterAll(() =>
  console.log(
    `${runs} requests: ${[...statuses]
      .sort()
      .map(([status, count]) => `${count} × ${status}`)
      .join(', ')}`,
  ),
)

it('answers every request, and changes nothing when it refuses one', { timeout: 1_800_000 }, async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  taskPatience.longest = 500
  await fc.assert(
    fc.asyncProperty(requests, async (wild) => {
      await begin()
      const before = (stored ??= await storedText())
      const response = await send(wild)
      const text = await response.text()
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
      expect(
        response.status,
        `${text.slice(0, 300)} ${String(vi.mocked(console.error).mock.lastCall?.[1])}`,
      ).toBeLessThan(500)
      if (response.status < 400) {
        stored = undefined
        return wakeTasks().catch(() => {})
      }
      expect(await storedText()).toBe(before)
      expect(JSON.parse(text)).toMatchObject({ message: expect.any(String) })
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
})
