/** An import that is disturbed: how it is begun, followed through whatever happens, and what it ended with. */
import type { Page } from '@playwright/test'
import { api, makeFile } from '../bench/support/page'
import type { MadeCoco } from '../bench/support/makeCoco'

/** Begins the import of a made file into a new dataset. Answers when the task is stored: from here on nothing may be lost. */
export async function beginImport(page: Page, file: MadeCoco): Promise<{ dataset: number; task: number }> {
  await makeFile(page, file)
  const { id: dataset } = await api<{ id: number }>(page, 'POST', '/dataset/', { name: 'killed' })
  const task = await page.evaluate(async (dataset) => {
    const response = await fetch(`api/dataset/${dataset}/coco?add_missing=true`, {
      method: 'POST',
      body: window.bench.blob,
      headers: { Prefer: 'respond-async' },
    })
    return ((await response.json()) as { id: number }).id
  }, dataset)
  return { dataset, task }
}

/** Asks for the task until it is completed, as an open page does; a request that dies with its worker is asked again. */
export const followTask = (page: Page, task: number): Promise<void> =>
  page.evaluate(async (task) => {
    const deadline = Date.now() + 10 * 60_000
    for (;;) {
      const state = await fetch(`api/tasks/${task}`)
        .then((response) => response.json() as Promise<{ completed?: boolean; status?: string; message?: string }>)
        .catch(() => undefined)
      if (state?.completed && state.status === 'succeeded') return
      if (state?.completed || Date.now() > deadline)
        throw new Error(`The import ended as ${state?.status}: ${state?.message}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }, task)

/** All that the dataset holds, as the API tells it, and what its counters say. */
export const outcome = (page: Page, dataset: number): Promise<{ coco: string; totals: unknown }> =>
  page.evaluate(async (dataset) => {
    const coco = await (await fetch(`api/dataset/${dataset}/coco?empty=all`)).text()
    const { datasets } = (await (await fetch('api/dataset/data')).json()) as { datasets: Record<string, unknown>[] }
    const { numberImages, numberAnnotated, numberAnnotations } = datasets[0]!
    // the last annotation is found by its id as well
    const last = /"id":(\d+)[^{}]*\}\]\}\s*$/.exec(coco)?.[1]
    const found = last ? (await fetch(`api/annotation/${last}`)).status : 0
    return { coco, totals: { numberImages, numberAnnotated, numberAnnotations, found } }
  }, dataset)

/** Numbers from 0 to 1 that hang on the seed alone. */
export function seeded(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const readSeed = () => Number(process.env.KILL_SEED ?? process.env.TEST_SEED ?? Date.now() % 1_000_000)
export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
