// Pre-labelling and its review. A tab does the work: tasks/prelabel.ts. Wire shapes: src/contract/models/prelabel.ts
import { http } from 'msw'
import { badRequest, invalidParameters } from '@/contract/errors'
import { NewPrelabel, PrelabelPause, PrelabelResult, ReviewRequest } from '@/contract/models/prelabel'
import type { Shape } from '@/core/shape/types'
import { datasets } from '../../db/datasets/datasets'
import { images } from '../../db/images/images'
import { models } from '../../db/models/models'
import type { DatasetRow } from '../../db/store/rows'
import { exports } from '../../db/tasks/exports'
import { expectDetector, expectSegmenter } from '../../models/choose'
import { shippedModel } from '../../models/shipped'
import { beginPrelabel, findPrelabel, nextWork, pausePrelabel, takeResult } from '../../tasks/prelabel'
import { review } from '../../tasks/review'
import { serialiseTask } from '../http/answerTask'
import { answerOnce, json, path, readBody, readId } from '../http/request'
import { measured } from '../serialise/annotationFields'
import { readImage } from './prompt'

const measure = (shape: unknown, size: { width: number; height: number }) => measured(shape as Shape | null, size)

/** Images in their order, of one dataset, with their files. */
async function idsOf({
  dataset_id,
  image_ids,
}: {
  dataset_id?: number
  image_ids?: number[]
}): Promise<{ dataset: DatasetRow; ids: number[] }> {
  const [first] = image_ids ? await images.requireLive(image_ids.slice(0, 1)) : []
  const dataset = await datasets.find(first?.dataset_id ?? dataset_id ?? 0)
  if (!dataset || dataset.deleted) throw badRequest('Invalid dataset ID')
  const rows = await exports.imageRows(image_ids ?? (await exports.imageIds(dataset.id)))
  const ids = rows.filter((row) => !row.placeholder && row.dataset_id === dataset.id).map(({ id }) => id)
  if (ids.length === 0) throw badRequest('There is no image to look at.')
  return { dataset, ids }
}

function expectCategories(categories: Record<string, number>, dataset: DatasetRow): void {
  const foreign = Object.entries(categories).find(([, id]) => !dataset.categories.includes(id))
  if (foreign)
    throw invalidParameters({ categories: `"${foreign[0]}": category ${foreign[1]} is not one of the dataset` })
}

async function nameOf(model: string): Promise<string> {
  const shipped = await shippedModel()
  return shipped?.id === model ? shipped.name : ((await models.find(Number(model)))?.name ?? model)
}

export const prelabelHandlers = [
  http.post(path('/model/prelabel'), async ({ request }) => {
    const { image_ids, dataset_id, ...wanted } = await readBody(request, NewPrelabel)
    const { dataset, ids } = await idsOf({ image_ids, dataset_id })
    const model =
      wanted.mode === 'detect' ? (await expectDetector(wanted.model)).id : await expectSegmenter(wanted.model, false)
    if (wanted.mode === 'detect' && Object.keys(wanted.categories).length === 0)
      throw badRequest('Say in `categories` which category each class becomes.')
    expectCategories(wanted.categories, dataset)
    const modelName = await nameOf(model)
    const name =
      wanted.mode === 'detect' ? `Pre-label ${dataset.name} with ${modelName}` : `Segment all boxes of ${dataset.name}`
    return answerOnce(request, async () =>
      serialiseTask(await beginPrelabel({ ...wanted, model, modelName }, name, ids)),
    )
  }),
  http.get(path('/model/prelabel/:id'), async ({ params }) => {
    const work = await nextWork(await findPrelabel(readId(params)))
    const row = /^\d+$/.test(work.model) ? await models.find(Number(work.model)) : undefined
    return json({ ...work, card: row?.layout.kind === 'detector' ? row.layout : null })
  }),
  http.post(path('/model/prelabel/:id/result'), async ({ request, params }) => {
    const result = await readBody(request, PrelabelResult)
    return json(serialiseTask(await takeResult(readId(params), result, measure)))
  }),
  http.post(path('/model/prelabel/:id/pause'), async ({ request, params }) => {
    const { paused } = await readBody(request, PrelabelPause)
    return json(serialiseTask(await pausePrelabel(readId(params), paused)))
  }),
  http.post(path('/model/review/:image_id'), async ({ request, params }) => {
    const wanted = await readBody(request, ReviewRequest)
    const { id } = await readImage(params)
    return answerOnce(request, () => review(id, wanted))
  }),
]
