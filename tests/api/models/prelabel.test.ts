import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { AnnotatorData } from '@/contract/annotator'
import { PrelabelWork, ReviewResult, type PrelabelResult } from '@/contract/models/prelabel'
import { Task } from '@/contract/task'
import { yoloV8 } from '../../support/onnx'
import { answered, api, freshDatabase, json } from '../support/api'
import { box, draw, scene, square } from '../support/scene'

let set: Awaited<ReturnType<typeof scene>>

beforeEach(async () => {
  await freshDatabase()
  set = await scene(['a.jpg', 'b.jpg', 'c.jpg'])
  const { body } = await api<{ id: string }>('POST', '/uploads', { body: new Blob([yoloV8()]) })
  await api('POST', '/model/', json({ upload: body.id, name: 'nuts' }))
})

const begin = (more: object = {}) =>
  answered(
    Task,
    'POST',
    '/model/prelabel',
    json({ model: '1', dataset_id: set.dataset, categories: { fig: set.cat }, ...more }),
  )
const next = (id: number) => answered(PrelabelWork, 'GET', `/model/prelabel/${id}`)
const hand = (id: number, result: PrelabelResult) =>
  answered(Task, 'POST', `/model/prelabel/${id}/result`, json(result))
const found = (image_id: number, ...scores: number[]): PrelabelResult => ({
  image_id,
  predictions: scores.map((score) => ({ category_id: set.cat, score, shape: square })),
})

const dataOf = async (image: number) => (await api<AnnotatorData>('GET', `/annotator/data/${image}`)).body
const annotationsOf = async (image: number) =>
  (await dataOf(image)).categories.flatMap(({ annotations }) => annotations)
const stateOf = async (image: number) => (await dataOf(image)).image.state
const exported = async (query = '') =>
  (await api<{ annotations: object[] }>('GET', `/dataset/${set.dataset}/coco?asAttachment=false${query}`)).body
    .annotations.length

describe('pre-labelling', () => {
  test('goes image by image; what it makes are predictions of the model, and the image needs review', async () => {
    const { id, group } = await begin()
    expect(group).toBe('Pre-label')
    const [a, b, c] = set.images as [number, number, number]
    expect(await next(id)).toMatchObject({
      mode: 'detect',
      model: '1',
      card: { family: 'yolo-v8' },
      threshold: 0.25,
      categories: { fig: set.cat },
      image: { id: a, width: 100, height: 80 },
      completed: false,
    })
    expect(await hand(id, found(a, 0.9, 0.4))).toMatchObject({ status: 'running', progress: 33 })
    expect((await next(id)).image).toMatchObject({ id: b })
    await hand(id, found(b))
    expect(await hand(id, { image_id: c, problem: 'cannot be read' })).toMatchObject({
      status: 'succeeded',
      progress: 100,
      warnings: 1,
      result: { images: 1, annotations: 2, total: 3 },
    })
    expect(await next(id)).toMatchObject({ completed: true, image: null })
    const made = await annotationsOf(a)
    expect(made).toMatchObject([
      { score: 0.9, prediction: true, creator: 'nuts', area: 400, category_id: set.cat },
      { score: 0.4, prediction: true },
    ])
    expect([await stateOf(a), await stateOf(b)]).toEqual(['needs_review', 'unlabelled'])
  })

  test('a result that is handed in twice, or for another image, is taken once', async () => {
    const { id } = await begin()
    const [a, b] = set.images as [number, number]
    await Promise.all([hand(id, found(a, 0.9)), hand(id, found(a, 0.9))])
    await hand(id, found(a, 0.9))
    expect(await annotationsOf(a)).toHaveLength(1)
    expect((await next(id)).image).toMatchObject({ id: b })
  })

  test('a broken result stores nothing, and the image stays the next one', async () => {
    const { id } = await begin()
    const [a] = set.images as [number]
    const broken = {
      image_id: a,
      predictions: [
        { category_id: set.cat, score: 0.5, shape: square },
        { category_id: 999, score: 0.5, shape: square },
      ],
    }
    expect((await api('POST', `/model/prelabel/${id}/result`, json(broken))).status).toBe(400)
    expect(await annotationsOf(a)).toEqual([])
    expect((await next(id)).image).toMatchObject({ id: a })
  })

  test('waits while it is paused, and ends when it is cancelled; what is done stays', async () => {
    const { id } = await begin()
    const [a, b] = set.images as [number, number]
    await hand(id, found(a, 0.9))
    expect(await answered(Task, 'POST', `/model/prelabel/${id}/pause`, json({ paused: true }))).toMatchObject({
      paused: true,
      completed: false,
    })
    expect((await next(id)).paused).toBe(true)
    await api('POST', `/model/prelabel/${id}/pause`, json({ paused: false }))
    expect((await api('POST', `/tasks/${id}/cancel`)).body).toMatchObject({ status: 'cancelled' })
    await hand(id, found(b, 0.9))
    expect([(await annotationsOf(a)).length, (await annotationsOf(b)).length]).toEqual([1, 0])
  })

  test('takes the images that are named, and refuses what it cannot do', async () => {
    const [, b] = set.images as [number, number]
    expect((await next((await begin({ dataset_id: undefined, image_ids: [b] })).id)).image).toMatchObject({ id: b })
    expect(
      (await api('POST', '/model/prelabel', json({ model: '1', dataset_id: 99, categories: { fig: 1 } }))).body.message,
    ).toBe('Invalid dataset ID')
    expect((await api('POST', '/model/prelabel', json({ model: '1', dataset_id: set.dataset }))).status).toBe(400)
    expect(
      (await api('POST', '/model/prelabel', json({ model: '1', dataset_id: set.dataset, categories: { fig: 77 } })))
        .status,
    ).toBe(400)
    expect(
      await api('POST', '/model/prelabel', json({ model: '7', dataset_id: set.dataset, categories: { fig: set.cat } })),
    ).toMatchObject({ status: 503, body: { code: 'model-missing' } })
  })
})

