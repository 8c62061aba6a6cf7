/** All routes, by their first path segment: matching is linear, so a request sees the routes of its resource only. */
import type { HttpHandler } from 'msw'
import { annotationHandlers } from './annotation'
import { annotatorHandlers } from './annotator'
import { backupHandlers, backupZipHandlers } from './backup'
import { categoryHandlers } from './category'
import { datasetCocoHandlers, imageCocoHandlers } from './coco'
import { copyHandlers } from './copyAnnotations'
import { datasetHandlers } from './dataset'
import { datasetImageHandlers } from './datasetImages'
import { eventHandlers } from './events'
import { datasetExportHandlers, exportHandlers } from './export'
import { imageHandlers } from './image'
import { imageBatchHandlers } from './imageBatch'
import { imageBytesHandlers } from './imageBytes'
import { imageUploadHandlers } from './imageUpload'
import { intakeHandlers } from './intake'
import { integrityHandlers } from './integrity'
import { openapiHandlers, swaggerHandlers } from './openapi'
import { rearrangeHandlers } from './rearrange'
import { searchHandlers } from './search'
import { taskHandlers } from './task'
import { undoHandlers } from './undo'
import { uploadHandlers } from './upload'
import { adminHandlers, infoHandlers, modelHandlers, serverOnlyHandlers, userHandlers } from './user'

export const handlersByResource: Record<string, HttpHandler[]> = {
  admin: adminHandlers,
  annotation: [...annotationHandlers, ...rearrangeHandlers],
  annotator: annotatorHandlers,
  backup: backupHandlers,
  'backup.zip': backupZipHandlers,
  category: categoryHandlers,
  dataset: [...datasetHandlers, ...datasetImageHandlers, ...datasetCocoHandlers, ...datasetExportHandlers, ...serverOnlyHandlers],
  events: eventHandlers,
  export: exportHandlers,
  image: [...imageHandlers, ...imageBytesHandlers, ...imageUploadHandlers, ...imageBatchHandlers, ...imageCocoHandlers, ...copyHandlers],
  info: infoHandlers,
  intake: intakeHandlers,
  integrity: integrityHandlers,
  model: modelHandlers,
  'openapi.json': openapiHandlers,
  search: searchHandlers,
  'swagger.json': swaggerHandlers,
  tasks: taskHandlers,
  undo: undoHandlers,
  uploads: uploadHandlers,
  user: userHandlers,
}
