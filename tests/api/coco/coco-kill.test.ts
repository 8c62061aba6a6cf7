import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { hooks, Killed, wakeTasks } from '@/server/tasks/runner'
import { sizes } from '@/server/tasks/cocoImport/sizes'
import { expectConsistent } from '../support/recount'
import { addDataset, api, freshDatabase, raw, readData } from '../support/coco'

const ordinary = { ...sizes }
beforeEach(() => Object.assign(sizes, { slice: 3000, images: 2, annotations: 4, bucket: 8000 }))
afterEach(() => {
  Object.assign(sizes, ordinary)
  hooks.beforeCommit = hooks.afterCommit = undefined
})

const body = readData('nuts/trainval-present.json')

/** Imports the file while the worker is killed at the given steps, before or after they are committed. `again`: its ids are taken. */
async function importKilledAt(when: 'beforeCommit' | 'afterCommit', kills: (step: number) => boolean, again = false) {
  await freshDatabase()
  if (again) await api('POST', `/dataset/${await addDataset('first')}/coco?add_missing=true`, { body })
  const dataset = await addDataset()
  const done = new Set<number>()
  let steps = 0
  hooks[when] = ({ steps: step }) => {
    steps = Math.max(steps, step)
    if (!kills(step) || done.has(step)) return
    done.add(step)
    throw new Killed()
  }
  const { status, body: task } = await api<{ id: number }>('POST', `/dataset/${dataset}/coco?add_missing=true`, {
    body,
    headers: { Prefer: 'respond-async' },
  })
  expect(status).toBe(202)
  for (;;) {
    try {
      await wakeTasks()
      break
    } catch (error) {
      expect(error).toBeInstanceOf(Killed)
    }
  }
  const { result } = (await api<{ result: object }>('GET', `/tasks/${task.id}`)).body
  await expectConsistent()
  return {
    dataset,
    result,
    steps,
    kills: done.size,
    text: await (await raw('GET', `/dataset/${dataset}/coco?empty=all`)).text(),
  }
}

const ways = [
  { way: 'staged', held: 0 },
  { way: 'held', held: 1e6 },
]

it.each(ways)(
  'comes to the same export, wherever the worker is killed ($way)',
  async ({ held }) => {
    sizes.buffered = held
    const undisturbed = await importKilledAt('afterCommit', () => false)
    expect(undisturbed.steps).toBeGreaterThan(held ? 8 : 15)
    expect(undisturbed.result).toMatchObject({ annotations: { created: 42, unchanged: 0 }, images: { added: 5 } })
    for (const when of ['beforeCommit', 'afterCommit'] as const) {
      for (let step = 0; step <= undisturbed.steps; step++) {
        const killed = await importKilledAt(when, (each) => each === step)
        expect(killed.text).toBe(undisturbed.text)
        expect(killed.result).toEqual(undisturbed.result)
      }
    }
  },
  60_000,
)

it.each(ways)('even when it is killed at every step ($way)', async ({ held }) => {
  sizes.buffered = held
  const undisturbed = await importKilledAt('afterCommit', () => false)
  const killed = await importKilledAt('beforeCommit', () => true)
  expect(killed.kills).toBeGreaterThanOrEqual(undisturbed.steps)
  expect(killed.text).toBe(undisturbed.text)
})

it.each(ways)(
  'numbers annotations whose ids are taken without a gap, wherever the worker is killed ($way)',
  async ({ held }) => {
    sizes.buffered = held
    const undisturbed = await importKilledAt('afterCommit', () => false, true)
    const ids = (JSON.parse(undisturbed.text) as { annotations: { id: number }[] }).annotations
      .map(({ id }) => id)
      .sort((a, b) => a - b)
    expect(ids).toEqual(Array.from({ length: 42 }, (_none, index) => 81 + index))
    expect(undisturbed.result).toMatchObject({ annotations: { created: 42, renumbered: 42 } })
    for (const kills of [(step: number) => step % 2 === 0, (step: number) => step % 2 === 1, () => true]) {
      const killed = await importKilledAt('beforeCommit', kills, true)
      expect(killed.text).toBe(undisturbed.text)
      expect(killed.result).toEqual(undisturbed.result)
    }
  },
  60_000,
)
