/** Distributions of a dataset: each number is compared with what filtering all objects by brute force finds. */
import { afterAll, beforeEach, expect, it, vi } from 'vitest'
import 'fake-indexeddb/auto'
import fc from 'fast-check'
import '../../support/fastCheck'
import { DatasetDistributions } from '@/contract/distributions'
import { annotations } from '@/server/db/annotations/annotations'
import { categories } from '@/server/db/datasets/categories'
import { datasets } from '@/server/db/datasets/datasets'
import type { ImageRow } from '@/server/db/store/rows'
import { requestOf, addImages, answered, refused } from '../support/api'
import { exports } from '@/server/db/tasks/exports'
import { answerApi } from '@/server/shell/answerApi'
import { addDataset, api, changeStored, freshDatabase, readData } from '../support/coco'

beforeEach(freshDatabase)

interface Image {
  id: number
  milliseconds?: number
  width: number
  height: number
  split?: string
}
interface Annotation {
  image_id: number
  category_id: number
  area: number
  bbox: number[]
  creator: string
}
type Facts = { images: Image[]; annotations: Annotation[]; categories: { id: number; name: string }[] }

const read = (id: number) => answered(DatasetDistributions, 'GET', `/dataset/${id}/distributions`)
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
const inBin = (value: number, above: number | null, most: number | null) =>
  (above === null || value > above) && (most === null || value <= most)

/** Compares by names of categories, since an import gives them ids of its own. */
function expectEqual(answer: DatasetDistributions, { images, annotations, categories }: Facts) {
  const sizeOf = (id: number) => images.find((image) => image.id === id)!
  const idOf = (name: string) => categories.find((category) => category.name === name)!.id
  const own = (image: Image, name?: string) =>
    annotations.filter(
      ({ image_id, category_id }) => image_id === image.id && (name === undefined || category_id === idOf(name)),
    )
  const nameOf = new Map(answer.categories.map(({ id, name }) => [id, name]))

  expect(answer).toMatchObject({
    images: images.length,
    annotated: images.filter((image) => own(image).length > 0).length,
    annotations: annotations.length,
  })
  expect(answer.categories.map(({ name }) => name).sort()).toEqual(categories.map(({ name }) => name).sort())
  for (const { name, ...counts } of answer.categories)
    expect(counts).toMatchObject({
      annotations: annotations.filter(({ category_id }) => category_id === idOf(name)).length,
      images: images.filter((image) => own(image, name).length > 0).length,
    })
  for (const { annotations: number, images: count } of answer.per_image)
    expect(count).toBe(images.filter((image) => own(image).length === number).length)
  expect(sum(answer.per_image.map(({ images }) => images))).toBe(images.length)
  for (const { above, most, count } of answer.areas)
    expect(count).toBe(annotations.filter(({ area }) => inBin(area, above, most)).length)
  expect(sum(answer.areas.map(({ count }) => count))).toBe(annotations.length)
  for (const { above, most, count } of answer.aspects)
    expect(count).toBe(
      annotations.filter(({ bbox }) => bbox[2]! > 0 && bbox[3]! > 0 && inBin(bbox[2]! / bbox[3]!, above, most)).length,
    )
  answer.centers.forEach((row, y) =>
    row.forEach((count, x) =>
      expect(count).toBe(
        annotations.filter(({ image_id, bbox }) => {
          const { width, height } = sizeOf(image_id)
          const percent = [((bbox[0]! + bbox[2]! / 2) / width) * 100, ((bbox[1]! + bbox[3]! / 2) / height) * 100]
          return percent.every((value, axis) => {
            const cell = axis === 0 ? x : y
            return inBin(value, cell === 0 ? -Number.MIN_VALUE : cell * 5, (cell + 1) * 5)
          })
        }).length,
      ),
    ),
  )
  for (const { above, most, count } of answer.times)
    expect(count).toBe(
      images.filter(({ milliseconds = 0 }) => milliseconds > 0 && inBin(milliseconds / 1000, above, most)).length,
    )
  for (const { width, height, images: count } of answer.sizes)
    expect(count).toBe(images.filter((image) => image.width === width && image.height === height).length)
  expect(sum(answer.sizes.map(({ images }) => images)) + answer.other_sizes).toBe(images.length)
  answer.pairs.categories.forEach((one, row) =>
    answer.pairs.categories.forEach((other, column) =>
      expect(answer.pairs.images[row]![column]).toBe(
        images.filter((image) => [one, other].every((id) => own(image, nameOf.get(id)!).length > 0)).length,
      ),
    ),
  )
  for (const { split, categories: byCategory, ...counts } of answer.splits) {
    const inSplit = images.filter((image) => (image.split ?? null) === split)
    expect(counts).toEqual({
      images: inSplit.length,
      annotated: inSplit.filter((image) => own(image).length > 0).length,
      annotations: sum(inSplit.map((image) => own(image).length)),
    })
    expect(byCategory).toEqual(
      Object.fromEntries(
        [...nameOf]
          .map(([id, name]) => [id, sum(inSplit.map((image) => own(image, name).length))] as const)
          .filter(([, count]) => count > 0),
      ),
    )
  }
  for (const { creator, annotations: count } of answer.creators)
    expect(count).toBe(annotations.filter((annotation) => annotation.creator === creator).length)
  expect(sum(answer.creators.map(({ annotations }) => annotations))).toBe(annotations.length)
  expect(sum(answer.days.map(({ annotations }) => annotations))).toBe(annotations.length)
}

