// Annotations: list, create, read, update, delete, many at once. Schemas: src/contract/annotation.ts
import { http } from 'msw'
import { AnnotationUpdate, BulkAnnotations, NewAnnotation } from '@/contract/annotation'
import { ApiError, badRequest } from '@/contract/errors'
import { colorFor } from '@/core/coco/color'
import { applyChanges, type AnnotationChange } from '../../db/annotations/annotationChanges'
import { annotations } from '../../db/annotations/annotations'
import { images } from '../../db/images/images'
import type { AnnotationRow, ImageRow } from '../../db/store/rows'
import { answerOnce, json, path, readBody, readId } from '../http/request'
import { serialiseAnnotation } from '../serialise/annotation'
import { parseFields } from '../serialise/annotationFields'

function known(row: AnnotationRow | undefined): AnnotationRow {
  if (row) return row
  throw badRequest('Invalid annotation id')
}

/** Streams all annotations, because they may exceed the length of a string. */
async function listAll(): Promise<Response> {
  const pieces: BlobPart[] = ['[']
  for await (const rows of annotations.all()) {
    const texts = rows.map((row) => JSON.stringify(serialiseAnnotation(row, { paperObject: false })))
    if (texts.length > 0) pieces.push(pieces.length > 1 ? ',' : '', texts.join(','))
  }
  return new Response(new Blob([...pieces, ']']), { headers: { 'Content-Type': 'application/json' } })
}

function toCreate(body: NewAnnotation, image: ImageRow | undefined): AnnotationChange {
  if (!image) throw badRequest('Invalid image id.')
  const fields = { color: colorFor(crypto.randomUUID()), ...parseFields(body, image), category_id: body.category_id }
  return { kind: 'create', image_id: image.id, fields }
}

function toUpdate(body: AnnotationUpdate, row: AnnotationRow | undefined): AnnotationChange {
  const { id, width, height } = known(row)
  return { kind: 'update', id, fields: parseFields(body, { width, height }) }
}

const applyOne = (request: Request, change: AnnotationChange) =>
  answerOnce(request, async () => serialiseAnnotation((await applyChanges([change]))[0]!))

const createOne = http.post(path('/annotation'), async ({ request }) => {
  const body = await readBody(request, NewAnnotation)
  return applyOne(request, toCreate(body, await images.find(body.image_id)))
})

const updateOne = http.put(path('/annotation/:id'), async ({ request, params }) => {
  const id = readId(params)
  const body = await readBody(request, AnnotationUpdate)
  return applyOne(request, toUpdate(body, await annotations.find(id)))
})

const deleteOne = http.delete(path('/annotation/:id'), ({ request, params }) => {
  const id = readId(params)
  return answerOnce(request, async () => {
    await annotations.softDelete(id)
    return { success: true }
  })
})

const changeMany = http.post(path('/annotation/bulk'), async ({ request }) => {
  const body = await readBody(request, BulkAnnotations)
  const imageOf = new Map(
    (await images.findAll(body.create.map(({ image_id }) => image_id))).map((row) => [row.id, row]),
  )
  const rows = await annotations.findAll([...body.update.map(({ id }) => id), ...body.delete])
  const creates = each('create', body.create, (item) => toCreate(item, imageOf.get(item.image_id)))
  const updates = each('update', body.update, (item) => toUpdate(item, rows.get(item.id)))
  const deletes = each('delete', body.delete, (id) => ({ kind: 'delete', id: known(rows.get(id)).id }))
  return answerOnce(request, async () => {
    const changed = await applyChanges([...creates, ...updates, ...deletes])
    const wire = changed
      .slice(0, creates.length + updates.length)
      .map((row) => serialiseAnnotation(row, { paperObject: false }))
    return {
      success: true,
      created: wire.slice(0, creates.length),
      updated: wire.slice(creates.length),
      deleted: body.delete,
    }
  })
})

/** Adds the index of the entry to the message of an error. */
const each = <Item>(list: string, items: Item[], toChange: (item: Item) => AnnotationChange): AnnotationChange[] =>
  items.map((item, index) => {
    try {
      return toChange(item)
    } catch (error) {
      throw error instanceof ApiError ? badRequest(`${list}[${index}]: ${error.message}`, { list, index }) : error
    }
  })

export const annotationHandlers = [
  http.get(path('/annotation'), listAll),
  createOne,
  changeMany,
  http.get(path('/annotation/:id'), async ({ params }) =>
    json(serialiseAnnotation(known(await annotations.find(readId(params))))),
  ),
  updateOne,
  deleteOne,
]
