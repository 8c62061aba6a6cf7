// COCO: export of datasets, images and archives, import of files and archives, validation.
import { http } from 'msw'
import { ArchiveImportQuery, CocoImportQuery, ValidationRepair } from '@/contract/coco'
import { ApiError, badRequest, invalidParameters } from '@/contract/errors'
import { exportImage } from '../../export/imageExport'
import type { ExportOptions } from '../../export/exportPlan'
import { gunzip, isGzip } from '../../archive/gunzip'
import { formatOf } from '@/core/formats/table'
import { exportArchive } from '../../export/zipExport'
import { exports } from '../../db/tasks/exports'
import { checkFreeSpace } from '../../db/store/freeSpace'
import { isQuotaError } from '../../db/store/quotaError'
import type { DatasetRow, ExportRow } from '../../db/store/rows'
import type { NewTask } from '../../db/tasks/tasks'
import { uploads } from '../../db/tasks/uploads'
import { forgetPrefetched, prefetchUpload } from '../../tasks/cocoImport/prefetch'
import { COCO_EXPORT, type CocoExportInput, type CocoExportResult } from '../../tasks/cocoExport'
import { COCO_IMPORT, type CocoImportInput } from '../../tasks/cocoImport'
import { exportUnstored } from '../../tasks/cocoExport/unstored'
import { isResultsFile, resultsAsCoco } from '../../tasks/cocoImport/results'
import { FORMAT_EXPORT, type FormatExportInput } from '../../tasks/formatExport'
import { VALIDATION, type ValidationInput } from '../../tasks/validation'
import { ZIP_IMPORT, type ZipImportInput } from '../../tasks/zipImport'
import { answerWith, startTask } from '../http/answerTask'
import { attachment } from '../http/download'
import { readLiveDataset } from '../http/readLiveDataset'
import { readExportOptions } from './exportOptions'
import { isForeign, path, readBody, readForm, readId, readQuery, refuseNavigation } from '../http/request'

/** The routes of COCO document the message with another spelling. */
const liveDataset = (params: Record<string, unknown>) => readLiveDataset(params, 'Invalid dataset ID')

interface Source {
  upload: string
  file_name: string
  owns_upload: boolean
  blob?: Blob
}

/** Reads where the file is: an upload, a part of a form, or the body. */
async function readSource(request: Request, upload: string | undefined, field: string): Promise<Source> {
  if (upload) {
    const { id, name } = await uploads.get(upload)
    return { upload: id, file_name: name, owns_upload: false }
  }
  const name = new URL(request.url).searchParams.get('file_name') ?? ''
  const isForm = /^multipart\/form-data/i.test(request.headers.get('content-type') ?? '')
  const given = isForm ? (await readForm(request)).get(field) : await request.blob()
  if (!given || typeof given === 'string' || given.size === 0) {
    throw invalidParameters({ [field]: `Json ${field} Missing required parameter in an uploaded file` })
  }
  await checkFreeSpace(2 * given.size)
  return {
    upload: crypto.randomUUID(),
    file_name: name || ('name' in given ? String(given.name) : ''),
    owns_upload: true,
    blob: given,
  }
}

/** The contents of a gzip file, stored as an upload of the import's own; other files as they are. */
async function unpacked(source: Source): Promise<Source> {
  const packed = source.blob ?? (await uploads.get(source.upload)).blob
  if (!(await isGzip(packed))) return source
  const blob = await gunzip(packed)
  return { upload: crypto.randomUUID(), file_name: source.file_name.replace(/\.gz$/i, ''), owns_upload: true, blob }
}

/** Stores a file that came with the request. Within the transaction that creates the task. */
async function keep({ upload, file_name, owns_upload, blob }: Source) {
  if (blob) await uploads.store(upload, blob, file_name)
  return { upload, file_name, owns_upload }
}

const importCoco = http.post(path('/dataset/:id/coco'), async ({ request, params }) => {
  const dataset = await liveDataset(params)
  const { upload, dry_run, add_missing, turned, definitions, result_ids } = readQuery(request, CocoImportQuery)
  const given = await unpacked(await readSource(request, upload, 'coco'))
  const file = given.blob ?? (await uploads.get(given.upload)).blob
  const isResults = await isResultsFile(file)
  const source = isResults
    ? { ...given, upload: crypto.randomUUID(), owns_upload: true, blob: await resultsAsCoco(file, dataset, result_ids) }
    : given
  return startTask(request, async () => {
    const input: CocoImportInput = {
      ...(await keep(source)),
      dataset: dataset.id,
      dry_run,
      add_missing,
      turned,
      definitions,
      ...(isResults ? { is_results: true } : {}),
    }
    if (source.blob) prefetchUpload(source.upload, source.blob)
    return {
      kind: COCO_IMPORT,
      group: 'Annotation Import',
      name: `Import COCO into ${dataset.name}`,
      input,
      checkpoint: null,
    }
  }).finally(() => forgetPrefetched(source.upload))
})

