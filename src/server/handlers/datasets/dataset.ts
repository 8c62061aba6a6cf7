// Datasets: list, create, change, rename, delete, and their statistics. Their images: datasetImages.ts. Schemas: src/contract/dataset.ts
import { http } from 'msw'
import {
  DatasetListQuery,
  DatasetRename,
  DatasetUpdate,
  NewDataset,
  type DatasetConfirmed,
  type DatasetSummary,
} from '@/contract/dataset'
import { SavedViews } from '@/contract/views'
import { categories } from '../../db/datasets/categories'
import { datasets } from '../../db/datasets/datasets'
import { order } from '../../db/images/imageOrder'
import { resetMetadata } from '../../db/annotations/resetMetadata'
import type { DatasetRow } from '../../db/store/rows'
import { distributionsOf } from '../../db/datasets/distributions'
import { importedFrom } from '../../db/datasets/importedFrom'
import { splitsOf } from '../../db/datasets/splits'
import { statsOf } from '../../db/datasets/stats'
import { write } from '../../db/store/write'
import { answerOnce, json, path, readArguments, readBody, readId, readQuery, refuseNavigation } from '../http/request'
import { slowJson } from '../http/slowJson'
import { readLiveDataset } from '../http/readLiveDataset'
import { onePage, pageOf } from '../http/paging'
import { serialiseCategory } from '../serialise/category'
import { serialiseDataset, PERMISSIONS } from '../serialise/dataset'
import { listedUser } from '../serialise/user'

async function summaries(rows: DatasetRow[]): Promise<DatasetSummary[]> {
  const totals = await datasets.totals(rows.map(({ id }) => id))
  const first = await Promise.all(rows.map(({ id }) => order.page(id, 0, 1)))
  return rows.map((row, at) => ({
    ...serialiseDataset(row),
    numberImages: totals[at]!.images,
    numberAnnotated: totals[at]!.annotated,
    numberAnnotations: totals[at]!.annotations,
    first_image_id: first[at]![0]?.[1],
    permissions: PERMISSIONS,
  }))
}

/** All datasets, as the oldest client expects, unless a page is requested. */
const list = http.get(path('/dataset/data'), async ({ request }) => {
  const { page, limit, folder } = readQuery(request, DatasetListQuery)
  const all = await datasets.list()
  const isPaged = page !== undefined || limit !== undefined
  const { limit: _limit, total: _total, ...shown } = isPaged ? pageOf(all.length, { page, limit }) : onePage(all.length)
  return json({
    ...shown,
    folder,
    datasets: await summaries(all.slice(shown.start, shown.end)),
    categories: (await categories.listLive()).map(serialiseCategory),
  })
})

const create = http.post(path('/dataset'), async ({ request }) => {
  const { name, categories: references, provisional } = await readArguments(request, NewDataset)
  return answerOnce(request, () =>
    write(async () =>
      serialiseDataset(
        await datasets.create({ name, provisional, categories: await categories.resolve(references ?? []) }),
      ),
    ),
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
  return answerOnce(request, async () => serialiseDataset(await datasets.rename(id, name)))
})

const confirm = http.post(path('/dataset/:id/confirm'), ({ request, params }) => {
  const id = readId(params)
  return answerOnce(request, async (): Promise<DatasetConfirmed> => ({ kept: await datasets.confirm(id) }), {
    room: 'reserve',
  })
})

const remove = http.delete(path('/dataset/:id'), ({ request, params }) => {
  const id = readId(params)
  return answerOnce(request, async () => {
    await datasets.softDelete(id)
    return { success: true }
  })
})

const views = http.put(path('/dataset/:id/views'), async ({ request, params }) => {
  const id = readId(params)
  const { views } = await readBody(request, SavedViews)
  return answerOnce(request, async (): Promise<SavedViews> => {
    await datasets.update(id, { views })
    return { views }
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
  http.get(path('/dataset'), async () => json((await datasets.list()).map(serialiseDataset))),
  list,
  create,
  update,
  rename,
  confirm,
  remove,
  http.get(path('/dataset/:id/users'), async ({ params }) => {
    await readLiveDataset(params)
    return json([listedUser()])
  }),
  http.get(path('/dataset/:id/export/ids'), async ({ params }) =>
    json(await importedFrom(await readLiveDataset(params))),
  ),
  views,
  http.get(path('/dataset/:id/views'), async ({ params }) =>
    json({ views: (await readLiveDataset(params)).views ?? [] }),
  ),
  http.get(path('/dataset/:id/splits'), async ({ params }) => json(await splitsOf((await readLiveDataset(params)).id))),
  http.get(path('/dataset/:id/stats'), async ({ params }) => json(await statsOf(await readLiveDataset(params)))),
  http.get(path('/dataset/:id/distributions'), async ({ params }) =>
    slowJson(distributionsOf(await readLiveDataset(params))),
  ),
  // GET as documented, and POST because it changes data
  http.get(path('/dataset/:id/reset/metadata'), reset),
  http.post(path('/dataset/:id/reset/metadata'), reset),
]
