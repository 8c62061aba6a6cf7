/** Round trips of the API at two sizes of store, over that of a handler that does nothing (GET /info/). Takes some minutes. */
import { test } from 'vitest'
import { openApp, type OpenApp } from './support/browser'
import { TRAIN2017, type MadeCoco } from './support/makeCoco'
import { printTable, type Line } from './support/measure'
import { api, importFile, makeFile } from './support/page'

const SMALL: MadeCoco = { images: 1000, annotations: 7271, categories: 80, seed: 1 }

/** BENCH_IMAGES makes it smaller, to look whether it runs. */
const images = Number(process.env.BENCH_IMAGES ?? TRAIN2017.images)
const LARGE: MadeCoco = {
  ...TRAIN2017,
  images,
  annotations: Math.round((TRAIN2017.annotations * images) / TRAIN2017.images),
}

const NOTHING = 'nothing'

const ROUNDS = 100
/** Of one store, before it is the other's turn. */
const AT_A_TIME = 5
const WAKES = 9
const LIMIT = 50
/** Annotations of the image that is asked for: the mean, so that both stores are asked for as much. */
const USUAL = 7

/** By what is asked for. */
type Times = Record<string, number[]>

interface Asked {
  path: string
  /** Posted by turns; absent: it is a GET. */
  bodies?: string[]
}

/** One store in a browser of its own, and what it is asked for. */
interface Store {
  app: OpenApp
  asked: Record<string, Asked>
  warm: Times
  woken: Times
}

/** Asks for each in turn, another one first in each round. Runs in the page. */
const askInTurns = async ([asked, rounds]: readonly [Record<string, Asked>, number]): Promise<Times> => {
  const times: Times = {}
  const names = Object.keys(asked)
  for (let round = 0; round < rounds; round++) {
    for (let index = 0; index < names.length; index++) {
      const name = names[(index + round) % names.length]!
      const { path, bodies } = asked[name]!
      const body = bodies?.[round % bodies.length]
      const began = performance.now()
      const answer = await fetch(`api${path}`, body === undefined ? {} : { method: 'POST', body })
      await answer.text()
      ;(times[name] ??= []).push(performance.now() - began)
      if (answer.status >= 500 || (body !== undefined && !answer.ok))
        throw new Error(`${name} was answered ${answer.status}`)
    }
  }
  return times
}

function add(to: Times, more: Times) {
  for (const [name, times] of Object.entries(more)) (to[name] ??= []).push(...times)
}

/** The smallest time that so much of them is at most. */
function quantile(times: number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
}

async function openStore(scale: MadeCoco): Promise<Store> {
  const app = await openApp()
  const { page } = app
  await makeFile(page, scale)
  const { id } = await api<{ id: number }>(page, 'POST', '/dataset/', { name: 'bench' })
  await importFile(page, id)
  const pages = Math.ceil(scale.images / LIMIT)
  const list = (number: number) => `/dataset/${id}/data?page=${number}&limit=${LIMIT}`
  const { images } = await api<{ images: { id: number; annotations: number }[] }>(
    page,
    'GET',
    `/dataset/${id}/data?page=${Math.ceil(scale.images / 2000)}&limit=1000`,
  )
  const image = images.find(({ annotations }) => annotations === USUAL)!.id
  const asked: Store['asked'] = {
    [NOTHING]: { path: '/info/' },
    'first route': { path: '/admin/users' },
    'last route': { path: `/dataset/${id}/scan` },
    'GET /annotator/data/{id}': { path: `/annotator/data/${image}` },
    'POST /annotator/data, one changed shape': { path: '/annotator/data', bodies: await bodiesOf(page, image) },
    'GET /dataset/{id}/data, first page': { path: list(1) },
    'GET /dataset/{id}/data, middle page': { path: list(Math.ceil(pages / 2)) },
    'GET /dataset/{id}/data, last page': { path: list(pages) },
    'GET /category/data': { path: '/category/data?limit=20' },
  }
  return { app, asked, warm: {}, woken: {} }
}

/** 1,000 requests at once. */
const askAtOnce = ({ app, asked }: Store) =>
  app.page.evaluate(async (path) => {
    const began = performance.now()
    const answers = await Promise.all(
      Array.from({ length: 1000 }, () =>
        fetch(`api${path}`).then(
          (answer) => answer.ok,
          () => false,
        ),
      ),
    )
    return { answered: answers.filter(Boolean).length, time: performance.now() - began }
  }, asked['GET /annotator/data/{id}']!.path)

