/** All routes, by resource: the first segment of their path. */
import { annotationRoutes } from './annotation'
import { annotatorRoutes } from './annotator'
import { categoryRoutes } from './category'
import { datasetCocoRoutes, exportRoutes, formatRoutes, uploadRoutes } from './coco'
import { datasetRoutes } from './dataset'
import { imageRoutes } from './image'
import { folderImportRoutes } from './folderImport'
import { modelRoutes } from './model'
import type { Route } from './route'
import { backupRoutes, documentRoutes, eventRoutes, integrityRoutes, searchRoutes } from './store'
import { taskRoutes } from './task'
import { trashRoutes } from './trash'
import { adminRoutes, infoRoutes, serverOnlyRoutes, userRoutes } from './user'

export const routes: Record<string, Route[]> = {
  image: imageRoutes,
  annotation: annotationRoutes,
  category: categoryRoutes,
  annotator: annotatorRoutes,
  dataset: [...datasetRoutes, ...datasetCocoRoutes, ...serverOnlyRoutes],
  undo: trashRoutes,
  uploads: uploadRoutes,
  intake: folderImportRoutes,
  tasks: taskRoutes,
  export: exportRoutes,
  formats: formatRoutes,
  search: searchRoutes,
  events: eventRoutes,
  integrity: integrityRoutes,
  ...backupRoutes,
  ...documentRoutes,
  info: infoRoutes,
  user: userRoutes,
  admin: adminRoutes,
  model: modelRoutes,
}
