// Facts of images: list, change, delete. Many at once: imageBulk.ts. Their bytes: imageBytes.ts. Wire shapes: src/contract/image.ts
import { http } from 'msw'
import { badRequest } from '@/contract/errors'
import { ImageListQuery, ImageUpdate, type Image } from '@/contract/image'
import { datasets } from '../../db/datasets/datasets'
import { images } from '../../db/images/images'
import type { ImageRow } from '../../db/store/rows'
import { answerOnce, json, path, readBody, readId, readQuery } from '../http/request'
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
  const [image] = await serialise([
    await images.change(id, { ...rest, ...(split === undefined ? {} : { split: split ?? undefined }) }),
  ])
  return image!
}

export const imageHandlers = [
  http.get(path('/image'), async ({ request }) => {
    const { page, per_page, perPage, fields } = readQuery(request, ImageListQuery)
    const limit = per_page ?? perPage
    if (page === undefined && limit === undefined && fields === undefined)
      return json(await serialise(await images.listLive()))
    const shown = pageOf(await images.countLive(), { page, limit: limit ?? DEFAULT_PER_PAGE })
    const list = await serialise(await images.listLive(shown.start, shown.limit))
    const wanted =
      fields
        ?.split(',')
        .map((field) => field.trim())
        .filter(Boolean) ?? []
    return json({
      total: shown.total,
      pages: shown.pages,
      page: shown.page,
      per_page: shown.limit,
      fields: fields ?? null,
      images: wanted.length > 0 ? list.map((image) => pick(image, wanted)) : list,
    })
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
