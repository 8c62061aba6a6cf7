// Copies annotations to another image of the same size. Schemas: src/contract/annotation.ts
import { http } from 'msw'
import { CopyAnnotations } from '@/contract/annotation'
import { badRequest } from '@/contract/errors'
import { applyChanges, type AnnotationChange } from '../../db/annotations/annotationChanges'
import { annotations } from '../../db/annotations/annotations'
import { categories } from '../../db/datasets/categories'
import { datasets } from '../../db/datasets/datasets'
import { images } from '../../db/images/images'
import { imports } from '../../db/tasks/imports'
import type { AnnotationRow, ImageRow } from '../../db/store/rows'
import { write } from '../../db/store/write'
import { answerOnce, path, readBody, readId, readSession } from '../http/request'
import { measured } from '../serialise/annotationFields'

async function imagePair(params: Record<string, unknown>): Promise<[from: ImageRow, to: ImageRow]> {
  const [from, to] = [await images.findLive(readId(params, 'from')), await images.findLive(readId(params, 'to'))]
  if (!from || !to) throw badRequest('Invalid image ids')
  if (from.id === to.id) throw badRequest('Cannot copy self')
  if (from.width !== to.width || from.height !== to.height) throw badRequest('Image sizes do not match')
  return [from, to]
}

/** The annotations with a shape or keypoints, in the wanted categories of the dataset. */
async function rowsToCopy(from: ImageRow, wanted: number[] | null | undefined): Promise<AnnotationRow[]> {
  const dataset = await datasets.find(from.dataset_id)
  const live = dataset ? await categories.ofDataset(dataset) : []
  const ids = new Set(live.map(({ id }) => id).filter((id) => wanted?.includes(id) ?? true))
  const rows = await annotations.ofImage(from.id)
  return rows.filter((row) => ids.has(row.category_id) && (row.area > 0 || row.keypoints.length > 0))
}

function copyOf(row: AnnotationRow, to: ImageRow): AnnotationChange {
  const { category_id, shape, keypoints, iscrowd, isbbox, color, metadata, paper_object } = row
  const fields = {
    category_id,
    keypoints,
    iscrowd,
    isbbox,
    color,
    metadata,
    measured: { ...measured(shape, to), paper_object },
  }
  return { kind: 'create', image_id: to.id, fields }
}

export const copyHandlers = [
  http.post(path('/image/copy/:from/:to/annotations'), async ({ request, params }) => {
    const { category_ids } = await readBody(request, CopyAnnotations)
    const [from, to] = await imagePair(params)
    const changes = (await rowsToCopy(from, category_ids)).map((row) => copyOf(row, to))
    return answerOnce(request, () =>
      write(async (note) => {
        const copies = await applyChanges(changes, {
          history: { image_id: to.id, label: 'Copy annotations', by: readSession(request) },
        })
        await imports.addCategories(
          to.dataset_id,
          copies.map(({ category_id }) => category_id),
          note,
        )
        return { annotations_created: copies.length }
      }),
    )
  }),
]