it('are those of an imported file', async () => {
  const file = readData('nuts/trainval.json')
  const dataset = await addDataset()
  const body = file.toString()
  expect((await api('POST', `/dataset/${dataset}/coco?add_missing=true`, { body })).status).toBe(200)
  const coco = JSON.parse(body) as Facts
  const answer = await read(dataset)
  expectEqual(answer, {
    ...coco,
    annotations: coco.annotations.map((annotation) => ({ ...annotation, creator: 'local' })),
  })
  expect(answer.annotations).toBe(165)
  expect(answer.days).toMatchObject([{ annotations: 165, drawn: 0 }])
})

const SPLITS = [undefined, 'train', 'val']
const image = fc.record({
  width: fc.integer({ min: 1, max: 400 }),
  height: fc.integer({ min: 1, max: 400 }),
  split: fc.constantFrom(...SPLITS),
  milliseconds: fc.constantFrom(0, 1, 2000, 2001, 5_000_000),
})
const annotation = fc.record({
  image: fc.nat(),
  category: fc.nat(),
  area: fc.oneof(fc.constantFrom(0, 1, 1024, 9216), fc.double({ min: 0, max: 1e6, noNaN: true })),
  bbox: fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 4, maxLength: 4 }),
  creator: fc.constantFrom('local', '__proto__', 'model "x"'),
  deleted: fc.boolean(),
})

it('are those of any dataset, without what is in the trash', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(image, { maxLength: 12 }),
      fc.array(annotation, { maxLength: 60 }),
      fc.integer({ min: 1, max: 25 }),
      async (images, drawn, number) => {
        await freshDatabase()
        const named: { id: number; name: string }[] = []
        for (let index = 0; index < number; index++)
          named.push(await categories.create({ name: index === 0 ? 'constructor' : `c${index}`, color: '#aa0000' }))
        const dataset = await datasets.create({ name: 'set', categories: named.map(({ id }) => id) })
        const rows: ImageRow[] = []
        for (const [index, fields] of images.entries())
          rows.push((await addImages(dataset.id, [`${index}.jpg`], fields))[0]!)
        const placed = (rows.length > 0 ? drawn : []).map(({ image, category, ...rest }) => ({
          ...rest,
          image_id: rows[image % rows.length]!.id,
          category_id: named[category % number]!.id,
        }))
        for (const { image_id, category_id, area, bbox } of placed)
          await annotations.insertForImages([
            {
              imageId: image_id,
              rows: [
                {
                  shape: null,
                  keypoints: [],
                  iscrowd: false,
                  isbbox: false,
                  color: '#ff0000',
                  metadata: {},
                  category_id,
                  area,
                  bbox: bbox as [number, number, number, number],
                },
              ],
            },
          ])
        await changeStored(({ id }) => ({ creator: placed[id - 1]!.creator, deleted: placed[id - 1]!.deleted }))
        expectEqual(await read(dataset.id), {
          images: rows,
          annotations: placed.filter(({ deleted }) => !deleted),
          categories: named,
        })
      },
    ),
    { numRuns: 25 },
  )
})

it('count days in the time zone of the device, and time for what was drawn only', async () => {
  const [cat] = [await categories.create({ name: 'cat', color: '#aa0000' })]
  const dataset = await datasets.create({ name: 'set', categories: [cat.id] })
  const [row] = await addImages(dataset.id, ['a.jpg'])
  const fields = { shape: null, keypoints: [], area: 1, bbox: [0, 0, 1, 1] as [number, number, number, number] }
  const rest = { iscrowd: false, isbbox: false, color: '', metadata: {}, category_id: cat.id, milliseconds: 500 }
  const rows = Array.from({ length: 3 }, () => ({ ...fields, ...rest }))
  await annotations.insertForImages([{ imageId: row!.id, rows }])
  const times = [new Date(2026, 0, 31, 23, 59), new Date(2026, 1, 1, 0, 0), new Date(2026, 1, 1, 12, 0)]
  const source = { import_id: 1, id: 1, image_id: 1 }
  await changeStored(({ id }) => ({ created_at: times[id - 1]!.getTime(), ...(id === 3 ? { source } : {}) }))
  expect((await read(dataset.id)).days).toEqual([
    { day: '2026-01-31', annotations: 1, drawn: 1, milliseconds: 500 },
    { day: '2026-02-01', annotations: 2, drawn: 1, milliseconds: 500 },
  ])
})

it('are not read on for somebody who has left', async () => {
  const dataset = await addDataset()
  await addImages(
    dataset,
    Array.from({ length: 1500 }, (_none, index) => `${index}.jpg`),
  )
  const reading = vi.spyOn(exports, 'imageRows')
  const response = await answerApi(requestOf('GET', `/dataset/${dataset}/distributions`))
  const reader = response.body!.getReader()
  await reader.read()
  await reader.cancel()
  expect(reading.mock.calls.length).toBeLessThan(4)
  const before = reading.mock.calls.length
  await read(dataset)
  // the whole takes 8 batches, and nothing else was read meanwhile
  expect(reading.mock.calls.length - before).toBe(8)
  reading.mockRestore()
  expect(await refused('GET', '/dataset/99/distributions')).toEqual([400, 'Invalid dataset id'])
})

afterAll(freshDatabase)
