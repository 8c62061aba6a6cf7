// Datasets: list, make, change, rename, delete, and numbers about them. Their images: datasetImages.ts. Wire: src/contract/dataset.ts
import { http } from 'msw'
import { DatasetListQuery, DatasetRename, DatasetUpdate, NewDataset, type DatasetSummary } from '@/contract/dataset'
import { categories } from '../db/categories'
import { datasets } from '../db/datasets'
import { order } from '../db/order'
import { resetMetadata } from '../db/resetMetadata'
import type { DatasetRow } from '../db/rows'
import { statsOf } from '../db/stats'
import { write } from '../db/write'
import { answerOnce, json, path, readArguments, readBody, readId, readQuery, refuseNavigation } from './http'
import { liveDataset } from './liveDataset'
import { onePage, pageOf } from './paging'
import { categoryToWire } from './wire/category'
import { datasetToWire, PERMISSIONS } from './wire/dataset'
import { listedUser } from './wire/user'

async function summaries(rows: DatasetRow[]): Promise<DatasetSummary[]> {
  const totals = await datasets.totals(rows.map(({ id }) => id))
  const first = await Promise.all(rows.map(({ id }) => order.page(id, 0, 1)))
  return rows.map((row, at) => ({
    ...datasetToWire(row),
    numberImages: totals[at]!.images,
    numberAnnotated: totals[at]!.annotated,
    numberAnnotations: totals[at]!.annotations,
    first_image_id: first[at]![0]?.[1],
    permissions: PERMISSIONS,
  }))
}

/** All at once, as the oldest client wants it, unless a page is asked for. */
const list = http.get(path('/dataset/data'), async ({ request }) => {
  const { page, limit, folder } = readQuery(request, DatasetListQuery)
  const all = await datasets.list()
  const isPaged = page !== undefined || limit !== undefined
  const { limit: _limit, total: _total, ...shown } = isPaged ? pageOf(all.length, { page, limit }) : onePage(all.length)
  return json({
    ...shown,
    folder,
    datasets: await summaries(all.slice(shown.start, shown.end)),
    categories: (await categories.listLive()).map(categoryToWire),
  })
})

const create = http.post(path('/dataset'), async ({ request }) => {
  const { name, categories: references } = await readArguments(request, NewDataset)
  return answerOnce(request, () =>
    write(async () => datasetToWire(await datasets.create({ name, categories: await categories.resolve(references ?? []) }))),
  )
})

const update = http.post(path('/dataset/:id'), async ({ request, params }) => {
  const id = readId(params)
  const { categories: references, default_annotation_metadata: metadata } = await readBody(request, DatasetUpdate)
  return answerOnce(request, () =>
    write(async () => {
      const resolved = references ? { categories: await categories.resolve(references) } : {}
      await datasets.update(id, { ...resolved, ...(metadata ? { default_annotation_metadata: metadata } : {}) })
      return { success: true }
    }),
  )
})

const rename = http.post(path('/dataset/:id/rename'), async ({ request, params }) => {
  const id = readId(params)
  const { name } = await readBody(request, DatasetRename)
  return answerOnce(request, async () => datasetToWire(await datasets.rename(id, name)))
})

const remove = http.delete(path('/dataset/:id'), ({ request, params }) => {
  const id = readId(params)
  return answerOnce(request, async () => {
    await datasets.softDelete(id)
    return { success: true }
  })
})

function reset({ request, params }: { request: Request; params: Record<string, unknown> }): Promise<Response> {
  refuseNavigation(request)
  const id = readId(params)
  return answerOnce(request, async () => {
    await resetMetadata(id)
    return { success: true }
  })
}

export const datasetHandlers = [
  http.get(path('/dataset'), async () => json((await datasets.list()).map(datasetToWire))),
  list,
  create,
  update,
  rename,
  remove,
  http.get(path('/dataset/:id/users'), async ({ params }) => {
    await liveDataset(params)
    return json([listedUser()])
  }),
  http.get(path('/dataset/:id/stats'), async ({ params }) => json(await statsOf(await liveDataset(params)))),
  // the documented GET, and the POST that it should have been
  http.get(path('/dataset/:id/reset/metadata'), reset),
  http.post(path('/dataset/:id/reset/metadata'), reset),
]
