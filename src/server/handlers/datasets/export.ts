// Stored COCO exports. Schemas: src/contract/coco.ts
import { http } from 'msw'
import type { Export, ExportTask } from '@/contract/coco'
import { badRequest } from '@/contract/errors'
import { exports } from '../../db/tasks/exports'
import type { ExportRow } from '../../db/store/rows'
import { tasks } from '../../db/tasks/tasks'
import { write } from '../../db/store/write'
import { beginTask, serialiseTask } from '../http/answerTask'
import { ago } from '@/core/ago'
import { exportTask } from './coco'
import { attachment } from '../http/download'
import { readExportOptions } from './exportOptions'
import { answerOnce, json, path, readId, refuseNavigation } from '../http/request'

const serialise = ({ id, dataset_id, tags, categories, created_at }: ExportRow, name: string): Export => ({
  id,
  dataset_id,
  path: `/data/datasets/${name}/.exports/coco-${id}.json`,
  tags,
  categories,
  created_at: { $date: created_at },
  ago: ago(created_at),
})

export const datasetExportHandlers = [
  http.get(path('/dataset/:id/export'), async ({ request, params }) => {
    refuseNavigation(request)
    const dataset = await exports.dataset(readId(params))
    const options = readExportOptions(request, 'json')
    const { id } = await beginTask(request, async () => exportTask(dataset, options))
    const task = await tasks.find(id)
    if (!task) throw badRequest('Invalid task id')
    const answer: ExportTask = { ...serialiseTask(task), celery_id: String(id) }
    return json(answer)
  }),
  http.get(path('/dataset/:id/exports'), async ({ params }) => {
    const { id, name } = await exports.dataset(readId(params))
    return json((await exports.listKept(id)).map((row) => serialise(row, name)))
  }),
]

export const exportHandlers = [
  http.get(path('/export/:id'), async ({ params }) => {
    const row = await exports.kept(readId(params))
    return json(serialise(row, (await exports.dataset(row.dataset_id)).name))
  }),
  http.get(path('/export/:id/download'), async ({ params }) => {
    const { id, dataset_id, files } = await exports.kept(readId(params))
    const { name } = await exports.dataset(dataset_id)
    return attachment(files[0]!.blob, `${name}-${id}.json`, 'application/json')
  }),
  http.delete(path('/export/:id'), async ({ request, params }) => {
    const { id } = await exports.kept(readId(params))
    return answerOnce(request, () =>
      write(async () => {
        await exports.remove(id)
        return { success: true }
      }),
    )
  }),
]
