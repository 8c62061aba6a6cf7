// Bytes of images: as they are stored, fitted into a size, or with the annotations drawn in (D2, D5, D25); what they say of themselves.
import { http } from 'msw'
import { badRequest } from '@/contract/errors'
import { ImageBytesQuery, type PictureFacts } from '@/contract/image'
import type { z } from '@/contract/zod'
import { files } from '../db/files'
import { images } from '../db/images'
import { samplesOf } from '../images/deep'
import { factsOf } from '../images/facts'
import { pictureFor, storedPicture } from '../images/make'
import { answerPicture } from './answerPicture'
import { json, path, readId, readQuery } from './http'

type Query = z.infer<typeof ImageBytesQuery>

async function find(params: Record<string, unknown>) {
  const image = await images.findLive(readId(params))
  if (!image) throw badRequest('Invalid image id')
  const file = await files.find(image.id)
  if (!file) throw badRequest(`The picture of "${image.path}" has not arrived yet: upload a file with that path.`)
  return { image, file }
}

async function answer(request: Request, params: Record<string, unknown>, query: Query): Promise<Response> {
  const { image, file } = await find(params)
  const { width, height, thumbnail, original, asAttachment } = query
  const picture = original ? storedPicture(file) : await pictureFor(image, file, { width, height, annotated: thumbnail })
  const isStored = picture.etag === storedPicture(file).etag
  return answerPicture(request, picture, { kind: asAttachment ? 'attachment' : 'inline', image, isStored })
}

async function answerSamples(request: Request, params: Record<string, unknown>): Promise<Response> {
  const { image, file } = await find(params)
  const samples = await samplesOf(file)
  return answerPicture(request, samples, { kind: 'attachment', image, isStored: false })
}

async function answerFacts(params: Record<string, unknown>) {
  const { file } = await find(params)
  return json(await factsOf(file) satisfies PictureFacts)
}

export const imageBytesHandlers = [
  http.get(path('/image/:id'), ({ request, params }) => answer(request, params, readQuery(request, ImageBytesQuery))),
  // as an older client asks
  http.get(path('/image/:id/thumbnail'), ({ request, params }) => answer(request, params, { ...readQuery(request, ImageBytesQuery), thumbnail: true })),
  http.get(path('/image/:id/facts'), ({ params }) => answerFacts(params)),
  http.get(path('/image/:id/samples'), ({ request, params }) => answerSamples(request, params)),
]
