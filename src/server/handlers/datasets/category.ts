// Categories: list, create, read, change, delete. Schemas: src/contract/category.ts
import { http } from 'msw'
import { CategoryMerge, CategoryUpdate, NewCategory } from '@/contract/category'
import { badRequest } from '@/contract/errors'
import { PageQuery } from '@/contract/params'
import {
  readKeypointFields,
  type GivenKeypointFields,
  type KeypointFields,
} from '@/core/coco/keypoints/keypointDefinition'
import { edgesInOrder, isSameOrder, orderByEdit } from '@/core/coco/keypoints/keypointOrder'
import { categories, type CategoryFields } from '../../db/datasets/categories'
import type { CategoryRow } from '../../db/store/rows'
import type { NewTask } from '../../db/tasks/tasks'
import { CATEGORY_MERGE, type CategoryMergeInput } from '../../tasks/categoryMerge'
import { newKeypointsTask } from '../../tasks/keypoints'
import { startTask } from '../http/answerTask'
import { answerOnce, json, path, readBody, readId, readQuery } from '../http/request'
import { pageOf } from '../http/paging'
import { serialiseCategory } from '../serialise/category'
import { Remarks } from '../serialise/remarks'

/** The fields with keypoints that can be used; what cannot is passed over. `stored`: what the category has. */
function withKeypoints<Fields extends GivenKeypointFields>(
  fields: Fields,
  stored: KeypointFields,
  remarks: Remarks,
): Omit<Fields, keyof KeypointFields> & KeypointFields {
  const { keypoint_labels, keypoint_edges, keypoint_colors, ...rest } = fields
  return {
    ...rest,
    ...readKeypointFields({ keypoint_labels, keypoint_edges, keypoint_colors }, stored, (field, message) =>
      remarks.passedOver(field, message),
    ),
  }
}

/** The task that changes the category together with its annotations; undefined where no keypoint of theirs moves. */
async function rearrangement(
  row: CategoryRow,
  fields: GivenKeypointFields & Pick<CategoryFields, 'name' | 'supercategory' | 'color'>,
  metadata: CategoryFields['metadata'],
): Promise<NewTask | undefined> {
  const given = withKeypoints(fields, row, new Remarks())
  const { keypoint_labels: before } = row
  const order = orderByEdit(before, given.keypoint_labels ?? before)
  if (row.deleted || isSameOrder(order, before.length) || (await categories.counts([row.id]))[0] === 0) return undefined
  await categories.refuseName(row, given.name)
  const edges = given.keypoint_edges ?? edgesInOrder(row.keypoint_edges, order)
  return newKeypointsTask({
    category: row.id,
    name: row.name,
    order,
    fields: { ...given, metadata, keypoint_edges: edges },
  })
}

export const categoryHandlers = [
  http.get(path('/category'), async () => json((await categories.list()).map(serialiseCategory))),

  http.post(path('/category'), async ({ request }) => {
    const body = await readBody(request, NewCategory)
    const remarks = new Remarks()
    const fields = withKeypoints(body, {}, remarks)
    return answerOnce(request, async () => ({
      ...serialiseCategory(await categories.create(fields)),
      ...remarks.answer(),
    }))
  }),

  http.get(path('/category/data'), async ({ request }) => {
    const all = await categories.listLive()
    const { limit: _limit, total, ...page } = pageOf(all.length, readQuery(request, PageQuery))
    const rows = all.slice(page.start, page.end)
    const counts = await categories.counts(rows.map(({ id }) => id))
    return json({
      ...page,
      categoryCount: total,
      categories: rows.map((row, at) => ({ ...serialiseCategory(row), numberAnnotations: counts[at] })),
    })
  }),

  http.get(path('/category/:id'), async ({ params }) => {
    const row = await categories.find(readId(params))
    if (row) return json(serialiseCategory(row))
    throw badRequest('Invalid category id')
  }),

  http.put(path('/category/:id'), async ({ request, params }) => {
    const id = readId(params)
    const { metadata, ...fields } = await readBody(request, CategoryUpdate)
    if (fields.name !== undefined && fields.name !== null && fields.name.trim() === '')
      throw badRequest('Invalid category name to update')
    const stored = await categories.find(id)
    const rearranging = stored && (await rearrangement(stored, fields, Array.isArray(metadata) ? {} : metadata))
    if (rearranging) return startTask(request, async () => rearranging)
    return answerOnce(request, async () => {
      const remarks = new Remarks()
      const given = withKeypoints(fields, (await categories.find(id)) ?? {}, remarks)
      const isChanged = await categories.update(id, { ...given, metadata: Array.isArray(metadata) ? {} : metadata })
      return { success: true, ...(isChanged ? {} : { message: 'Nothing to update' }), ...remarks.answer() }
    })
  }),

  http.post(path('/category/:id/merge'), async ({ request, params }) => {
    const input: CategoryMergeInput = { from: readId(params), ...(await readBody(request, CategoryMerge)) }
    return startTask(request, async () => {
      const [from, into] = await categories.toMerge(input.from, input.into)
      return {
        kind: CATEGORY_MERGE,
        group: 'Category Merge',
        name: `Merge ${from.name} into ${into.name}`,
        input,
        checkpoint: null,
      }
    })
  }),

  http.delete(path('/category/:id'), ({ request, params }) => {
    const id = readId(params)
    return answerOnce(request, async () => {
      await categories.softDelete(id)
      return { success: true }
    })
  }),
]
