import { Success } from '../common'
import { DetectAnswer, DetectedCoco, DetectRequest, DextrAnswer, DextrRequest, Model, ModelList, ModelPart, ModelQuery, NewModel, SegmentAnswer, SegmentRequest } from '../model'
import { NO_ROOM, type Route } from './route'

const noImage = '`Image does not exist`'
const noModel = '`Model does not exist`'
const cannotRun = '`code: model-missing`: the model is not installed or not downloaded. `code: model-no-tab`: no tab of the app is open, and models run in one. `code: model-busy`: it takes longer than a request may; ask again. `code: model-failed`: it could not be run.'

export const modelRoutes: Route[] = [
  { method: 'GET', path: '/model/', origin: 'ours', summary: 'The models that there are', answer: ModelList },
  {
    method: 'POST', path: '/model/', origin: 'ours', summary: 'Install a model of your own',
    description: 'An ONNX file that was uploaded, or two: the encoder and the decoder of a SAM pair. What it is, is told by its shapes and its metadata; `card` says what is not told there.',
    body: { json: NewModel, required: true }, answer: Model,
    errors: { 400: 'The upload is gone, it is no ONNX model, or one that cannot run here. `code: model-unknown`: what its outputs mean must be said in `card`; `guess` has what is known.', 507: NO_ROOM },
  },
  { method: 'DELETE', path: '/model/{id}', origin: 'ours', summary: 'Remove a model of your own', answer: Success, errors: { 400: noModel } },
  { method: 'GET', path: '/model/{id}/file', origin: 'ours', summary: 'The file of a model of your own', query: ModelPart, answer: { media: ['application/octet-stream'], description: 'ONNX' }, errors: { 400: noModel } },
  {
    method: 'POST', path: '/model/segment/{image_id}', origin: 'ours', summary: 'The outline of what is pointed at',
    description: 'By points, a box, or both. Runs in an open tab of the app.', query: ModelQuery, body: { json: SegmentRequest, required: true }, answer: SegmentAnswer,
    errors: { 400: `${noImage}, there is neither a point nor a box, or one lies outside of the image.`, 503: cannotRun },
  },
  {
    method: 'POST', path: '/model/detect/{image_id}', origin: 'ours', summary: 'All things that a model finds', description: 'Stores nothing. Runs in an open tab of the app.',
    query: ModelQuery, body: { json: DetectRequest, required: true }, answer: DetectAnswer, errors: { 400: `${noImage} or ${noModel}`, 503: cannotRun },
  },
  {
    method: 'POST', path: '/model/dextr/{image_id}', origin: 'later', summary: 'Outline from four points', description: 'Runs in an open tab of the app.',
    query: ModelQuery, body: { json: DextrRequest, required: true }, answer: DextrAnswer, errors: { 400: '`Invalid points entered`: not four, or outside of the image. `Invalid image ID`.', 503: cannotRun },
  },
  {
    method: 'POST', path: '/model/maskrcnn', origin: 'later', summary: 'Find objects in a file', description: 'By the first detector that is installed. Stores nothing.',
    body: { form: { files: { image: 'An image' } }, required: true }, answer: DetectedCoco, errors: { 400: 'There is no image in the form, or it cannot be read.', 503: cannotRun },
  },
]
