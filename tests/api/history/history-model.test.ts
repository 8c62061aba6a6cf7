// Undo and redo against a model (./model.ts), in sequences of whatever tabs, scripts and imports do to an image.
import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { HistoryEntry } from '@/contract/annotator'
import { categories } from '@/server/db/datasets/categories'
import { datasets } from '@/server/db/datasets/datasets'
import { history } from '@/server/db/history/history'
import { freshDatabase } from '../support/api'
import { expectConsistent } from '../support/recount'
import { newPlace, OTHERS, requestFor, send, STEPS, storedRows, TASKS, type Op, type Place } from './doing'
import { History, type Direction, type Rows } from './model'

const RUNS = Number(process.env.HISTORY_RUNS ?? 1000)

/** The larger the store, the slower a request. */
const RUNS_IN_A_STORE = 100

const number = fc.nat(11)
const op = (what: readonly Op['what'][], by: readonly Op['by'][]): fc.Arbitrary<Op> =>
  fc.record({ what: fc.constantFrom(...what), by: fc.constantFrom(...by), a: number, b: number })

const anything = (by: readonly Op['by'][]) =>
  fc.oneof(
    { weight: 10, arbitrary: op(STEPS, by) },
    { weight: 8, arbitrary: op(['undo', 'redo'], by) },
    { weight: 3, arbitrary: op(OTHERS, by) },
    { weight: 1, arbitrary: op(TASKS, by) },
  )

let runs = 0

async function begin(): Promise<Place> {
  if (runs++ % RUNS_IN_A_STORE === 0) {
    if (runs > 1) await expectConsistent()
    await freshDatabase()
  }
  return newPlace()
}

const told = (entries: readonly Pick<HistoryEntry, 'seq' | 'undone' | 'by'>[]) =>
  entries.map(({ seq, undone, by }) => ({ seq, undone, by }))

/** Answers the rows as they are then; `expected`: as they are before. */
async function step(direction: Direction, op: Op, place: Place, model: History, expected: Rows): Promise<Rows> {
  const known = new Set((await categories.list()).map(({ id }) => String(id)))
  const entry = model.next(direction, op.by)
  const wanted = entry ? model.take(entry, direction, op.by, expected, known) : 400
  expect((await send('POST', `/annotator/${direction}`, { image_id: place.image }, op.by)).status).toBe(wanted)
  const rows = await storedRows(place.image)
  expect(sorted(rows)).toEqual(sorted(expected))
  if (wanted === 200)
    await expectShown(
      entry!.steps.map(({ id }) => id),
      place,
      rows,
    )
  return rows
}

/** What undo and redo bring back is seen: its category is not in the trash, and one of its dataset. */
async function expectShown(ids: number[], place: Place, rows: Rows) {
  const dataset = await datasets.find(place.dataset)
  for (const id of ids) {
    const row = rows.get(id)
    if (row?.deleted !== 'false') continue
    const category = await categories.find(Number(row.category_id))
    if (category)
      expect([category.deleted, dataset!.categories.includes(category.id)]).toEqual([category.deleted, true])
  }
}

const sorted = (rows: Rows) => [...rows].sort(([one], [other]) => one - other)

/** Answers the rows as they are then; `before`: as they were. */
async function run(op: Op, place: Place, model: History, before: Rows): Promise<Rows> {
  if (op.what === 'undo' || op.what === 'redo') return step(op.what, op, place, model, before)
  const request = requestFor(op, place, before)
  if (!request) return before
  const { status, body } = await send(...request, op.by)
  expect([status, status < 500 ? '' : body]).toEqual([status, ''])
  const after = await storedRows(place.image)
  if (STEPS.includes(op.what)) model.push(op.by, before, after)
  else if (op.what === 'mergeCategory') model.push(null, before, after)
  return after
}

it(
  'undo and redo do what the model says, whatever several tabs, scripts and imports do meanwhile',
  { timeout: 1_800_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anything(['one', 'one', 'two', null]), { minLength: 3, maxLength: 12 }),
        async (ops) => {
          const [place, model] = [await begin(), new History()]
          let rows: Rows = new Map()
          for (const each of ops) rows = await run(each, place, model, rows)
          expect(told(await history.list(place.image))).toEqual(told(model.entries))
        },
      ),
      { numRuns: Math.ceil(RUNS * 0.7) },
    )
    await expectConsistent()
  },
)

it(
  'as many undos as steps give the first state to the byte, as many redos the last one, without end',
  { timeout: 1_800_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(op(STEPS, ['one']), { minLength: 1, maxLength: 5 }), async (ops) => {
        const [place, model] = [await begin(), new History()]
        let rows: Rows = new Map()
        for (const each of ops.slice(0, 2)) rows = await run({ ...each, what: 'bulk', by: null }, place, model, rows)
        const states = [JSON.stringify([...rows])]
        for (const each of ops) {
          const before = model.entries.length
          rows = await run(each, place, model, rows)
          if (model.entries.length > before) states.push(JSON.stringify([...rows]))
        }
        const go = async (direction: Direction, to: string) => {
          expect((await send('POST', `/annotator/${direction}`, { image_id: place.image }, 'one')).status).toBe(200)
          expect(JSON.stringify([...(await storedRows(place.image))])).toBe(to)
        }
        const back = async () => {
          for (const state of states.slice(0, -1).reverse()) await go('undo', state)
        }
        await back()
        for (const state of states.slice(1)) await go('redo', state)
        await back()
      }),
      { numRuns: Math.ceil(RUNS * 0.3) },
    )
    await expectConsistent()
  },
)
