/** Import of a folder: pages hand its files in (db/folderImports.ts), so there is nothing for the runner to do. */
import { FOLDER_IMPORT } from '../db/tasks/folderImports'
import type { TaskKind } from './kind'

export const intake: TaskKind = {
  kind: FOLDER_IMPORT,
  step: () => Promise.reject(new Error('Pages hand the files in.')),
  canCancel: () => true,
}