test('predictions are left out of exports until they are accepted, unless asked for', async () => {
  const { id } = await begin()
  const [a] = set.images as [number]
  await draw(a, set.dog)
  await hand(id, found(a, 0.9, 0.4))
  expect([await exported(), await exported('&predictions=true')]).toEqual([1, 3])
  await api('POST', `/model/review/${a}`, json({ action: 'accept', above: 0.5 }))
  expect(await exported()).toBe(2)
})

describe('the review', () => {
  const prelabelled = async () => {
    const [a] = set.images as [number]
    await hand((await begin()).id, found(a, 0.9, 0.6, 0.4))
    return a
  }
  const review = (image: number, body: object) => answered(ReviewResult, 'POST', `/model/review/${image}`, json(body))

  test('accepts and rejects by score; then the image needs none any more', async () => {
    const a = await prelabelled()
    expect(await review(a, { action: 'accept', above: 0.6 })).toEqual({ success: true, changed: 2, left: 1 })
    expect(await stateOf(a)).toBe('needs_review')
    expect(await review(a, { action: 'reject' })).toEqual({ success: true, changed: 1, left: 0 })
    expect(await stateOf(a)).toBe('in_progress')
    expect((await annotationsOf(a)).map(({ score, prediction }) => [score, prediction])).toEqual([
      [0.9, undefined],
      [0.6, undefined],
    ])
  })

  test('of one by its id; undone, it waits again', async () => {
    const a = await prelabelled()
    const [first] = await annotationsOf(a)
    await review(a, { action: 'accept', ids: [first!.id] })
    expect((await annotationsOf(a)).filter(({ prediction }) => prediction)).toHaveLength(2)
    await api('POST', '/annotator/undo', json({ image_id: a }))
    expect((await annotationsOf(a)).filter(({ prediction }) => prediction)).toHaveLength(3)
  })

  test('all rejected, nothing is left to do', async () => {
    const a = await prelabelled()
    await review(a, { action: 'reject' })
    expect([await annotationsOf(a), await stateOf(a)]).toEqual([[], 'unlabelled'])
  })

  test('whoever corrects a prediction accepts it', async () => {
    const a = await prelabelled()
    const [first] = await annotationsOf(a)
    await api('PUT', `/annotation/${first!.id}`, json({ color: '#123456' }))
    expect((await annotationsOf(a))[0]!.prediction).toBe(true)
    await api('PUT', `/annotation/${first!.id}`, json({ shape: box }))
    expect((await annotationsOf(a))[0]!.prediction).toBeUndefined()
  })
})
