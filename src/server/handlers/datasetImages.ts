// The images of a dataset: pages with filters, and the next one in a state. Wire shapes: src/contract/dataset.ts
import { http } from 'msw'
import { DatasetImagesQuery, NextImageQuery } from '@/contract/dataset'
import { badRequest } from '@/contract/errors'
import type { z } from '@/contract/zod'
import { normaliseFolder } from '@/core/paths'
import { categories } from '../db/categories'
import { listImages, nextInState, type ImageFilter } from '../db/imageList'
import { images } from '../db/images'
import { order } from '../db/order'
import { json, path, readQuery } from './http'
import { liveDataset } from './liveDataset'
import { pageOf } from './paging'
import { datasetToWire, directoryOf } from './wire/dataset'
import { imageToItem } from './wire/image'

const noFolder = () => badRequest('directory does not exist')

function readFolder(folder: string): string {
  try {
    return normaliseFolder(folder)
  } catch {
    throw noFolder()
  }
}

function filterOf(query: z.infer<typeof DatasetImagesQuery>): ImageFilter {
  const { folder, order, file_name__icontains: name, annotated, category_ids__in: ids, state } = query
  return {
    folder: readFolder(folder),
    order,
    name: name || undefined,
    state,
    annotated: annotated === ' ' ? undefined : annotated,
    categories: ids && ids.length > 0 ? ids : undefined,
  }
}

const list = http.get(path('/dataset/:id/data'), async ({ request, params }) => {
  const dataset = await liveDataset(params)
  const query = readQuery(request, DatasetImagesQuery)
  const filter = filterOf(query)
  const { folder } = filter
  const { start, end } = await order.folder(dataset.id, folder)
  if (folder !== '' && start === end) throw noFolder()

  const found = query.annotated === ' ' ? { total: 0, page: async () => [] } : await listImages(dataset.id, filter)
  const page = pageOf(found.total, query)
  const shownFolder = folder === '' ? '' : `${folder}/`
  return json({
    ...page.pagination,
    showing: undefined,
    imageCount: page.total,
    per_page: page.limit,
    pagination: page.pagination,
    images: (await found.page(page.start, page.limit)).map(imageToItem),
    folder: shownFolder,
    directory: `${directoryOf(dataset.name)}${shownFolder}`,
    dataset: datasetToWire(dataset),
    categories: (await categories.ofDataset(dataset)).map(({ id, name, color }) => ({ id, name, color })),
    subdirectories: await order.subdirectories(dataset.id, folder),
  })
})

const next = http.get(path('/dataset/:id/next'), async ({ request, params }) => {
  const dataset = await liveDataset(params)
  const { state, after } = readQuery(request, NextImageQuery)
  const image = after === undefined ? undefined : await images.find(after)
  const isOther = image ? image.dataset_id !== dataset.id : after !== undefined
  if (isOther) throw badRequest('Invalid image id')
  return json({ id: await nextInState(dataset.id, state, image?.path ?? '') })
})

export const datasetImageHandlers = [list, next]
