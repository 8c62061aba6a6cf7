// COCO in and out: a dataset's file, an image's file, imports of files and archives, the archive.
import { http } from 'msw'
import { CocoExportQuery, CocoImportQuery } from '@/contract/coco'
import { badRequest, invalidParameters } from '@/contract/errors'
import type { z } from '@/contract/zod'
import { exportDataset, exportImage, type ExportOptions } from '../archive/cocoExport'
import { validateDataset } from '../archive/validate'
import { exportArchive } from '../archive/zipExport'
import { exports } from '../db/exports'
import { checkRoom } from '../db/room'
import { uploads } from '../db/uploads'
import { COCO_IMPORT, type CocoImportInput } from '../tasks/cocoImport'
import { ZIP_IMPORT, type ZipImportInput } from '../tasks/zipImport'
import { startTask } from './answerTask'
import { attachment, streamText } from './download'
import { json, path, readId, readQuery } from './http'

const listOfIds = (text = ''): number[] => {
  const parts = text.split(',').map((part) => part.trim()).filter(Boolean)
  if (parts.every((part) => /^\d{1,15}$/.test(part))) return parts.map(Number)
  throw invalidParameters({ categories: `'${text.slice(0, 40)}' is not a list of integers separated by commas` })
}

function optionsOf(query: z.infer<typeof CocoExportQuery>, style: ExportOptions['style']): ExportOptions {
  const { ids, segmentation, with_empty_images: all } = query
  const empty = query.empty ?? (all === undefined ? 'done' : all ? 'all' : 'none')
  return { ids, segmentation, style, empty, categories: listOfIds(query.categories) }
}

async function liveDataset(params: Record<string, unknown>) {
  const dataset = await exports.dataset(readId(params))
  if (!dataset.deleted) return dataset
  throw badRequest('Invalid dataset ID')
}

interface Source {
  upload: string
  file_name: string
  owns_upload: boolean
  blob?: Blob
}

/** Where the file is: an upload, a part of a form, or the body itself. */
async function readSource(request: Request, upload: string | undefined, field: string): Promise<Source> {
  if (upload) {
    const { id, name } = await uploads.get(upload)
    return { upload: id, file_name: name, owns_upload: false }
  }
  const name = new URL(request.url).searchParams.get('file_name') ?? ''
  const isForm = /^multipart\/form-data/i.test(request.headers.get('content-type') ?? '')
  const given = isForm ? (await request.formData()).get(field) : await request.blob()
  if (!given || typeof given === 'string' || given.size === 0) {
    throw invalidParameters({ [field]: `Json ${field} Missing required parameter in an uploaded file` })
  }
  await checkRoom(2 * given.size)
  return { upload: crypto.randomUUID(), file_name: name || ('name' in given ? String(given.name) : ''), owns_upload: true, blob: given }
}

/** Stores what came with the request; within the transaction that makes the task. */
async function keep({ upload, file_name, owns_upload, blob }: Source) {
  if (blob) await uploads.store(upload, blob, file_name)
  return { upload, file_name, owns_upload }
}

const importCoco = http.post(path('/dataset/:id/coco'), async ({ request, params }) => {
  const dataset = await liveDataset(params)
  const { upload, dry_run, add_missing } = readQuery(request, CocoImportQuery)
  const source = await readSource(request, upload, 'coco')
  return startTask(request, async () => {
    const input: CocoImportInput = { ...(await keep(source)), dataset: dataset.id, dry_run, add_missing }
    return { kind: COCO_IMPORT, group: 'Annotation Import', name: `Import COCO into ${dataset.name}`, input, checkpoint: null }
  })
})

const importZip = http.post(path('/dataset/:id/zip'), async ({ request, params }) => {
  const dataset = await liveDataset(params)
  const { upload, add_missing } = readQuery(request, CocoImportQuery)
  const source = await readSource(request, upload, 'zip')
  return startTask(request, async () => {
    const input: ZipImportInput = { ...(await keep(source)), dataset: dataset.id, add_missing }
    return { kind: ZIP_IMPORT, group: 'Archive Import', name: `Import archive into ${dataset.name}`, input, checkpoint: null }
  })
})

const exportCoco = http.get(path('/dataset/:id/coco'), async ({ request, params }) => {
  const dataset = await exports.dataset(readId(params))
  const options = optionsOf(readQuery(request, CocoExportQuery), 'full')
  return attachment(streamText(await exportDataset(dataset, options)), `${dataset.name}.json`, 'application/json')
})

const exportZip = http.get(path('/dataset/:id/export.zip'), async ({ request, params }) => {
  const dataset = await exports.dataset(readId(params))
  const query = readQuery(request, CocoExportQuery)
  const archive = exportArchive(dataset, optionsOf(query, 'clean'), query.pictures)
  return attachment(archive, `${dataset.name}.zip`, 'application/zip')
})

const validate = http.get(path('/dataset/:id/validate'), async ({ params }) => json(await validateDataset(await exports.dataset(readId(params)))))

export const datasetCocoHandlers = [importCoco, importZip, exportCoco, exportZip, validate]

export const imageCocoHandlers = [
  http.get(path('/image/:id/coco'), async ({ request, params }) => {
    const image = await exports.image(readId(params))
    const options = optionsOf(readQuery(request, CocoExportQuery), 'full')
    return attachment(streamText(await exportImage(image, options)), `${image.file_name}.json`, 'application/json')
  }),
]
