// Adds an image: a file as a part of a form, or as the body with its name in the query.
import { http } from 'msw'
import { ApiError, badRequest, invalidParameters } from '@/contract/errors'
import { ImageReplaceQuery, ImageUploadQuery } from '@/contract/image'
import type { z } from '@/contract/zod'
import { normaliseFolder } from '@/core/paths'
import { InvalidInput } from '@/core/errors'
import { datasets } from '../../db/datasets/datasets'
import { assertEditable } from '../../db/store/busy'
import { checkFreeSpace } from '../../db/store/freeSpace'
import { images } from '../../db/images/images'
import { folderImports } from '../../db/tasks/folderImports'
import { write, writeOnce } from '../../db/store/write'
import { examine, replaceImageFile, storeImage } from '../../images/receive'
import { answerOnce, parse, path, readForm, readId, readQuery } from '../http/request'
import { serialiseImage } from '../serialise/image'

type Query = z.infer<typeof ImageUploadQuery>

interface Upload {
  blob: Blob
  name: string
  query: Query
}

const MISSING = { image: 'Missing required parameter in an uploaded file' }

async function readUpload(request: Request): Promise<Upload> {
  const given = Object.fromEntries(new URL(request.url).searchParams)
  if (!/^multipart\/form-data/i.test(request.headers.get('content-type') ?? '')) {
    const query = parse(ImageUploadQuery, given, 'the query string')
    return { blob: await request.blob(), name: query.file_name ?? '', query }
  }
  const { image, ...fields } = Object.fromEntries(await readForm(request))
  const query = parse(ImageUploadQuery, { ...given, ...fields }, 'the post body or the query string')
  if (!image || typeof image === 'string') throw invalidParameters(MISSING)
  return { blob: image, name: query.file_name ?? image.name, query }
}

/** Some clients send a whole path as the name. Its folders are dropped; `folder` names the folder in the dataset. */
export function pathIn(folder: string | undefined, name: string): string {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
  if (base.trim() === '')
    throw invalidParameters({ file_name: 'Missing required parameter in the query string: the name of the file' })
  try {
    const inside = normaliseFolder(folder ?? '')
    return inside ? `${inside}/${base}` : base
  } catch (error) {
    if (error instanceof InvalidInput) throw invalidParameters({ folder: error.message })
    throw error
  }
}

async function store(request: Request, blob: Blob, file: string, query: Query) {
  const { dataset_id: datasetId, on_conflict: onConflict, on_duplicate: onDuplicate, intake, other_size } = query
  if (!(await datasets.findLive(datasetId))) throw badRequest('dataset does not exist')
  await checkFreeSpace(blob.size)
  const facts = await examine(blob, file)
  return answerOnce(request, () =>
    write(async () => {
      const dataset = await datasets.findLive(datasetId)
      if (!dataset) throw badRequest('dataset does not exist')
      await assertEditable(datasetId)
      const { image, outcome, notes, twin } = await storeImage({
        datasetId,
        path: file,
        blob,
        facts,
        onConflict,
        onDuplicate,
        onOtherSize: other_size === 'scale' ? 'scale' : 'crop',
      })
      if (intake !== undefined)
        await folderImports.report(intake, {
          path: file,
          bytes: blob.size,
          outcome: outcome === 'skipped' ? 'skipped' : 'added',
          notes,
        })
      return { ...serialiseImage(image, dataset.name), outcome, notes, duplicate_of: twin?.id }
    }),
  )
}

/** Reports a refused file of a folder import, once even if the request is repeated. */
async function noteRefusal(
  request: Request,
  blob: Blob,
  file: string,
  { intake }: Query,
  error: unknown,
): Promise<void> {
  if (intake === undefined || !(error instanceof ApiError) || error.status !== 400) return
  const key = request.headers.get('idempotency-key')
  const { message, body } = error
  const settled = body.identical
    ? ({ outcome: 'skipped', notes: [] } as const)
    : ({ outcome: 'refused', notes: [message] } as const)
  const note = async () => (await folderImports.report(intake, { path: file, bytes: blob.size, ...settled })).id
  // the import has ended, so there is no report to write to
  await writeOnce(key && `${key}:refused`, `refusal ${intake}`, note).catch(() => {})
}

const uploadImage = http.post(path('/image'), async ({ request }) => {
  const { blob, name, query } = await readUpload(request)
  const file = pathIn(query.folder, name)
  try {
    return await store(request, blob, file, query)
  } catch (error) {
    await noteRefusal(request, blob, file, query, error)
    throw error
  }
})

const replaceImage = http.put(path('/image/:id/file'), async ({ request, params }) => {
  const id = readId(params)
  const { other_size } = readQuery(request, ImageReplaceQuery)
  const image = await images.findLive(id)
  if (!image) throw badRequest('Invalid image id')
  const blob = await request.blob()
  await checkFreeSpace(blob.size)
  const facts = await examine(blob, image.path)
  return answerOnce(request, () =>
    write(async () => {
      const { image: stored, outcome, notes } = await replaceImageFile(id, blob, facts, other_size)
      const { name } = (await datasets.find(stored.dataset_id))!
      return { ...serialiseImage(stored, name), outcome, notes }
    }),
  )
})

export const imageUploadHandlers = [uploadImage, replaceImage]
