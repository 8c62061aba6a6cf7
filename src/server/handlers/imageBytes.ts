// Bytes of images: as they are stored, fitted into a size, or with the annotations drawn in (D2, D5, D25).
import { http } from 'msw'
import { badRequest } from '@/contract/errors'
import { ImageBytesQuery } from '@/contract/image'
import type { z } from '@/contract/zod'
import { files } from '../db/files'
import { images } from '../db/images'
import { pictureFor, storedPicture } from '../images/make'
import { answerPicture } from './answerPicture'
import { path, readId, readQuery } from './http'

type Query = z.infer<typeof ImageBytesQuery>

async function answer(request: Request, params: Record<string, unknown>, query: Query): Promise<Response> {
  const image = await images.findLive(readId(params))
  if (!image) throw badRequest('Invalid image id')
  const file = await files.find(image.id)
  if (!file) throw badRequest(`The picture of "${image.path}" has not arrived yet: upload a file with that path.`)
  const { width, height, thumbnail, original, asAttachment } = query
  const picture = original ? storedPicture(file) : await pictureFor(image, file, { width, height, annotated: thumbnail })
  const isStored = picture.etag === storedPicture(file).etag
  return answerPicture(request, picture, { kind: asAttachment ? 'attachment' : 'inline', name: image.file_name, modified: image.updated_at, isStored })
}

export const imageBytesHandlers = [
  http.get(path('/image/:id'), ({ request, params }) => answer(request, params, readQuery(request, ImageBytesQuery))),
  // as an older client asks
  http.get(path('/image/:id/thumbnail'), ({ request, params }) => answer(request, params, { ...readQuery(request, ImageBytesQuery), thumbnail: true })),
]
