import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ValidationResult } from '@/contract/coco'
import { db } from '@/server/db/store/schema'
import { validationSizes } from '@/server/tasks/validation'
import { addDataset, api, freshDatabase } from '../support/coco'

const ordinary = { ...validationSizes }
beforeEach(freshDatabase)
afterEach(() => Object.assign(validationSizes, ordinary))

const square = [10, 10, 30, 10, 30, 30, 10, 30]
const good = { image_id: 1, category_id: 1, segmentation: [square], area: 400, bbox: [10, 10, 20, 20], iscrowd: 0 }
const box = { image_id: 1, category_id: 1, area: 400, bbox: [10, 10, 20, 20], iscrowd: 0 }
const person = { ...good, category_id: 2, keypoints: [1, 1, 2, 5, 5, 1], num_keypoints: 2 }

const images = [
  { id: 1, file_name: 'a.jpg', width: 100, height: 80 },
  { id: 2, file_name: 'b.jpg', width: 100, height: 80 },
]
const categories = [
  { id: 1, name: 'cat' },
  { id: 2, name: 'person', keypoints: ['nose', 'tail'], skeleton: [[0, 1]] },
  { id: 3, name: 'gone' },
  { id: 4, name: 'odd', keypoints: ['a', 'b'], skeleton: [[0, 7]] },
]

/** What each is found guilty of, in their order. */
const CASES: [entry: object, kinds: string[]][] = [
  [good, []],
  [{ ...good, area: 4000 }, ['area-contradicts']],
  [{ ...good, bbox: [40, 40, 5, 5] }, ['bbox-contradicts']],
  [
    { ...good, segmentation: [[-9, 10, 30, 10, 30, 30, -9, 30]], bbox: [0, 10, 30, 20], area: 600 },
    ['polygon-outside'],
  ],
  [
    { ...good, segmentation: [[200, 10, 230, 10, 230, 30]], bbox: [0, 0, 1, 1], area: 0 },
    ['polygon-outside', 'covers-nothing'],
  ],
  [{ ...box, bbox: [90, 70, 20, 20] }, ['bbox-outside']],
  [{ ...box, segmentation: [] }, []],
  [{ ...person, num_keypoints: 1 }, ['num-keypoints-contradicts']],
  [{ ...person, keypoints: [1, 1, 2, 5, 5, 3] }, ['visibility-invalid']],
  [{ ...person, keypoints: [1, 1, 2, 5, 5, 0], num_keypoints: 1 }, ['unlabelled-with-place']],
  [{ ...person, keypoints: [1, 1, 2], num_keypoints: 1 }, ['keypoints-count']],
  [{ image_id: 1, category_id: 2, keypoints: [1, 1, 2, 5, 5, 1], num_keypoints: 2 }, []],
  [{ ...good, category_id: 3 }, ['reference-dangling']],
  [{ ...good, id: 0, image_id: 2 }, ['id-invalid']],
]

async function broken(): Promise<number> {
  const dataset = await addDataset()
  const annotations = CASES.map(([entry], index) => ({ id: index + 1, ...entry }))
  await api('POST', `/dataset/${dataset}/coco?add_missing=true`, {
    body: JSON.stringify({ images, categories, annotations }),
  })
  await db.images.toCollection().modify({ placeholder: false })
  await db.categories.update(3, { deleted: true })
  return dataset
}

const validated = async (dataset: number) => (await api<ValidationResult>('GET', `/dataset/${dataset}/validate`)).body
const repair = (dataset: number, body: object) =>
  api<ValidationResult & { message: string }>('POST', `/dataset/${dataset}/validate/repair`, {
    body: JSON.stringify(body),
  })
const kindsOf = ({ problems }: ValidationResult, annotation: number) =>
  problems.filter(({ annotation_id }) => annotation_id === annotation).map(({ kind }) => kind)

