/** Round trips of the API at two sizes of store, over that of a handler that does nothing (GET /info/). Takes some minutes. */
import { test } from 'vitest'
import { openApp, type OpenApp } from './support/browser'
import { TRAIN2017, type MadeCoco } from './support/makeCoco'
import { printTable, type Line } from './support/measure'
import { api, importFile, makeFile } from './support/page'

const SMALL: MadeCoco = { images: 1000, annotations: 7271, categories: 80, seed: 1 }

const ROUNDS = 80
const WAKES = 7
const LIMIT = 50
/** Annotations of the image that is asked for: the mean, so that both stores are asked for as much. */
const USUAL = 7

interface Times {
  p50: number
  p95: number
}

/** By what is asked for, warm and right after the worker woke. */
interface Measured {
  warm: Record<string, Times>
  woken: Record<string, Times>
  concurrent: { answered: number; time: number }
}

/** Fetches each path in turns. Runs in the page. */
const askInTurns = async ([paths, saves, rounds]: readonly [Record<string, string>, { path: string; bodies: string[] }, number]): Promise<Record<string, number[]>> => {
  const times: Record<string, number[]> = { save: [] }
  for (let round = 0; round < rounds; round++) {
    for (const [name, path] of Object.entries(paths)) {
      const began = performance.now()
      await (await fetch(`api${path}`)).text()
      ;(times[name] ??= []).push(performance.now() - began)
    }
    const began = performance.now()
    const answer = await fetch(`api${saves.path}`, { method: 'POST', body: saves.bodies[round % saves.bodies.length]! })
    await answer.text()
    if (!answer.ok) throw new Error(`the save was answered ${answer.status}`)
    times.save!.push(performance.now() - began)
  }
  return times
}

function quantiles(times: number[]): Times {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
  return { p50: at(0.5), p95: at(0.95) }
}

const all = (times: Record<string, number[]>) => Object.fromEntries(Object.entries(times).map(([name, list]) => [name, quantiles(list)]))

async function measure({ page, context }: OpenApp, scale: MadeCoco): Promise<Measured> {
  await makeFile(page, scale)
  const { id } = await api<{ id: number }>(page, 'POST', '/dataset/', { name: 'bench' })
  await importFile(page, id)
  const pages = Math.ceil(scale.images / LIMIT)
  const list = (number: number) => `/dataset/${id}/data?page=${number}&limit=${LIMIT}`
  const { images } = await api<{ images: { id: number; annotations: number }[] }>(page, 'GET', `/dataset/${id}/data?page=${Math.ceil(scale.images / 2000)}&limit=1000`)
  const image = images.find(({ annotations }) => annotations === USUAL)!.id
  const paths = {
    nothing: '/info/',
    'first route': '/admin/users',
    'last route': `/dataset/${id}/scan`,
    'GET /annotator/data/{id}': `/annotator/data/${image}`,
    'first page': list(1),
    'middle page': list(Math.ceil(pages / 2)),
    'last page': list(pages),
    'GET /category/data': '/category/data?limit=20',
  }
  const saves = { path: '/annotator/data', bodies: await bodiesOf(page, image) }
  await page.evaluate(askInTurns, [paths, saves, 5] as const)
  const warm = all(await page.evaluate(askInTurns, [paths, saves, ROUNDS] as const))
  const concurrent = await page.evaluate(async (path) => {
    const began = performance.now()
    const answers = await Promise.all(Array.from({ length: 1000 }, async () => (await fetch(`api${path}`)).ok))
    return { answered: answers.filter(Boolean).length, time: performance.now() - began }
  }, paths['GET /annotator/data/{id}'])
  return { warm, concurrent, woken: await measureWoken({ page, context }, paths) }
}

/** The image as it is, with one shape in two places by turns, as older clients save it. */
async function bodiesOf(page: OpenApp['page'], image: number): Promise<string[]> {
  const { categories } = await api<{ categories: { id: number; annotations: { id: number; color: string; metadata: object; paper_object: unknown[] }[] }[] }>(page, 'GET', `/annotator/data/${image}`)
  const changed = categories.flatMap(({ annotations }) => annotations)[0]!.id
  return [0, 30].map((x) => {
    const moved = ['Path', { applyMatrix: true, segments: [[x, 0], [x + 40, 0], [x + 40, 40], [x, 40]], closed: true }]
    const posted = categories.map(({ id, annotations }) => ({
      id,
      annotations: annotations.map(({ id, color, metadata, paper_object: own }) => ({ id, color, metadata, compoundPath: id === changed ? moved : own })),
    }))
    return JSON.stringify({ image: { id: image, metadata: {} }, categories: posted })
  })
}

/** The first request after the worker was stopped, as a browser stops an idle one. */
async function measureWoken({ page, context }: Pick<OpenApp, 'page' | 'context'>, paths: Record<string, string>): Promise<Record<string, Times>> {
  const session = await context.newCDPSession(page)
  await session.send('ServiceWorker.enable')
  const times: Record<string, number[]> = {}
  for (let round = 0; round < WAKES; round++) {
    for (const [name, path] of Object.entries(paths)) {
      await session.send('ServiceWorker.stopAllWorkers')
      const time = await page.evaluate(async (path) => {
        const began = performance.now()
        await (await fetch(`api${path}`)).text()
        return performance.now() - began
      }, path)
      ;(times[name] ??= []).push(time)
    }
  }
  return all(times)
}

async function measured(scale: MadeCoco): Promise<Measured> {
  const app = await openApp()
  try {
    return await measure(app, scale)
  } finally {
    await app.close()
  }
}

const ASKED = ['GET /annotator/data/{id}', 'save', 'first page', 'middle page', 'last page', 'GET /category/data']

test('api', async () => {
  const small = await measured(SMALL)
  const large = await measured(TRAIN2017)
  for (const [name, { warm, concurrent }, { images, annotations }] of [['small', small, SMALL], ['large', large, TRAIN2017]] as const) {
    const nothing = warm.nothing!.p50
    const lines = ASKED.flatMap((asked): Line[] => {
      const { p50, p95 } = warm[asked]!
      return [{ what: asked === 'save' ? 'POST /annotator/data, one changed shape' : asked, value: p50 / nothing, limit: 'at most 5', note: `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms` }]
    })
    printTable(`api, ${name} store: ${images} images, ${annotations} annotations; over a handler that does nothing (${nothing.toFixed(1)} ms)`, [
      ...lines,
      { what: 'dispatch of the last route over the first', value: warm['last route']!.p50 / warm['first route']!.p50, limit: 'at most 1.2' },
      { what: '1,000 requests at once, answered', value: concurrent.answered, limit: '1000', note: `${(concurrent.time / 1000).toFixed(1)} s` },
    ])
  }
  const growth = (asked: string, kind: 'warm' | 'woken'): Line[] => {
    const [a, b] = [small[kind][asked], large[kind][asked]]
    if (!a || !b) return []
    // the two were not measured at one time: each is taken over doing nothing at its time
    const value = b.p50 / large[kind].nothing!.p50 / (a.p50 / small[kind].nothing!.p50)
    const what = `${asked === 'save' ? 'POST /annotator/data' : asked}, ${kind}`
    return [{ what, value, limit: 'at most 1.5', note: `${b.p50.toFixed(1)} ms over ${a.p50.toFixed(1)} ms; nothing ${large[kind].nothing!.p50.toFixed(1)} over ${small[kind].nothing!.p50.toFixed(1)}` }]
  }
  printTable('api: the large store over the small one', (['warm', 'woken'] as const).flatMap((kind) => ASKED.flatMap((asked) => growth(asked, kind))))
})
