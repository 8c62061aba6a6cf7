// Joins annotations into one and splits one into several, as one entry in the history of their image. Schemas: src/contract/annotation.ts
import { http } from 'msw'
import { MergeAnnotations, SplitAnnotation, type AnnotationUpdate } from '@/contract/annotation'
import { badRequest } from '@/contract/errors'
import { splitShape, uniteShapes } from '@/core/shape/combine'
import type { Shape } from '@/core/shape/types'
import { applyChanges, type AnnotationChange } from '../../db/annotations/annotationChanges'
import { annotations } from '../../db/annotations/annotations'
import type { AnnotationRow } from '../../db/store/rows'
import { write } from '../../db/store/write'
import { answerOnce, path, readBody, readSession } from '../http/request'
import { serialiseAnnotation } from '../serialise/annotation'
import { parseFields } from '../serialise/annotationFields'

type Shaped = AnnotationRow & { shape: Shape }

async function shaped(ids: number[]): Promise<Shaped[]> {
  const rows = await annotations.findAll(ids)
  return ids.map((id) => {
    const row = rows.get(id)
    if (!row || row.deleted) throw badRequest('Invalid annotation id', { id })
    if (!row.shape) throw badRequest(`Annotation ${id} has no shape.`, { id })
    return row as Shaped
  })
}

const fieldsOf = (row: AnnotationRow, shape: Shape) =>
  parseFields({ shape: shape as AnnotationUpdate['shape'], isbbox: false }, row)

function mergeChanges(rows: Shaped[]): AnnotationChange[] {
  const [first, ...others] = rows as [Shaped, ...Shaped[]]
  if (others.some(({ image_id }) => image_id !== first.image_id)) throw badRequest('They are not all on one image.')
  if (others.some(({ category_id }) => category_id !== first.category_id))
    throw badRequest('They are not all of one category. Give them the same one first.')
  const keypoints = rows.find((row) => row.keypoints.length > 0)?.keypoints ?? []
  const united = uniteShapes(
    rows.map(({ shape }) => shape),
    first,
  )
  return [
    { kind: 'update', id: first.id, fields: { ...fieldsOf(first, united), keypoints } },
    ...others.map(({ id }): AnnotationChange => ({ kind: 'delete', id })),
  ]
}

function splitChanges(row: Shaped): AnnotationChange[] {
  const [first, ...others] = splitShape(row.shape, row)
  if (!first || others.length === 0) throw badRequest('It has only one part, so there is nothing to split.')
  const { image_id, category_id, color, metadata, iscrowd } = row
  const created = others.map((shape): AnnotationChange => ({
    kind: 'create',
    image_id,
    fields: { ...fieldsOf(row, shape), category_id, color, metadata, iscrowd },
  }))
  return [{ kind: 'update', id: row.id, fields: fieldsOf(row, first) }, ...created]
}

/** Answers all affected rows after the change. */
const rearrange = (request: Request, ids: number[], label: string, changesOf: (rows: Shaped[]) => AnnotationChange[]) =>
  answerOnce(request, () =>
    write(async () => {
      const rows = await shaped(ids)
      const changed = await applyChanges(changesOf(rows), {
        history: { image_id: rows[0]!.image_id, label, by: readSession(request) },
      })
      return { success: true, annotations: changed.map((row) => serialiseAnnotation(row, { paperObject: false })) }
    }),
  )

export const rearrangeHandlers = [
  http.post(path('/annotation/merge'), async ({ request }) => {
    const { ids } = await readBody(request, MergeAnnotations)
    if (new Set(ids).size < ids.length) throw badRequest('An id is named twice.')
    return rearrange(request, ids, 'Merge annotations', mergeChanges)
  }),

  http.post(path('/annotation/split'), async ({ request }) => {
    const { id } = await readBody(request, SplitAnnotation)
    return rearrange(request, [id], 'Split annotation', ([row]) => splitChanges(row!))
  }),
]
