// Models: the list, installing and removing your own, and what they are asked. They run in a tab: server/models/askTab.ts
import { http } from 'msw'
import { ApiError, badRequest } from '@/contract/errors'
import { DetectRequest, DextrRequest, ModelPart, ModelQuery, NewModel, SegmentRequest } from '@/contract/models/model'
import { checkFreeSpace } from '../../db/store/freeSpace'
import { models } from '../../db/models/models'
import { uploads } from '../../db/tasks/uploads'
import { askTab } from '../../models/askTab'
import { LARGEST_MODEL, prepareModel } from '../../models/install'
import { detectedCoco, detectAnswer, segmentAnswer } from '../../models/answers'
import { expectDetector, expectSegmenter, firstDetector } from '../../models/choose'
import { stored, shippedModel } from '../../models/shipped'
import { answerOnce, json, path, readBody, readId, readQuery } from '../http/request'
import { serialiseModel, serialiseShipped } from '../serialise/model'
import { readBox, readImage, readPoints } from './prompt'

async function findModel(params: Record<string, unknown>) {
  const row = await models.find(readId(params))
  if (row) return row
  throw badRequest('Model does not exist')
}

export const modelHandlers = [
  http.get(path('/model'), async () => {
    const shipped = await shippedModel()
    const own = await models.list()
    return json({
      models: [
        ...(shipped ? [serialiseShipped(shipped, await stored.isReady(shipped))] : []),
        ...own.map(serialiseModel),
      ],
    })
  }),
  http.post(path('/model'), async ({ request }) => {
    const wanted = await readBody(request, NewModel)
    const row = await prepareModel(wanted)
    await checkFreeSpace(row.blob.size + (row.decoder?.size ?? 0))
    return answerOnce(request, async () => {
      const added = await models.add(row)
      for (const id of [wanted.upload, wanted.decoder]) if (id) await uploads.remove(id)
      return serialiseModel(added)
    })
  }),
  http.delete(path('/model/:id'), async ({ request, params }) => {
    const { id } = await findModel(params)
    return answerOnce(request, async () => {
      await models.remove(id)
      return { success: true }
    })
  }),
  http.get(path('/model/:id/file'), async ({ request, params }) => {
    const { part } = readQuery(request, ModelPart)
    const row = await findModel(params)
    const blob = part === 'decoder' ? row.decoder : row.blob
    if (!blob) throw badRequest('The model has no such part.')
    return new Response(blob, {
      headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': String(blob.size) },
    })
  }),

  http.post(path('/model/segment/:image_id'), async ({ request, params }) => {
    const { download } = readQuery(request, ModelQuery)
    const body = await readBody(request, SegmentRequest)
    const image = await readImage(params)
    const points = readPoints(body.points, body.labels, image)
    const box = readBox(body.box, image)
    if (points.length === 0 && !box) throw badRequest('Say where to look: `points`, a `box`, or both.')
    const model = await expectSegmenter(body.model, download)
    const { candidates } = await askTab({ kind: 'segment', image: image.id, model, prompt: { points, box }, download })
    return json(segmentAnswer(candidates[0], image))
  }),
  http.post(path('/model/detect/:image_id'), async ({ request, params }) => {
    const { download } = readQuery(request, ModelQuery)
    const { model, threshold, overlap, categories } = await readBody(request, DetectRequest)
    const image = await readImage(params)
    const { id } = await expectDetector(model)
    return json(
      detectAnswer(
        await askTab({ kind: 'detect', image: image.id, model: id, options: { threshold, overlap }, download }),
        categories,
      ),
    )
  }),
  http.post(path('/model/dextr/:image_id'), async ({ request, params }) => {
    const { download } = readQuery(request, ModelQuery)
    const { points } = await readBody(request, DextrRequest)
    const image = await readImage(params, 'Invalid image ID')
    const isOutside = points.some(([x, y]) => !(x >= 0 && y >= 0 && x <= image.width && y <= image.height))
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
    const [left, top] = [Math.min(...xs), Math.min(...ys)]
    const box = readBox(
      [left, top, Math.max(...xs) - left, Math.max(...ys) - top],
      image,
      points.length !== 4 || isOutside ? 'Invalid points entered' : undefined,
    )
    const model = await expectSegmenter(undefined, download)
    const { candidates } = await askTab({
      kind: 'segment',
      image: image.id,
      model,
      prompt: { points: [], box },
      download,
    })
    const { segmentation } = segmentAnswer(candidates[0], image)
    return json({ segmentaiton: segmentation, segmentation })
  }),
  http.post(path('/model/maskrcnn'), async ({ request }) => {
    const file = await request.formData().then(
      (form) => form.get('image'),
      () => null,
    )
    if (!(file instanceof Blob)) throw badRequest('Send the image as the field `image` of a form.')
    if (file.size > LARGEST_MODEL) throw new ApiError(400, 'The image is too large.')
    const { id } = await firstDetector()
    return json({
      coco: detectedCoco(
        await askTab({
          kind: 'detect',
          image: { file },
          model: id,
          options: { threshold: 0.25, overlap: 0.5 },
          download: false,
        }),
        file,
      ),
    })
  }),
]
