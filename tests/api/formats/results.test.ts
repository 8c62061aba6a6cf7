/** Scores of files, and lists of results as evaluation tools have them. */
import 'fake-indexeddb/auto'
import { beforeEach, expect, it } from 'vitest'
import type { ImportResult } from '@/contract/coco'
import { addDataset, api, freshDatabase } from '../support/coco'
import { exportZip, importZip, textIn, unzipped } from '../support/zipped'

beforeEach(freshDatabase)

interface Stored {
  id: number
  image_id: number
  category_id: number
  bbox: number[]
  area: number
  score?: number
  prediction?: boolean
  metadata: Record<string, unknown>
}

const send = async (dataset: number, file: unknown, query = '') =>
  (
    await api<ImportResult & { message: string }>('POST', `/dataset/${dataset}/coco?add_missing=true&${query}`, {
      body: JSON.stringify(file),
    })
  ).body
const stored = async () => (await api<Stored[]>('GET', '/annotation/')).body as unknown as Stored[]

/** As an imported file has it: ids that are not ours. */
const truth = {
  images: [
    { id: 139, file_name: 'a.jpg', width: 100, height: 80 },
    { id: 285, file_name: 'b.jpg', width: 100, height: 80 },
  ],
  categories: [{ id: 44, name: 'bottle' }],
  annotations: [{ id: 1, image_id: 139, category_id: 44, bbox: [1, 2, 3, 4], area: 12, iscrowd: 0, segmentation: [] }],
}

it('a list of results comes in as predictions with their scores, under the ids of the imported file', async () => {
  const dataset = await addDataset()
  await send(dataset, truth)
  const results = [
    { image_id: 139, category_id: 44, bbox: [10, 20, 30, 40], score: 0.236 },
    { image_id: 285, category_id: 44, segmentation: { size: [80, 100], counts: [0, 80, 7920] }, score: 1 },
    { image_id: 999, category_id: 44, bbox: [10, 20, 30, 40], score: 0.5 },
  ]
  const preview = await send(dataset, results, 'dry_run=true')
  expect(preview.annotations).toMatchObject({ total: 3, created: 2, refused: 1 })
  expect(await stored()).toHaveLength(1)
  const { annotations, errors } = await send(dataset, results)
  expect(annotations).toMatchObject({ total: 3, created: 2, refused: 1, renumbered: 0 })
  // what a list of results never has is not missed; an image that nobody knows is
  expect(errors.map(({ message }) => message)).toEqual(['Refused: Its image 999 is not in the file.'])
  const [, box, mask] = await stored()
  expect(box).toMatchObject({ bbox: [10, 20, 30, 40], area: 1200, score: 0.236, prediction: true })
  expect(mask).toMatchObject({ bbox: [0, 0, 1, 80], area: 80, score: 1, prediction: true })
})

it('results of a model that was evaluated on an export have our ids', async () => {
  const dataset = await addDataset()
  await send(dataset, {
    ...truth,
    images: truth.images.map((each) => ({ ...each, id: `x${each.id}` })),
    annotations: [],
  })
  const images = (await api<{ images: { id: number }[] }>('GET', `/dataset/${dataset}/data`)).body.images
  const [{ id: category }] = (await api<{ id: number }[]>('GET', '/category/')).body as unknown as [{ id: number }]
  const { annotations } = await send(dataset, [
    { image_id: images[1]!.id, category_id: category, bbox: [1, 1, 2, 2], score: 0.5 },
  ])
  expect(annotations).toMatchObject({ created: 1 })
  expect(await stored()).toMatchObject([{ image_id: images[1]!.id, score: 0.5, prediction: true }])
})

it('a score of a COCO file stays with its annotation, goes out again, and is none of a prediction', async () => {
  const dataset = await addDataset()
  const scored = truth.annotations.map((each) => ({ ...each, score: 0 }))
  await send(dataset, { ...truth, annotations: [...scored, { ...scored[0], id: 2, score: 87 }] })
  const [first, second] = await stored()
  expect([first!.score, first!.prediction, second!.score]).toEqual([0, undefined, undefined])
  const coco = JSON.parse(textIn(await unzipped(await exportZip(dataset, '')), 'annotations/instances.json')) as {
    annotations: { score: number }[]
  }
  // of another scale: kept as it came
  expect(coco.annotations.map(({ score }) => score)).toEqual([0, 87])
})

it('scores of label files become scores', async () => {
  const dataset = await addDataset()
  await send(dataset, { ...truth, annotations: [] })
  await importZip(dataset, { 'a.txt': '0 0.5 0.5 0.2 0.25 0.75\n', 'classes.txt': 'bottle\n' })
  expect(await stored()).toMatchObject([{ bbox: [40, 30, 20, 20], score: 0.75 }])
})
