import { CocoExportQuery, CocoFile } from '../coco'
import { CopyAnnotations, CopyAnnotationsResult } from '../annotation'
import { Success } from '../common'
import {
  BulkCount,
  BulkCounts,
  Image,
  ImageBulk,
  ImageBulkResult,
  ImageBytesQuery,
  ImageList,
  ImageListQuery,
  ImageReplaceQuery,
  ImageUpdate,
  ImageUploadQuery,
  ImageInfo,
  ReplaceConflict,
  UploadedImage,
} from '../image'
import { ImageBatch, ImageBatchAnswer } from '../imageBatch'
import { Task } from '../task'
import { BUSY, SESSION, NO_ROOM, type Media, type Route } from './route'

const image: Media = {
  media: ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif', 'image/bmp', 'image/tiff'],
  description: 'The image',
}
const noImage = '`Invalid image id`: there is none, or it is in the trash.'
const conditional = {
  'If-None-Match': 'The ETag of an earlier answer: 304 when nothing has changed',
  'If-Modified-Since': 'The Last-Modified of an earlier answer',
  Range: 'bytes=from-to, of the stored file: 206 and that part of it',
}
const fileErrors = {
  304: 'Not changed.',
  400: `${noImage} Or its file has not arrived yet.`,
  416: 'The range is outside the file.',
  501: 'This browser cannot draw the image in this form; the message says what to ask for.',
}