it('names every problem with image, annotation, field, severity and repair', async () => {
  const dataset = await broken()
  const result = await validated(dataset)
  CASES.slice(0, -1).forEach(([, kinds], index) =>
    expect([index + 1, kindsOf(result, index + 1)]).toEqual([index + 1, kinds]),
  )
  // the annotation without an id of ours was given the one above the largest of the file
  expect(kindsOf(result, CASES.length)).toEqual(['id-invalid'])
  expect(result).toMatchObject({
    images: 2,
    annotations: CASES.length,
    errors: 1,
    repaired: 0,
    kinds: { 'polygon-outside': 2, 'skeleton-base': 2 },
  })
  expect(result.problems.filter(({ kind }) => kind === 'skeleton-base')).toMatchObject([
    { category_id: 2, field: 'skeleton', severity: 'warning', repair: 'counted from 1' },
    { category_id: 4 },
  ])
  expect(result.problems.find(({ kind }) => kind === 'bbox-outside')).toEqual({
    image_id: 1,
    annotation_id: 6,
    kind: 'bbox-outside',
    field: 'bbox',
    severity: 'warning',
    message: 'bbox [90,70,20,20] leaves the image.',
    repair: 'clipped to the image',
  })
})

it('offers a repair only where it can be done', async () => {
  const { problems } = await validated(await broken())
  expect(problems.filter((problem) => !problem.repair).map(({ kind }) => kind)).toEqual([
    'skeleton-base',
    'polygon-outside',
    'covers-nothing',
    'keypoints-count',
    'reference-dangling',
    'id-invalid',
  ])
})

it('repairs the kinds that were chosen, and nothing else', async () => {
  const dataset = await broken()
  const { body } = await repair(dataset, { kinds: ['area-contradicts', 'polygon-outside', 'skeleton-base'] })
  expect(body.repaired).toBe(3)
  const after = await validated(dataset)
  expect(after.kinds).toMatchObject({ 'bbox-contradicts': 1, 'skeleton-base': 1, 'polygon-outside': 1 })
  expect(after.kinds).not.toHaveProperty('area-contradicts')
  expect(body.kinds).toEqual(after.kinds)
  const coco = (
    await api<{ annotations: Record<string, unknown>[]; categories: object[] }>('GET', `/dataset/${dataset}/coco`)
  ).body
  expect(coco.annotations.slice(0, 4)).toMatchObject([
    { area: 400, bbox: [10, 10, 20, 20] },
    { area: 400 },
    { bbox: [40, 40, 5, 5] },
    { segmentation: [[0, 10, 30, 10, 30, 30, 0, 30]], area: 600, bbox: [0, 10, 30, 20] },
  ])
  expect(coco.categories).toMatchObject([{ id: 1 }, { id: 2, skeleton: [[1, 2]] }, { id: 4, skeleton: [[0, 7]] }])
})

it('repairs single problems, each a revision on', async () => {
  const dataset = await broken()
  const { body } = await repair(dataset, {
    problems: [
      { kind: 'bbox-contradicts', annotation_id: 3 },
      { kind: 'area-contradicts', annotation_id: 3 },
      { kind: 'covers-nothing', annotation_id: 5 },
    ],
  })
  expect(body.repaired).toBe(1)
  expect(kindsOf(body, 2)).toEqual(['area-contradicts'])
  const rows = (await db.annotationChunks.toArray()).flatMap(({ annotations }) => annotations)
  expect(rows.map(({ revision }) => revision)).toEqual(rows.map(({ id }) => (id === 3 ? 2 : 1)))
})

it('goes through all images, however small its steps', async () => {
  const whole = await validated(await broken())
  await freshDatabase()
  Object.assign(validationSizes, { images: 1 })
  const dataset = await broken()
  expect(await validated(dataset)).toEqual(whole)
  expect((await repair(dataset, { kinds: Object.keys(whole.kinds) })).body.repaired).toBe(8)
  expect((await validated(dataset)).kinds).toEqual({
    'skeleton-base': 1,
    'polygon-outside': 1,
    'covers-nothing': 1,
    'keypoints-count': 1,
    'reference-dangling': 1,
    'id-invalid': 1,
  })
})

it('wants to be told what, and where', async () => {
  const dataset = await addDataset()
  expect(await repair(dataset, {})).toMatchObject({
    status: 400,
    body: { message: 'Name the problems to repair, or kinds of them.' },
  })
  expect(await repair(dataset, { kinds: ['all'] })).toMatchObject({
    status: 400,
    body: { errors: { 'kinds.0': expect.any(String) as string } },
  })
  expect(await repair(99, { kinds: ['area-missing'] })).toMatchObject({
    status: 400,
    body: { message: 'Invalid dataset ID' },
  })
})
