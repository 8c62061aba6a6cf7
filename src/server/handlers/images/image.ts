// Facts of images: list, change, delete, many at once. Their bytes: imageBytes.ts. Wire shapes: src/contract/image.ts
import { http } from 'msw'
import { badRequest } from '@/contract/errors'
import { ImageBulk, ImageListQuery, ImageUpdate, type Image, type ImageBulkResult } from '@/contract/image'
import { datasets } from '../../db/datasets/datasets'
import type { By } from '../../db/history/history'
import { recategorise } from '../../db/images/imageCategory'
import { moveImages } from '../../db/images/imageMove'
import { images } from '../../db/images/images'
import type { ImageRow } from '../../db/store/rows'
import { answerOnce, json, path, readBody, readId, readQuery, readSession } from '../http/request'
import { pageOf } from '../http/paging'
import { serialiseImage } from '../serialise/image'

const DEFAULT_PER_PAGE = 50

async function serialise(rows: ImageRow[]): Promise<Image[]> {
  const names = await datasets.names()
  return rows.map((row) => serialiseImage(row, names.get(row.dataset_id) ?? ''))
}

/** Only these fields; those that no image has are passed over. */
function pick(image: Image, fields: string[]): Partial<Image> {
  return Object.fromEntries(Object.entries(image).filter(([field]) => fields.includes(field)))
}

const change = async (id: number, { split, ...rest }: ImageUpdate): Promise<Image> => {
  if (!(await images.findLive(id))) throw badRequest('Invalid image id')
  const [image] = await serialise([await images.change(id, { ...rest, ...(split === undefined ? {} : { split: split ?? undefined }) })])
  return image!
}

async function changeMany(bulk: ImageBulk, by: By): Promise<ImageBulkResult> {
  if (bulk.action === 'state') return { success: true, before: await images.setState(bulk.ids, bulk.state) }
  if (bulk.action === 'split') await images.setSplit(bulk.ids, bulk.split)
  else if (bulk.action === 'move') await moveImages(bulk.ids, bulk.dataset_id)
  else if (bulk.action === 'category') await recategorise(bulk.ids, bulk.category_id, by)
  else await (bulk.action === 'delete' ? images.softDelete(bulk.ids) : images.restore(bulk.ids))
  return { success: true }
}

export const imageHandlers = [
  http.get(path('/image'), async ({ request }) => {
    const { page, per_page, perPage, fields } = readQuery(request, ImageListQuery)
    const limit = per_page ?? perPage
    if (page === undefined && limit === undefined && fields === undefined) return json(await serialise(await images.listLive()))
    const shown = pageOf(await images.countLive(), { page, limit: limit ?? DEFAULT_PER_PAGE })
    const list = await serialise(await images.listLive(shown.start, shown.limit))
    const wanted = fields?.split(',').map((field) => field.trim()).filter(Boolean) ?? []
    return json({
      total: shown.total,
      pages: shown.pages,
      page: shown.page,
      per_page: shown.limit,
      fields: fields ?? null,
      images: wanted.length > 0 ? list.map((image) => pick(image, wanted)) : list,
    })
  }),

  http.post(path('/image/bulk'), async ({ request }) => {
    const bulk = await readBody(request, ImageBulk)
    const by = readSession(request)
    return answerOnce(request, () => changeMany(bulk, by), bulk.action === 'delete' ? { room: 'reserve' } : {})
  }),

  http.put(path('/image/:id'), async ({ request, params }) => {
    const id = readId(params)
    const fields = await readBody(request, ImageUpdate)
    return answerOnce(request, () => change(id, fields))
  }),

  http.delete(path('/image/:id'), ({ request, params }) => {
    const id = readId(params)
    return answerOnce(request, async () => {
      await images.softDelete([id])
      return { success: true }
    })
  }),
]