export const imageRoutes: Route[] = [
  {
    method: 'GET',
    path: '/image/',
    origin: 'wiki',
    summary: 'All images',
    description: 'A list; with `page`, `per_page` or `fields` a page of it.',
    query: ImageListQuery,
    answer: ImageList,
  },
  {
    method: 'POST',
    path: '/image/',
    origin: 'later',
    summary: 'Add an image to a dataset',
    description:
      'The file as a part of a form, whose other parts may be the parameters of the query, or as the body itself (for large files).',
    query: ImageUploadQuery.partial({ dataset_id: true }),
    body: { form: { files: { image: 'The image file' } }, file: 'The image file', required: true },
    answer: UploadedImage,
    errors: {
      400: '`dataset does not exist`, `file already exists` (`identical` tells whether with the same bytes), or why the file is not an image that can be shown.',
      409: BUSY,
      507: NO_ROOM,
    },
  },
  {
    method: 'POST',
    path: '/image/batch',
    origin: 'ours',
    summary: 'Add many images to a dataset',
    description:
      'Stored together, which takes a fraction of the time; each is answered for itself. A page of the app hands the files to the worker ' +
      'in a message and names them in the JSON body; other clients send a form with a part `image` for each, and the parameters of `POST /image/` beside them.',
    query: ImageUploadQuery.omit({ file_name: true }).partial({ dataset_id: true }),
    body: {
      json: ImageBatch,
      form: { files: { image: 'An image; as many parts as there are images, at most 200' } },
      required: true,
    },
    answer: ImageBatchAnswer,
    errors: {
      400: '`dataset does not exist`, or no file came.',
      409: BUSY,
      410: 'The files that were handed over are not there any longer: the worker was stopped. Hand them over again.',
      507: NO_ROOM,
    },
  },
  {
    method: 'GET',
    path: '/image/{id}',
    origin: 'wiki',
    summary: 'The image file',
    description:
      'Without a size the stored bytes; with one fitted inside it, upright, never enlarged. With `v`, the revision of the image, in the query browsers keep it for good, unless annotations are drawn in.',
    query: ImageBytesQuery,
    headers: conditional,
    answer: image,
    errors: fileErrors,
  },
  {
    method: 'PUT',
    path: '/image/{id}',
    origin: 'ours',
    summary: 'Set state or metadata of an image',
    body: { json: ImageUpdate, required: true },
    answer: Image,
    errors: { 400: noImage, 409: BUSY },
    example: { body: { state: 'done', metadata: { weather: 'sunny' } } },
  },
  {
    method: 'PUT',
    path: '/image/{id}/file',
    origin: 'ours',
    summary: 'Replace the file of an image, or upload the one it waits for',
    description:
      'Path, state and annotations stay; masks are counted anew on an image of another size, and cut at its borders.',
    query: ImageReplaceQuery,
    body: { file: 'The image file', required: true },
    answer: UploadedImage,
    conflict: ReplaceConflict,
    errors: {
      400: `${noImage} Or why the file is not an image that can be shown.`,
      409: 'The size differs: `named` lists the annotations that reach out of it. Or an import is publishing.',
      507: NO_ROOM,
    },
  },
  {
    method: 'DELETE',
    path: '/image/{id}',
    origin: 'wiki',
    summary: 'Put an image into the trash',
    description: 'Its annotations stay with it; `POST /undo/` brings it back.',
    answer: Success,
    errors: { 400: noImage, 409: BUSY },
    example: { answer: { success: true } },
  },
  {
    method: 'GET',
    path: '/image/{id}/thumbnail',
    origin: 'later',
    summary: 'The image with its annotations drawn in',
    query: ImageBytesQuery,
    headers: conditional,
    answer: image,
    errors: fileErrors,
  },
  {
    method: 'GET',
    path: '/image/{id}/facts',
    origin: 'ours',
    summary: 'Image info: what the header of an image file says',
    description: 'Read from its header each time it is asked for.',
    answer: ImageInfo,
    errors: { 400: `${noImage} Or its file has not arrived yet.` },
  },
  {
    method: 'GET',
    path: '/image/{id}/samples',
    origin: 'ours',
    summary: 'All values of an image of 16 bits a channel',
    description:
      'Of the upright image, as a file that `numpy.load` reads: unsigned 16-bit numbers, little-endian, of the shape (height, width) for grey, (height, width, channels) for more; alpha comes last. At most 400 MB.',
    headers: { 'If-None-Match': conditional['If-None-Match'], 'If-Modified-Since': conditional['If-Modified-Since'] },
    answer: { media: ['application/octet-stream'], description: 'The values' },
    errors: {
      304: 'Not changed.',
      400: `${noImage} Or its file has not arrived yet, or has not 16 bits a channel of grey or of colours.`,
    },
  },
  {
    method: 'GET',
    path: '/image/{id}/coco',
    origin: 'wiki',
    summary: 'An image with its annotations as COCO',
    description: 'Also of an image in the trash.',
    query: CocoExportQuery.pick({ ids: true, segmentation: true, categories: true, empty: true }),
    answer: CocoFile,
    errors: { 400: '`Invalid image ID`' },
  },
  {
    method: 'POST',
    path: '/image/copy/{from}/{to}/annotations',
    origin: 'later',
    summary: 'Copy annotations from one image to another of the same size',
    body: { json: CopyAnnotations },
    headers: SESSION,
    answer: CopyAnnotationsResult,
    errors: { 400: '`Invalid image ids`, `Cannot copy self` or `Image sizes do not match`', 409: BUSY },
    example: { body: { category_ids: [1] } },
  },
  {
    method: 'POST',
    path: '/image/bulk',
    origin: 'ours',
    summary: 'Do the same to many images: set the state, delete, restore, move, give their annotations a category',
    description: 'All of them, or none.',
    body: { json: ImageBulk, required: true },
    headers: SESSION,
    answer: ImageBulkResult,
    errors: { 400: 'Which image it cannot be done to, and why.', 409: BUSY },
    example: { body: { action: 'state', ids: [1, 2], state: 'done' } },
  },
  {
    method: 'POST',
    path: '/image/bulk/task',
    origin: 'ours',
    summary: 'The same as a task, in steps, that one undo takes back',
    description:
      'The answer is the task; `GET /tasks/{id}` follows it. `POST /tasks/{id}/undo` takes it back, as long as the task is listed. A cancelled or failed one can be taken back too.',
    body: { json: ImageBulk, required: true },
    answer: Task,
    errors: { 400: 'Which image it cannot be done to, and why.', 409: BUSY },
    example: { body: { action: 'state', ids: [1, 2], state: 'done' } },
  },
  {
    method: 'POST',
    path: '/image/bulk/count',
    origin: 'ours',
    summary: 'What a change of many images would touch',
    description: 'Changes nothing.',
    body: { json: BulkCount, required: true },
    answer: BulkCounts,
    example: { body: { ids: [1, 2] } },
  },
]
