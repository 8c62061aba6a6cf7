/** All routes, by their first path segment: matching is linear, so a request sees the routes of its resource only. */
import type { HttpHandler } from 'msw'
import { datasetCocoHandlers, imageCocoHandlers } from './coco'
import { eventHandlers } from './events'
import { searchHandlers } from './search'
import { taskHandlers } from './task'
import { uploadHandlers } from './upload'
import { adminHandlers, infoHandlers, modelHandlers, serverOnlyHandlers, userHandlers } from './user'

export const handlersByResource: Record<string, HttpHandler[]> = {
  admin: adminHandlers,
  dataset: [...datasetCocoHandlers, ...serverOnlyHandlers],
  events: eventHandlers,
  image: imageCocoHandlers,
  info: infoHandlers,
  model: modelHandlers,
  search: searchHandlers,
  tasks: taskHandlers,
  uploads: uploadHandlers,
  user: userHandlers,
}
