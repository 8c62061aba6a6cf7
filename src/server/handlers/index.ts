/** All routes, by their first path segment: matching is linear, so a request sees the routes of its resource only. */
import type { HttpHandler } from 'msw'
import { annotationHandlers } from './annotations/annotation'
import { annotatorHandlers } from './annotations/annotator'
import { backupHandlers, backupZipHandlers } from './backup'
import { categoryHandlers } from './datasets/category'
import { datasetCocoHandlers, imageCocoHandlers } from './datasets/coco'
import { copyHandlers } from './annotations/copyAnnotations'
import { datasetHandlers } from './datasets/dataset'
import { datasetImageHandlers } from './datasets/datasetImages'
import { eventHandlers } from './events'
import { datasetExportHandlers, exportHandlers } from './datasets/export'
import { formatHandlers } from './formats'
import { imageHandlers } from './images/image'
import { imageBatchHandlers } from './images/imageBatch'
import { imageBulkHandlers, undoBulkHandler } from './images/imageBulk'
import { imageBytesHandlers } from './images/imageBytes'
import { imageUploadHandlers } from './images/imageUpload'
import { folderImportHandlers } from './folderImport'
import { integrityHandlers } from './integrity'
import { modelHandlers } from './models/model'
import { prelabelHandlers } from './models/prelabel'
import { openapiHandlers, swaggerHandlers } from './openapi'
import { rearrangeHandlers } from './datasets/rearrange'
import { searchHandlers } from './search'
import { taskHandlers } from './task'
import { trashHandlers } from './trash'
import { uploadHandlers } from './upload'
import { adminHandlers, infoHandlers, serverOnlyHandlers, userHandlers } from './user'

export const handlersByResource: Record<string, HttpHandler[]> = {
  admin: adminHandlers,
  annotation: [...annotationHandlers, ...rearrangeHandlers],
  annotator: annotatorHandlers,
  backup: backupHandlers,
  'backup.zip': backupZipHandlers,
  category: categoryHandlers,
  dataset: [
    ...datasetHandlers,
    ...datasetImageHandlers,
    ...datasetCocoHandlers,
    ...datasetExportHandlers,
    ...serverOnlyHandlers,
  ],
  events: eventHandlers,
  export: exportHandlers,
  formats: formatHandlers,
  image: [
    ...imageBulkHandlers,
    ...imageHandlers,
    ...imageBytesHandlers,
    ...imageUploadHandlers,
    ...imageBatchHandlers,
    ...imageCocoHandlers,
    ...copyHandlers,
  ],
  info: infoHandlers,
  intake: folderImportHandlers,
  integrity: integrityHandlers,
  model: [...modelHandlers, ...prelabelHandlers],
  'openapi.json': openapiHandlers,
  search: searchHandlers,
  'swagger.json': swaggerHandlers,
  tasks: [...taskHandlers, undoBulkHandler],
  undo: trashHandlers,
  uploads: uploadHandlers,
  user: userHandlers,
}
