// Adds many images at once, transferred by the page or as parts of a form. A single image: imageUpload.ts
import { http } from 'msw'
import { ApiError, badRequest, invalidParameters } from '@/contract/errors'
import { ImageBatch, MOST_FILES, type ImageBatchAnswer } from '@/contract/imageBatch'
import { assertEditable } from '../../db/store/busy'
import { datasets } from '../../db/datasets/datasets'
import { folderImports, type FileResult } from '../../db/tasks/folderImports'
import { checkFreeSpace } from '../../db/store/freeSpace'
import { write } from '../../db/store/write'
import { takeTransferred } from '../../transferred'
import { examineAll, storeImages, type ExaminedImage, type StoredImageResult } from '../../images/receive'
import { answerOnce, parse, path, readBody, readForm } from '../http/request'
import { pathIn } from './imageUpload'
import { serialiseImage } from '../serialise/image'

interface Incoming {
  file: string
  blob: Blob
}

interface Batch {
  files: Incoming[]
  options: Omit<ImageBatch, 'handed' | 'files'>
}

const GONE = 'The files that were handed over are not there any longer: the worker was stopped. Hand them over again.'

const readBatch = (request: Request) =>
  /^multipart\/form-data/i.test(request.headers.get('content-type') ?? '')
    ? readParts(request)
    : readTransferred(request)

async function readTransferred(request: Request): Promise<Batch> {
  const { handed, files, ...options } = await readBody(request, ImageBatch)
  const blobs = takeTransferred(handed)
  if (!blobs) throw new ApiError(410, GONE)
  if (blobs.length !== files.length)
    throw badRequest(`${files.length} files are named, ${blobs.length} were handed over.`)
  return {
    files: files.map(({ folder, file_name }, at) => ({ file: pathIn(folder, file_name), blob: blobs[at]! })),
    options,
  }
}

async function readParts(request: Request): Promise<Batch> {
  const form = await readForm(request)
  const parts = form.getAll('image').filter((part): part is File => typeof part !== 'string')
  if (parts.length === 0) throw invalidParameters({ image: 'Missing required parameter in an uploaded file' })
  if (parts.length > MOST_FILES) throw invalidParameters({ image: `At most ${MOST_FILES} images go at once.` })
  form.delete('image')
  const given = { ...Object.fromEntries(new URL(request.url).searchParams), ...Object.fromEntries(form) } as Record<
    string,
    string
  >
  const options = parse(ImageBatch.omit({ handed: true, files: true }), given, 'the post body or the query string')
  return { files: parts.map((blob) => ({ file: pathIn(given.folder, blob.name), blob })), options }
}

async function findDataset(id: number) {
  const dataset = await datasets.findLive(id)
  if (!dataset) throw badRequest('dataset does not exist')
  return dataset
}

/** Examines and stores files. Answers a result or an error for each file, in their order. */
function storeAll(
  files: Incoming[],
  examined: (ExaminedImage | ApiError)[],
  options: Batch['options'],
): Promise<ImageBatchAnswer> {
  const { dataset_id: datasetId, on_conflict: onConflict, on_duplicate: onDuplicate, intake } = options
  return write(async () => {
    const [dataset] = await Promise.all([findDataset(datasetId), assertEditable(datasetId)])
    const good = files.flatMap(({ file, blob }, at) => {
      const facts = examined[at]!
      return facts instanceof ApiError ? [] : [{ datasetId, path: file, blob, facts, onConflict, onDuplicate }]
    })
    const stored = (await storeImages(good)).values()
    const results = examined.map((facts) => (facts instanceof ApiError ? facts : stored.next().value!))
    if (intake !== undefined)
      await folderImports.report(intake, ...results.map((result, at) => settled(files[at]!, result)))
    return { pictures: results.map((result, at) => serialise(files[at]!.file, result, dataset.name)) }
  })
}

function settled({ file, blob: { size } }: Incoming, result: StoredImageResult | ApiError): FileResult {
  if (result instanceof ApiError && result.body.identical)
    return { path: file, bytes: size, outcome: 'skipped', notes: [] }
  if (result instanceof ApiError) return { path: file, bytes: size, outcome: 'refused', notes: [result.message] }
  return { path: file, bytes: size, outcome: result.outcome === 'skipped' ? 'skipped' : 'added', notes: result.notes }
}

function serialise(
  file: string,
  result: StoredImageResult | ApiError,
  datasetName: string,
): ImageBatchAnswer['pictures'][number] {
  if (!(result instanceof ApiError))
    return {
      ...serialiseImage(result.image, datasetName),
      outcome: result.outcome,
      notes: result.notes,
      duplicate_of: result.twin?.id,
    }
  const { message, identical } = result.body
  return { outcome: 'refused', file, message, ...(typeof identical === 'boolean' ? { identical } : {}) }
}

export const imageBatchHandlers = [
  http.post(path('/image/batch'), async ({ request }) => {
    const { files, options } = await readBatch(request)
    // queries wait for the batch before; the files are read meanwhile
    const asked = findDataset(options.dataset_id).then(() =>
      checkFreeSpace(files.reduce((sum, { blob }) => sum + blob.size, 0)),
    )
    const [examined] = await Promise.all([examineAll(files), asked])
    return answerOnce(request, () => storeAll(files, examined, options))
  }),
]
