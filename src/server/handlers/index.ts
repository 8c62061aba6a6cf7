/** All routes, by their first path segment: matching is linear, so a request sees the routes of its resource only. */
import type { HttpHandler } from 'msw'
import { annotationHandlers } from './annotation'
import { annotatorHandlers } from './annotator'
import { categoryHandlers } from './category'
import { datasetCocoHandlers, imageCocoHandlers } from './coco'
import { copyHandlers } from './copyAnnotations'
import { datasetHandlers } from './dataset'
import { datasetImageHandlers } from './datasetImages'
import { eventHandlers } from './events'
import { imageHandlers } from './image'
import { searchHandlers } from './search'
import { taskHandlers } from './task'
import { undoHandlers } from './undo'
import { uploadHandlers } from './upload'
import { adminHandlers, infoHandlers, modelHandlers, serverOnlyHandlers, userHandlers } from './user'

export const handlersByResource: Record<string, HttpHandler[]> = {
  admin: adminHandlers,
  annotation: annotationHandlers,
  annotator: annotatorHandlers,
  category: categoryHandlers,
  dataset: [...datasetHandlers, ...datasetImageHandlers, ...datasetCocoHandlers, ...serverOnlyHandlers],
  events: eventHandlers,
  image: [...imageHandlers, ...imageCocoHandlers, ...copyHandlers],
  info: infoHandlers,
  model: modelHandlers,
  search: searchHandlers,
  tasks: taskHandlers,
  undo: undoHandlers,
  uploads: uploadHandlers,
  user: userHandlers,
}
