import { Success } from '../common'
import {
  DetectAnswer,
  DetectedCoco,
  DetectRequest,
  DextrAnswer,
  DextrRequest,
  Model,
  ModelList,
  ModelPart,
  ModelQuery,
  NewModel,
  SegmentAnswer,
  SegmentRequest,
} from '../models/model'
import {
  NewPrelabel,
  PrelabelPause,
  PrelabelResult,
  PrelabelWork,
  ReviewRequest,
  ReviewResult,
} from '../models/prelabel'
import { Task } from '../task'
import { NO_ROOM, type Route } from './route'

const noImage = '`Image does not exist`'
const noModel = '`Model does not exist`'
const cannotRun =
  '`code: model-missing`: the model is not installed or not downloaded. `code: model-no-tab`: no tab of the app is open, and models run in one. `code: model-busy`: it takes longer than a request may; ask again. `code: model-failed`: it could not be run.'

export const modelRoutes: Route[] = [
  { method: 'GET', path: '/model/', origin: 'ours', summary: 'The models that there are', answer: ModelList },
  {
    method: 'POST',
    path: '/model/',
    origin: 'ours',
    summary: 'Install a model of your own',
    description:
      'An ONNX file that was uploaded, or two: the encoder and the decoder of a SAM pair. What it is, is told by its shapes and its metadata; `card` says what is not told there.',
    body: { json: NewModel, required: true },
    answer: Model,
    errors: {
      400: 'The upload is gone, it is no ONNX model, or one that cannot run here. `code: model-unknown`: what its outputs mean must be said in `card`; `guess` has what is known.',
      507: NO_ROOM,
    },
  },
  {
    method: 'DELETE',
    path: '/model/{id}',
    origin: 'ours',
    summary: 'Remove a model of your own',
    answer: Success,
    errors: { 400: noModel },
  },
  {
    method: 'GET',
    path: '/model/{id}/file',
    origin: 'ours',
    summary: 'The file of a model of your own',
    query: ModelPart,
    answer: { media: ['application/octet-stream'], description: 'ONNX' },
    errors: { 400: noModel },
  },
  {
    method: 'POST',
    path: '/model/segment/{image_id}',
    origin: 'ours',
    summary: 'The outline of what is pointed at',
    description: 'By points, a box, or both. Runs in an open tab of the app.',
    query: ModelQuery,
    body: { json: SegmentRequest, required: true },
    answer: SegmentAnswer,
    errors: {
      400: `${noImage}, there is neither a point nor a box, or one lies outside of the image.`,
      503: cannotRun,
    },
  },
  {
    method: 'POST',
    path: '/model/detect/{image_id}',
    origin: 'ours',
    summary: 'All things that a model finds',
    description: 'Stores nothing. Runs in an open tab of the app.',
    query: ModelQuery,
    body: { json: DetectRequest, required: true },
    answer: DetectAnswer,
    errors: { 400: `${noImage} or ${noModel}`, 503: cannotRun },
  },
  {
    method: 'POST',
    path: '/model/dextr/{image_id}',
    origin: 'later',
    summary: 'Outline from four points',
    description: 'Runs in an open tab of the app.',
    query: ModelQuery,
    body: { json: DextrRequest, required: true },
    answer: DextrAnswer,
    errors: { 400: '`Invalid points entered`: not four, or outside of the image. `Invalid image ID`.', 503: cannotRun },
  },
  {
    method: 'POST',
    path: '/model/maskrcnn',
    origin: 'later',
    summary: 'Find objects in a file',
    description: 'By the first detector that is installed. Stores nothing.',
    body: { form: { files: { image: 'An image' } }, required: true },
    answer: DetectedCoco,
    errors: { 400: 'There is no image in the form, or it cannot be read.', 503: cannotRun },
  },
  {
    method: 'POST',
    path: '/model/prelabel',
    origin: 'ours',
    summary: 'Pre-label images, or segment their boxes',
    description:
      'A task that an open tab does image by image; what it makes are predictions that wait for their review. Cancelled, what is done stays.',
    body: { json: NewPrelabel, required: true },
    answer: Task,
    errors: {
      400: '`Invalid dataset ID`, there is no image to look at, a category is not of the dataset, or none is given.',
      503: '`code: model-missing`: the model is not installed or not downloaded.',
    },
  },
  {
    method: 'GET',
    path: '/model/prelabel/{id}',
    origin: 'ours',
    summary: 'The next image of such a task',
    answer: PrelabelWork,
    errors: { 400: '`Invalid task id`' },
  },
  {
    method: 'POST',
    path: '/model/prelabel/{id}/result',
    origin: 'ours',
    summary: 'Hand in what was found on it',
    description:
      'Stored together with how far the task is. A result for another image than the next one changes nothing.',
    body: { json: PrelabelResult, required: true },
    answer: Task,
    errors: { 400: '`Invalid task id`, or a shape cannot be used.' },
  },
  {
    method: 'POST',
    path: '/model/prelabel/{id}/pause',
    origin: 'ours',
    summary: 'Let such a task wait, or go on',
    body: { json: PrelabelPause, required: true },
    answer: Task,
    errors: { 400: '`Invalid task id` or `Task is completed`' },
  },
  {
    method: 'POST',
    path: '/model/review/{image_id}',
    origin: 'ours',
    summary: 'Accept or reject what models predicted on an image',
    description: 'One step of its history.',
    body: { json: ReviewRequest, required: true },
    answer: ReviewResult,
    errors: { 400: noImage },
  },
]
