// Files of images: as stored, resized, or with annotations drawn in; and their image info.
import { http } from 'msw'
import { badRequest } from '@/contract/errors'
import { ImageBytesQuery, type ImageInfo } from '@/contract/image'
import type { z } from '@/contract/zod'
import { files } from '../../db/images/files'
import { images } from '../../db/images/images'
import { samplesOf } from '../../images/highBitDepth'
import { imageInfoOf } from '../../images/imageInfo'
import { imageFor, storedImage } from '../../images/make'
import { answerImage } from '../http/answerImage'
import { json, path, readId, readQuery } from '../http/request'

type Query = z.infer<typeof ImageBytesQuery>

async function find(params: Record<string, unknown>) {
  const image = await images.findLive(readId(params))
  if (!image) throw badRequest('Invalid image id')
  const file = await files.find(image.id)
  if (!file) throw badRequest(`The image of "${image.path}" has not arrived yet: upload a file with that path.`)
  return { image, file }
}

async function answer(request: Request, params: Record<string, unknown>, query: Query): Promise<Response> {
  const { image, file } = await find(params)
  const { width, height, thumbnail, original, asAttachment } = query
  const served = original ? storedImage(file) : await imageFor(image, file, { width, height, annotated: thumbnail })
  const isStored = served.etag === storedImage(file).etag
  return answerImage(request, served, { kind: asAttachment ? 'attachment' : 'inline', image, isStored })
}

async function answerSamples(request: Request, params: Record<string, unknown>): Promise<Response> {
  const { image, file } = await find(params)
  const samples = await samplesOf(file)
  return answerImage(request, samples, { kind: 'attachment', image, isStored: false })
}

async function answerImageInfo(params: Record<string, unknown>) {
  const { file } = await find(params)
  return json((await imageInfoOf(file)) satisfies ImageInfo)
}

export const imageBytesHandlers = [
  http.get(path('/image/:id'), ({ request, params }) => answer(request, params, readQuery(request, ImageBytesQuery))),
  // the path of older clients
  http.get(path('/image/:id/thumbnail'), ({ request, params }) =>
    answer(request, params, { ...readQuery(request, ImageBytesQuery), thumbnail: true }),
  ),
  http.get(path('/image/:id/facts'), ({ params }) => answerImageInfo(params)),
  http.get(path('/image/:id/samples'), ({ request, params }) => answerSamples(request, params)),
]