/** A name may have a comma in it where each has a line of its own. */
const namesOf = (text = '') =>
  text
    .split(text.includes('\n') ? '\n' : ',')
    .map((name) => name.trim())
    .filter(Boolean)

const importZip = http.post(path('/dataset/:id/zip'), async ({ request, params }) => {
  const dataset = await liveDataset(params)
  const { upload, add_missing, turned, definitions, format, names, dry_run, preview } = readQuery(
    request,
    ArchiveImportQuery,
  )
  const source = await readSource(request, upload, 'zip')
  return startTask(request, async () => {
    const input: ZipImportInput = {
      ...(await keep(source)),
      dataset: dataset.id,
      add_missing,
      turned,
      definitions,
      format,
      names: namesOf(names),
      dry_run,
      preview,
    }
    return {
      kind: ZIP_IMPORT,
      group: 'Archive Import',
      name: `Import archive into ${dataset.name}`,
      input,
      checkpoint: null,
    }
  })
})

/** The task that writes a dataset's COCO file, and keeps it. `unlisted`: it is answered at once, and no entry of the exports. */
export function exportTask(dataset: DatasetRow, options: ExportOptions, unlisted = false): NewTask {
  const input: CocoExportInput = { dataset: dataset.id, options, unlisted }
  return {
    kind: COCO_EXPORT,
    group: 'Annotation Export',
    name: `Export ${dataset.name} as COCO`,
    input,
    checkpoint: null,
  }
}

type Answer = (row: ExportRow) => Response | Promise<Response>

/** Written and kept; in a full store, and for a link on another site, written alone. */
async function answerExport(request: Request, task: NewTask, answer: Answer): Promise<Response> {
  if (isForeign(request)) return answer(await exportUnstored(task))
  try {
    return await answerWith<CocoExportResult>(
      request,
      async () => task,
      async (result) => answer(await exports.kept(result.export)),
    )
  } catch (error) {
    if (!isQuotaError(error) && !(error instanceof ApiError && error.status === 507)) throw error
    return answer(await exportUnstored(task))
  }
}

const exportCoco = http.get(path('/dataset/:id/coco'), async ({ request, params }) => {
  const dataset = await exports.dataset(readId(params))
  const task = exportTask(dataset, readExportOptions(request, 'json'), true)
  return answerExport(request, task, ({ files }) =>
    attachment(files[0]!.blob, `${dataset.name}.json`, 'application/json'),
  )
})

/** In a format other than COCO. */
function formatTask(dataset: DatasetRow, options: ExportOptions, isPreview: boolean): NewTask {
  const input: FormatExportInput = { dataset: dataset.id, options, isPreview }
  const { name } = formatOf(options.format)!
  return {
    kind: FORMAT_EXPORT,
    group: 'Annotation Export',
    name: `${isPreview ? 'Preview' : 'Export'} ${dataset.name} as ${name}`,
    input,
    checkpoint: null,
  }
}

const exportPreview = http.get(path('/dataset/:id/export/preview'), async ({ request, params }) => {
  const dataset = await exports.dataset(readId(params))
  const options = readExportOptions(request, 'archive')
  return startTask(request, async () => formatTask(dataset, options, true))
})

const exportZip = http.get(path('/dataset/:id/export.zip'), async ({ request, params }) => {
  const dataset = await exports.dataset(readId(params))
  const options = readExportOptions(request, 'archive')
  const task = options.format === 'coco' ? exportTask(dataset, options, true) : formatTask(dataset, options, false)
  return answerExport(request, task, async (row) =>
    attachment(await exportArchive(row, options.pictures ?? 'none'), `${dataset.name}.zip`, 'application/zip'),
  )
})

const validationTask = (dataset: DatasetRow, repair: ValidationInput['repair']): NewTask => {
  const input: ValidationInput = { dataset: dataset.id, repair }
  return {
    kind: VALIDATION,
    group: 'Validation',
    name: `${repair ? 'Repair' : 'Check'} ${dataset.name}`,
    input,
    checkpoint: null,
  }
}

const validate = http.get(path('/dataset/:id/validate'), async ({ request, params }) => {
  refuseNavigation(request)
  const dataset = await exports.dataset(readId(params))
  return startTask(request, async () => validationTask(dataset, null))
})

const repair = http.post(path('/dataset/:id/validate/repair'), async ({ request, params }) => {
  const dataset = await liveDataset(params)
  const wanted = await readBody(request, ValidationRepair)
  if (wanted.kinds.length + wanted.problems.length === 0)
    throw badRequest('Name the problems to repair, or kinds of them.')
  return startTask(request, async () => validationTask(dataset, wanted))
})

export const datasetCocoHandlers = [importCoco, importZip, exportCoco, exportPreview, exportZip, validate, repair]

export const imageCocoHandlers = [
  http.get(path('/image/:id/coco'), async ({ request, params }) => {
    const image = await exports.image(readId(params))
    return attachment(
      await exportImage(image, readExportOptions(request, 'json')),
      `${image.file_name}.json`,
      'application/json',
    )
  }),
]