/** The image as it is, with one shape in two places by turns, as older clients save it. */
async function bodiesOf(page: OpenApp['page'], image: number): Promise<string[]> {
  const { categories } = await api<{
    categories: {
      id: number
      annotations: { id: number; color: string; metadata: object; paper_object: unknown[] }[]
    }[]
  }>(page, 'GET', `/annotator/data/${image}`)
  const changed = categories.flatMap(({ annotations }) => annotations)[0]!.id
  return [0, 30].map((x) => {
    const moved = [
      'Path',
      {
        applyMatrix: true,
        segments: [
          [x, 0],
          [x + 40, 0],
          [x + 40, 40],
          [x, 40],
        ],
        closed: true,
      },
    ]
    const posted = categories.map(({ id, annotations }) => ({
      id,
      annotations: annotations.map(({ id, color, metadata, paper_object: own }) => ({
        id,
        color,
        metadata,
        compoundPath: id === changed ? moved : own,
      })),
    }))
    return JSON.stringify({ image: { id: image, metadata: {} }, categories: posted })
  })
}

/** Each first request after the worker was stopped, as a browser stops an idle one. */
async function askWoken({ app: { page, context }, asked, woken }: Store, round: number): Promise<void> {
  const session = await context.newCDPSession(page)
  await session.send('ServiceWorker.enable')
  for (const name of WOKEN) {
    const { path, bodies } = asked[name]!
    await session.send('ServiceWorker.stopAllWorkers')
    add(
      woken,
      await page.evaluate(askInTurns, [
        { [name]: { path, ...(bodies ? { bodies: [bodies[round % bodies.length]!] } : {}) } },
        1,
      ] as const),
    )
  }
  await session.detach()
}

const SHOWN = [
  'GET /annotator/data/{id}',
  'POST /annotator/data, one changed shape',
  'GET /dataset/{id}/data, first page',
  'GET /dataset/{id}/data, middle page',
  'GET /dataset/{id}/data, last page',
  'GET /category/data',
]
const WOKEN = [NOTHING, ...SHOWN]

const note = (times: number[]) =>
  `p50 ${quantile(times, 0.5).toFixed(1)} ms, p95 ${quantile(times, 0.95).toFixed(1)} ms`
const ratio = (a: number[], b: number[], share = 0.5) => quantile(a, share) / quantile(b, share)

async function printStore(name: string, store: Store, { images, annotations }: MadeCoco): Promise<void> {
  const { warm, woken } = store
  const { answered, time } = await askAtOnce(store)
  printTable(
    `api, ${name} store: ${images} images, ${annotations} annotations; warm, over a handler that does nothing (${note(warm[NOTHING]!)})`,
    [
      ...SHOWN.flatMap((asked): Line[] => [
        { what: asked, value: ratio(warm[asked]!, warm[NOTHING]!), limit: 'at most 5', note: note(warm[asked]!) },
        { what: `${asked}, p95`, value: ratio(warm[asked]!, warm[NOTHING]!, 0.95), limit: 'at most 5' },
      ]),
      {
        what: 'dispatch of the last route over the first',
        value: ratio(warm['last route']!, warm['first route']!),
        limit: 'at most 1.2',
      },
      {
        what: '1,000 requests at once, answered',
        value: answered,
        limit: '1000',
        note: `${(time / 1000).toFixed(1)} s`,
      },
    ],
  )
  printTable(
    `api, ${name} store, right after the worker woke, over a handler that does nothing then (${note(woken[NOTHING]!)})`,
    SHOWN.map((asked): Line => ({
      what: asked,
      value: ratio(woken[asked]!, woken[NOTHING]!),
      limit: 'at most 5',
      note: note(woken[asked]!),
    })),
  )
}

test('api', async () => {
  const stores = [await openStore(SMALL), await openStore(LARGE)] as const
  const [small, large] = stores
  try {
    for (const { app, asked } of stores) await app.page.evaluate(askInTurns, [asked, 5] as const)
    for (let round = 0; round < ROUNDS; round += AT_A_TIME)
      for (const { app, asked, warm } of stores)
        add(warm, await app.page.evaluate(askInTurns, [asked, AT_A_TIME] as const))
    for (let round = 0; round < WAKES; round++) for (const store of stores) await askWoken(store, round)
    await printStore('small', small, SMALL)
    await printStore('large', large, LARGE)
    printTable(
      'api: the large store over the small one, asked in turns',
      (['warm', 'woken'] as const).flatMap((kind) =>
        SHOWN.map((asked): Line => ({
          what: `${asked}, ${kind}`,
          value: ratio(large[kind][asked]!, small[kind][asked]!),
          limit: 'at most 1.5',
          note: `${note(large[kind][asked]!)} over ${note(small[kind][asked]!)}`,
        })),
      ),
    )
  } finally {
    for (const { app } of stores) await app.close()
  }
})
