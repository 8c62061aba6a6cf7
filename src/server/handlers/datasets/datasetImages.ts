// The images of a dataset: pages with filters, ranges, ids, and the next image in a state. Schemas: src/contract/dataset.ts
import { http } from 'msw'
import { DatasetImagesQuery, ImageIdsQuery, ImageRunQuery, NextImageQuery } from '@/contract/dataset'
import { badRequest } from '@/contract/errors'
import { MOST_IDS, MOST_IMAGES } from '@/contract/limits'
import { DatasetFacetsQuery } from '@/contract/views'
import type { z } from '@/contract/zod'
import { normaliseFolder } from '@/core/paths'
import { categories } from '../../db/datasets/categories'
import { listImages, nextInState, type ImageFilter, type ImageList } from '../../db/images/imageList'
import { images } from '../../db/images/images'
import { readImageQuery } from '../../db/images/imageQuery'
import { order, type Range } from '../../db/images/imageOrder'
import { facetsOf } from '../../db/images/facets'
import { json, path, readQuery } from '../http/request'
import { readLiveDataset } from '../http/readLiveDataset'
import { pageOf } from '../http/paging'
import { serialiseDataset, directoryOf } from '../serialise/dataset'
import { imageToItem } from '../serialise/image'

const noFolder = () => badRequest('directory does not exist')

function readFolder(folder: string): string {
  try {
    return normaliseFolder(folder)
  } catch {
    throw noFolder()
  }
}

async function filterOf(parameters: Omit<z.infer<typeof DatasetImagesQuery>, 'page' | 'limit'>): Promise<ImageFilter> {
  const {
    folder,
    order,
    file_name__icontains: name,
    annotated,
    category_ids__in: ids,
    state,
    split,
    query,
  } = parameters
  return {
    folder: readFolder(folder),
    order,
    name: name || undefined,
    state,
    split: split === 'none' ? '' : split || undefined,
    annotated: annotated === ' ' ? undefined : annotated,
    categories: ids && ids.length > 0 ? ids : undefined,
    query: query?.trim() ? await readImageQuery(query) : undefined,
  }
}

async function rangeOf(datasetId: number, folder: string): Promise<Range> {
  const range = await order.folder(datasetId, folder)
  if (folder !== '' && range.start === range.end) throw noFolder()
  return range
}

async function find(datasetId: number, query: Parameters<typeof filterOf>[0]): Promise<ImageList & { folder: string }> {
  const filter = await filterOf(query)
  const { folder } = filter
  const range = await rangeOf(datasetId, folder)
  if (query.annotated === ' ') return { total: 0, ids: async () => [], page: async () => [], folder }
  return { ...(await listImages(datasetId, filter, range)), folder }
}

const list = http.get(path('/dataset/:id/data'), async ({ request, params }) => {
  const dataset = await readLiveDataset(params)
  const query = readQuery(request, DatasetImagesQuery)
  const [found, known] = await Promise.all([find(dataset.id, query), categories.ofDataset(dataset)])
  const { folder } = found
  const page = pageOf(found.total, query)
  const [shown, subdirectories] = await Promise.all([
    found.page(page.start, page.limit),
    order.subdirectories(dataset.id, folder),
  ])
  const shownFolder = folder === '' ? '' : `${folder}/`
  return json({
    ...page.pagination,
    showing: undefined,
    imageCount: page.total,
    per_page: page.limit,
    pagination: page.pagination,
    images: shown.map(imageToItem),
    folder: shownFolder,
    directory: `${directoryOf(dataset.name)}${shownFolder}`,
    dataset: serialiseDataset(dataset),
    categories: known.map(({ id, name, color }) => ({ id, name, color })),
    subdirectories,
  })
})

const run = http.get(path('/dataset/:id/images'), async ({ request, params }) => {
  const query = readQuery(request, ImageRunQuery)
  const dataset = await readLiveDataset(params)
  if (query.ids) {
    const rows = await images.ofDataset(dataset.id, query.ids.slice(0, MOST_IMAGES))
    return json({ total: rows.length, images: rows.map(imageToItem) })
  }
  const { total, page } = await find(dataset.id, query)
  return json({
    total,
    images: (await page(Math.max(0, query.start), Math.min(query.limit, MOST_IMAGES))).map(imageToItem),
  })
})

const ids = http.get(path('/dataset/:id/ids'), async ({ request, params }) => {
  const dataset = await readLiveDataset(params)
  const query = readQuery(request, ImageIdsQuery)
  const found = await find(dataset.id, query)
  return json({ total: found.total, ids: await found.ids(Math.max(0, query.start), Math.min(query.limit, MOST_IDS)) })
})

const facets = http.get(path('/dataset/:id/facets'), async ({ request, params }) => {
  const dataset = await readLiveDataset(params)
  const filter = await filterOf({ ...readQuery(request, DatasetFacetsQuery), order: 'path' })
  return json(await facetsOf(dataset.id, filter, await rangeOf(dataset.id, filter.folder)))
})

const next = http.get(path('/dataset/:id/next'), async ({ request, params }) => {
  const dataset = await readLiveDataset(params)
  const { state, after } = readQuery(request, NextImageQuery)
  const image = after === undefined ? undefined : await images.find(after)
  const isOther = image ? image.dataset_id !== dataset.id : after !== undefined
  if (isOther) throw badRequest('Invalid image id')
  return json({ id: await nextInState(dataset.id, state, image?.path ?? '') })
})

export const datasetImageHandlers = [list, run, ids, facets, next]
